export { deliveryRole } from './role.ts';
