export { mediaRole } from './role.ts';
