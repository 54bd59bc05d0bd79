import { runRole } from '@callbook/runtime';
import { deskRole } from './role.ts';

await runRole(deskRole);
