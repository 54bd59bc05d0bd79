import { runRole } from '@callbook/runtime';
import { slackRole } from './role.ts';

await runRole(slackRole);
