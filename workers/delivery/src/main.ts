import { runRole } from '@callbook/runtime';
import { deliveryRole } from './role.ts';

await runRole(deliveryRole);
