import { runRole } from '@callbook/runtime';
import { consolidationRole } from './role.ts';

await runRole(consolidationRole);
