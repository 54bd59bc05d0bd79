import { SECOND } from '@callbook/contracts';
import { findUnanswered, isOutage, isUnanswered, noteFailed, type OutboxEntry } from '@callbook/log';
import { sleep } from '@callbook/runtime';
import { compose } from './compose.ts';
import { type DispatchDeps, enqueue, isQueueAway, queueOf } from './dispatch.ts';

/** Between two looks at what was given to the queue and is not answered. */
const LOOK = 5 * SECOND;
/** So many are looked at with one question to the log. */
const PAGE = 200;

/** Finds messages that were lost on the way until the signal: by a worker that died, or by a Redis that was emptied. */
export async function sweep(deps: DispatchDeps, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    try {
      await sweepOnce(deps, signal);
    } catch (error) {
      if (!isOutage(error) && !isQueueAway(error)) throw error;
      deps.logger.debug({ err: error }, 'the outbox cannot be compared with the queue');
    }
    await sleep(LOOK, signal);
  }
}

/** Looks once at everything that is not answered. */
export async function sweepOnce(deps: DispatchDeps, signal: AbortSignal): Promise<void> {
  const before = deps.now().toISOString();
  for (let after: string | undefined; !signal.aborted; ) {
    const page = await findUnanswered(deps.log.db, { before, after, most: PAGE });
    for (const entry of page) await look(entry, deps);
    if (page.length < PAGE) return;
    after = page.at(-1)?.id;
  }
}

/**
 * A message that neither waits on its queue nor is answered is put there again. Asked in this order none that was sent is
 * taken for lost: an adapter answers before its message is done with, and an answer is done with when the log has it.
 */
async function look(entry: OutboxEntry, deps: DispatchDeps): Promise<void> {
  const { log, queue, config, logger, metrics, now } = deps;
  const { id, channel } = entry;
  const state = await queue.state(queueOf(channel), id);
  if (state === 'dead') return log.db.transaction().execute((trx) => noteFailed(trx, id, now().toISOString()));
  if (state === 'queued') return;
  if ((await queue.state('delivery-answers', `answer-${id}`)) !== 'gone') return;
  if (!(await isUnanswered(log.db, id))) return;
  logger.info({ message: id }, 'a message was lost on its way, and is sent again');
  metrics.lost();
  await enqueue(deps, compose(entry, config));
}
