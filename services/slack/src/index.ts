export { slackDirectory } from './directory.ts';
export { slackRole } from './role.ts';
