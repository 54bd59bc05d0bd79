export { voiceRole } from './role.ts';
