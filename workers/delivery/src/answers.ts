import type { DeliveryAnswer } from '@callbook/contracts';
import { type Log, type Patiently, type Settlement, settle } from '@callbook/log';
import { type Consumer, consume, type QueueOptions } from '@callbook/queue';
import type { Metrics } from './metrics.ts';

/** Writes down what the adapters answer. Twice is once. */
export function consumeAnswers(options: QueueOptions, log: Log, patiently: Patiently, metrics: Metrics): Consumer {
  return consume(
    options,
    'delivery-answers',
    async (answer) => {
      await patiently(() => log.db.transaction().execute((trx) => settle(trx, answer.id, settlementOf(answer))));
      metrics.answered(answer.outcome);
    },
    { concurrency: 4 },
  );
}

function settlementOf({ outcome, sourceId, reason, at }: DeliveryAnswer): Settlement {
  if (outcome === 'sent') return { outcome, sourceId, at };
  return { outcome: 'failed', why: reason ?? 'its channel refuses it', at };
}
