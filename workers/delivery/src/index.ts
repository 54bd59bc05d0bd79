export { letOut } from './dispatch.ts';
export { deliveryRole } from './role.ts';
export { sweepOnce } from './sweep.ts';
export { tellWebhooks } from './webhook/webhooks.ts';
