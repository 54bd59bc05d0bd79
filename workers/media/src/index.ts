export { hearRecording } from './listen.ts';
export { mediaRole } from './role.ts';
export { tesseract } from './scan/engine/tesseract.ts';
export { openDocument } from './scan/file/open.ts';
export { type ReadScanDeps, readScan, type ScanFile } from './scan/read-scan.ts';
export { openReader, type Reader } from './scan/reader.ts';
