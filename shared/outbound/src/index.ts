export { type OutboundContext, type Sent, takeDeliveries } from './outbound.ts';
