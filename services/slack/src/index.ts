export { slackRole } from './role.ts';
