import { openArchive } from '@callbook/archive';
import { CallbookError } from '@callbook/contracts';
import { openIntake } from '@callbook/intake';
import { isOutage, noteProgress, openLog, type Progress } from '@callbook/log';
import { consume, openProducer } from '@callbook/queue';
import type { Role } from '@callbook/runtime';
import { v7 } from 'uuid';
import { findMedia } from './finder.ts';
import { createMetrics } from './metrics.ts';
import { createWorker } from './worker.ts';

/** The media worker: listens to the recordings and reads the scans that are in the log, and tells it what it found. */
export const mediaRole: Role = {
  name: 'media',
  async start(context) {
    const { config, home, logger, lifecycle, http } = context;
    if (!config.redis) throw new CallbookError('config-invalid', 'No queue: set redis.url or REDIS_URL.');
    const queue = { ...config.redis, logger };
    const archive = await openArchive(config.archive, home, logger);
    lifecycle.onStop('archive', archive.close);
    const log = openLog(config.database, logger);
    lifecycle.onStop('log', () => log.close());
    const intake = await openIntake('media', context);
    const metrics = createMetrics(http.metrics);
    const { signal } = lifecycle;
    const progress = async (key: string, done: Progress) => {
      try {
        await log.db.transaction().execute((trx) => noteProgress(trx, key, done));
      } catch (error) {
        // Nothing depends on it: whoever waits hears of the next page.
        if (!isOutage(error)) throw error;
      }
    };
    const deps = { progress, archive, intake, config: config.media, logger, signal, now: () => new Date(), newId: v7 };
    const work = createWorker(deps);
    const consumer = consume(
      queue,
      'media',
      (found, delivered) => metrics.worked(found.kind, () => work(found, delivered)),
      {
        concurrency: config.media.atOnce,
      },
    );
    lifecycle.onStop('media', () => consumer.close());
    const producer = openProducer(queue);
    lifecycle.onStop('media: queue', () => producer.close());
    const finding = findMedia(log, producer, logger, signal);
    lifecycle.onStop('media: finder', () => finding);
    http.ready('media: queue', () => consumer.ready());
    http.ready('media: log', () => log.ready());
    http.ready('media: archive', archive.ready);
  },
};
