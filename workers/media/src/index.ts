export { hearRecording } from './listen.ts';
export { mediaRole } from './role.ts';
