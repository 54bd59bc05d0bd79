export { type Directory, NOBODY_KNOWN } from './directory.ts';
export { type Mentions, mentionsIn } from './mentions.ts';
export { readMessage, type Said } from './message.ts';
