import { runRole } from '@callbook/runtime';
import { paperRole } from './role.ts';

await runRole(paperRole);
