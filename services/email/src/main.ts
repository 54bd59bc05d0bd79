import { runRole } from '@callbook/runtime';
import { emailRole } from './role.ts';

await runRole(emailRole);
