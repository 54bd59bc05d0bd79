export { deskRole } from './role.ts';
