export { type Outbound, type OutboundContext, type Send, type Sent, takeDeliveries } from './outbound.ts';
