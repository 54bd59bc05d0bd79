import { enterReports, type Log, type Patiently } from '@callbook/log';
import { type Consumer, consume, type QueueOptions } from '@callbook/queue';

/**
 * Enters the adapters' reports in the ledger. They have a queue of their own and take no turn with the contacts: a
 * report that comes late is healed by the next one.
 */
export function consumeReports(options: QueueOptions, log: Log, patiently: Patiently): Consumer {
  return consume(
    options,
    'ledger',
    ({ reports }) => patiently(() => log.db.transaction().execute((trx) => enterReports(trx, reports))),
    { concurrency: 1 },
  );
}
