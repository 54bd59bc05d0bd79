import { HOUR, MINUTE } from '@callbook/contracts';
import { findLessons, isOutage, type Log } from '@callbook/log';
import { type Lifecycle, type Logger, sleep } from '@callbook/runtime';
import { type Learned, type Lesson, learn } from './learned.ts';
import { saidIn } from './words.ts';

/** What was decided long ago may be decided otherwise now; and learning must not hold up what comes in. */
const MOST = 4_000;
/** So long after the start, for a restart must not delay what waits; and then so often. */
const FIRST = MINUTE / 2;
const AGAIN = HOUR;

/**
 * Learns from the log for as long as the process runs. The answer is asked for each call: until something was learned that
 * is good enough, it is nothing, and calls are classified without it.
 */
export function keepLearning(
  log: Log,
  precision: number,
  { logger, lifecycle }: { readonly logger: Logger; readonly lifecycle: Lifecycle },
): () => Learned | undefined {
  let learned: Learned | undefined;
  const { signal } = lifecycle;
  const working = (async () => {
    await sleep(FIRST, signal);
    while (!signal.aborted) {
      try {
        const lessons = await readLessons(log, signal);
        learned = learn(lessons, precision);
        const used = [...(learned?.measured ?? [])].map(([department, { guesses, right }]) => ({
          department,
          guesses,
          right,
        }));
        logger.info({ lessons: lessons.length, used }, 'learned where calls belong');
      } catch (error) {
        if (!isOutage(error)) throw error;
        logger.debug({ err: error }, 'nothing can be learned from the log now');
      }
      await sleep(AGAIN, signal);
    }
  })();
  lifecycle.onStop('learning', () => working);
  return () => learned;
}

/** Words are taken out of the calls a few at a time: in between, what came in goes on. */
async function readLessons(log: Log, signal: AbortSignal): Promise<Lesson[]> {
  const lessons: Lesson[] = [];
  for (const { department, text } of await findLessons(log.db, MOST)) {
    lessons.push({ department, words: [...saidIn(text).words] });
    if (lessons.length % 100 === 0) await sleep(1, signal);
  }
  return lessons;
}
