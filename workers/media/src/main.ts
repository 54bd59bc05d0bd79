import { runRole } from '@callbook/runtime';
import { mediaRole } from './role.ts';

await runRole(mediaRole);
