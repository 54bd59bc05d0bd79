export { hearRecording } from './listen.ts';
export { mediaRole } from './role.ts';
export { type ReadScanDeps, readScan, type ScanFile } from './scan/read-scan.ts';
export { openReader, type Reader } from './scan/reader.ts';
