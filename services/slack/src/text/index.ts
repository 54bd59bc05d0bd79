export { type Directory, NOBODY_KNOWN } from './directory.ts';
export { mentionsIn, readMessage, type Said } from './message.ts';
