export { type Consumer, type ConsumerSettings, consume, type Delivered } from './consumer.ts';
export { type DeadLetter, type DeadLetters, openDeadLetters, type QueueCount } from './dead-letter.ts';
export { type Finished, watchFinished } from './finished.ts';
export { type Leases, openLeases } from './lease.ts';
export { type MessageState, openProducer, type Producer } from './producer.ts';
export type { QueueOptions } from './redis.ts';
