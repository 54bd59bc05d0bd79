import type { DeliveryAnswer } from '@callbook/contracts';
import { type Log, type LogTransaction, noteUndelivered, type Patiently, settle } from '@callbook/log';
import { type Consumer, consume, type QueueOptions } from '@callbook/queue';
import type { Metrics } from './metrics.ts';

/** Writes down what the adapters answer. Twice is once. */
export function consumeAnswers(options: QueueOptions, log: Log, patiently: Patiently, metrics: Metrics): Consumer {
  return consume(
    options,
    'delivery-answers',
    async (answer) => {
      await patiently(() => log.db.transaction().execute((trx) => note(trx, answer)));
      metrics.answered(answer.outcome);
    },
    { concurrency: 4 },
  );
}

async function note(trx: LogTransaction, { id, outcome, sourceId, reason, optedOut, at }: DeliveryAnswer) {
  const why = reason ?? 'its channel refuses it';
  if (outcome === 'sent') await settle(trx, id, { outcome, sourceId, at });
  else if (outcome === 'undelivered') await noteUndelivered(trx, id, { why, at, optedOut });
  else await settle(trx, id, { outcome: 'failed', why, at, optedOut });
}
