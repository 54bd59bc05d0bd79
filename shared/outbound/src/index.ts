export { type OutboundContext, type Send, type Sent, takeDeliveries } from './outbound.ts';
