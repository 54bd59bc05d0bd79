export { paperRole } from './role.ts';
