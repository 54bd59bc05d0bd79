export { type Output, runCommand } from './command.ts';
