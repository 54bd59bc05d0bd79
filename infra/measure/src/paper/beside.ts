import type { Bench } from '../bench.ts';
import { type Figure, figure } from '../figure.ts';
import { percentile } from '../statistics.ts';
import { openLine } from '../voice/webhooks.ts';

const RUNS = 8;
const SECONDS = 10;
const WARM_UP_SECONDS = 3;

/**
 * How long callers wait for their answer while pages are read, beside how long they do when none are, in turns. Of all the
 * turns together: in one of them the slowest hundredth is five calls, and differs by half from turn to turn.
 */
export async function measureBeside(bench: Bench, read: (until: Promise<unknown>) => Promise<void>): Promise<Figure[]> {
  const line = await openLine(bench, 'line', bench.redisUrl);
  await line.call(WARM_UP_SECONDS);
  const idle: number[] = [];
  const reading: number[] = [];
  for (let run = 1; run <= RUNS; run += 1) {
    bench.say(`callers while pages are read, run ${run} of ${RUNS}`);
    idle.push(...(await line.call(SECONDS)));
    const calling = line.call(SECONDS);
    await read(calling);
    reading.push(...(await calling));
  }
  await line.stop();
  const while_idle = [percentile(idle, 99)];
  return [figure('webhook_p99_while_reading_ms', 'ms', [percentile(reading, 99)], { while_idle })];
}
