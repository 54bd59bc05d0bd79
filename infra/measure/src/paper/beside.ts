import type { Bench } from '../bench.ts';
import { type Figure, figure } from '../figure.ts';
import { percentile } from '../statistics.ts';
import { openLine } from '../voice/webhooks.ts';

const RUNS = 5;
const SECONDS = 10;
const WARM_UP_SECONDS = 3;

/** How long callers wait for their answer while pages are read, beside how long they do when none are, in turns. */
export async function measureBeside(bench: Bench, read: (until: Promise<unknown>) => Promise<void>): Promise<Figure[]> {
  const line = await openLine(bench, 'line', bench.redisUrl);
  await line.call(WARM_UP_SECONDS);
  const idle: number[] = [];
  const reading: number[] = [];
  for (let run = 1; run <= RUNS; run += 1) {
    bench.say(`callers while pages are read, run ${run} of ${RUNS}`);
    idle.push(percentile(await line.call(SECONDS), 99));
    const calling = line.call(SECONDS);
    await read(calling);
    reading.push(percentile(await calling, 99));
  }
  await line.stop();
  return [figure('webhook_p99_while_reading_ms', 'ms', reading, { while_idle: idle })];
}
