import { CallbookError } from '@callbook/contracts';
import { createPatience, openLog } from '@callbook/log';
import { openProducer } from '@callbook/queue';
import type { Role } from '@callbook/runtime';
import { consumeAnswers } from './answers.ts';
import { dispatch } from './dispatch.ts';
import { createMetrics } from './metrics.ts';
import { goRound } from './rounds.ts';
import { sweep } from './sweep.ts';
import { createWebhookMetrics } from './webhook/metrics.ts';
import { tellWebhooks } from './webhook/webhooks.ts';

/**
 * The delivery worker: what the outbox holds goes to the adapters, and what they answer comes into the log; what happens
 * to calls is told to webhooks.
 */
export const deliveryRole: Role = {
  name: 'delivery',
  async start({ config, logger, lifecycle, http }) {
    if (!config.redis) throw new CallbookError('config-invalid', 'No queue: set redis.url or REDIS_URL.');
    const options = { ...config.redis, logger };
    const { signal } = lifecycle;
    const log = openLog(config.database, logger);
    lifecycle.onStop('delivery: log', () => log.close());
    const metrics = createMetrics(http.metrics);
    const answers = consumeAnswers(options, log, createPatience(logger, signal), metrics);
    lifecycle.onStop('delivery: answers', () => answers.close());
    const queue = openProducer(options);
    lifecycle.onStop('delivery: queue', () => queue.close());
    const deps = { log, queue, config, logger, metrics, now: () => new Date() };
    const working = Promise.all([
      ...[dispatch(deps, signal), sweep(deps, signal), goRound(deps, signal)],
      tellWebhooks({ ...deps, metrics: createWebhookMetrics(http.metrics), random: Math.random }, signal),
    ]);
    lifecycle.onStop('delivery', () => working);
    http.ready('delivery: queue', () => answers.ready());
    http.ready('delivery: log', () => log.ready());
  },
};
