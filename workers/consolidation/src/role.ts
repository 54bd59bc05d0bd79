import { CallbookError, type Contact, isCallbookError, SECOND } from '@callbook/contracts';
import { createPatience, isOutage, openLog } from '@callbook/log';
import { consume, type Delivered } from '@callbook/queue';
import type { Role } from '@callbook/runtime';
import { v7 } from 'uuid';
import { promisesOf } from './acknowledge.ts';
import { createBatcher } from './batcher.ts';
import { keepLearning } from './classify/learning.ts';
import { consumeReports } from './ledger.ts';
import { createMetrics } from './metrics.ts';
import { recordContacts } from './record.ts';
import { rescue } from './rescue.ts';
import { keepSearchable } from './searchable.ts';
import { keepTidy } from './tidy.ts';

/** A batch waits 5 ms for company and holds about 200 contacts: past that a transaction no longer gets cheaper. */
const BATCH = { most: 200, patience: 5 } as const;
/** Messages in hand at once: enough to fill a batch from packs of one. */
const CONCURRENCY = 64;

/** The consolidation worker: contacts from the queue become calls in the log. */
export const consolidationRole: Role = {
  name: 'consolidation',
  async start({ config, logger, lifecycle, http }) {
    if (!config.redis) throw new CallbookError('config-invalid', 'No queue: set redis.url or REDIS_URL.');
    const log = openLog(config.database, logger);
    const metrics = createMetrics(http.metrics);
    const { enabled, precision } = config.routing.learning;
    const learning = enabled && config.departments.length > 1;
    const learned = learning ? keepLearning(log, precision, { logger, lifecycle }) : undefined;
    const promises = promisesOf(config, learned);
    const patiently = createPatience(logger, lifecycle.signal);
    const record = async (contacts: readonly Contact[]) =>
      metrics.batch(contacts.length, () =>
        recordContacts(contacts, {
          log,
          recurAfterDays: config.matching.recurAfterDays,
          promises,
          newId: v7,
          now: () => new Date(),
        }),
      );
    const batcher = createBatcher((contacts) => patiently(() => record(contacts)), BATCH);
    const oneByOne = (contacts: readonly Contact[]) => rescue(contacts, { log, logger, record, patiently });

    const handle = async (contacts: readonly Contact[], { again }: Delivered) => {
      if (again) return oneByOne(contacts);
      try {
        await batcher.add(contacts);
      } catch (error) {
        if (isOutage(error)) throw error; // only when stopping: the queue brings it again
        logger.warn({ err: error, contacts: contacts.length }, 'a batch failed; its contacts are recorded one by one');
        await oneByOne(contacts);
      }
    };

    lifecycle.onStop('log', () => log.close());
    keepTidy(log, { logger, lifecycle });
    keepSearchable(log, { logger, lifecycle });
    const consumer = consume(
      { ...config.redis, logger },
      'contacts',
      ({ contacts }, delivered) => handle(contacts, delivered),
      {
        concurrency: CONCURRENCY,
      },
    );
    const reports = consumeReports({ ...config.redis, logger }, log, patiently);
    lifecycle.onStop('consolidation', () => Promise.all([consumer.close(), reports.close()]));
    http.ready('consolidation: queue', () => consumer.ready());
    http.ready('consolidation: log', () => log.ready());
    try {
      await consumer.ready(2 * SECOND);
    } catch (error) {
      if (isCallbookError(error, 'queue-unsafe')) throw error;
      logger.info({ err: error }, 'Redis is not there yet');
    }
  },
};
