export { emailRole } from './role.ts';
