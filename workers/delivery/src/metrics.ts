import type { DeliveryAnswer } from '@callbook/contracts';
import { Counter, type Registry } from 'prom-client';

export type Metrics = {
  /** An adapter answered. */
  answered(outcome: DeliveryAnswer['outcome']): void;
  withheld(count: number): void;
  /** One was found to be lost, and was put on its queue again. */
  lost(): void;
};

/** The worker's figures on `/metrics`. */
export function createMetrics(registry: Registry): Metrics {
  const registers = [registry];
  const messages = new Counter({
    name: 'callbook_messages_total',
    help: 'Messages to requesters, by what became of them',
    labelNames: ['outcome'],
    registers,
  });
  const lost = new Counter({
    name: 'callbook_messages_lost_total',
    help: 'Messages that the queue lost, and that were put on it again',
    registers,
  });
  return {
    answered: (outcome) => messages.inc({ outcome }),
    withheld: (count) => messages.inc({ outcome: 'withheld' }, count),
    lost: () => lost.inc(),
  };
}
