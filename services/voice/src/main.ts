import { runRole } from '@callbook/runtime';
import { voiceRole } from './role.ts';

await runRole(voiceRole);
