import { fileURLToPath } from 'node:url';
import { SECOND } from '@callbook/contracts';
import { sleep } from '@callbook/runtime';
import type { Bench } from '../bench.ts';
import { type Figure, figure } from '../figure.ts';
import { memoryOf } from '../memory.ts';
import { startPart } from '../part.ts';
import { startProgram } from '../program.ts';
import { measureAccepting } from './accepting.ts';
import { watchCommits } from './commits.ts';
import { openContactsQueue } from './contacts-queue.ts';
import { measureLatency } from './latency.ts';
import { measureMillion } from './million.ts';
import type { AdapterTasks } from './parts/adapter.ts';
import { measureRecording } from './recording.ts';

const WORKER = fileURLToPath(new URL('../../../../workers/consolidation/dist/main.js', import.meta.url));
const IDLE_SAMPLES = 5;

/** The way of a contact from an adapter's `accept` to its row in the log: how many a second, how long, how much memory. */
export async function measureIntake(bench: Bench): Promise<Figure[]> {
  const queue = openContactsQueue(bench);
  const accepting = await measureAccepting(bench);
  await queue.pause();
  await queue.empty(); // what the adapters above sent is nobody's any more
  await queue.resume();

  const commits = await watchCommits(bench);
  const worker = await startProgram(bench, 'consolidation', WORKER);
  const adapter = await startPart<AdapterTasks>(bench, 'adapter', 'intake/parts/adapter');
  const recording = await measureRecording(bench, { adapter, queue, commits });
  const latency = await measureLatency(bench, { adapter, commits });
  const idle = await measureIdle(worker.pid, adapter.pid);
  await adapter.stop();
  const million = bench.long ? await measureMillion(bench, commits) : [];
  await worker.stop();
  return [...accepting, ...recording, ...latency, ...idle, ...million];
}

/** Memory after all that work, with nothing to do: of the worker, and of an adapter without a channel. */
async function measureIdle(worker: number, adapter: number): Promise<Figure[]> {
  const samples: { worker: number; adapter: number }[] = [];
  for (let sample = 0; sample < IDLE_SAMPLES; sample += 1) {
    await sleep(SECOND);
    samples.push({ worker: memoryOf(worker).resident, adapter: memoryOf(adapter).resident });
  }
  return [
    figure(
      'idle_rss_mb',
      'MB',
      samples.map((sample) => sample.worker),
    ),
    figure(
      'idle_rss_mb_adapter',
      'MB',
      samples.map((sample) => sample.adapter),
    ),
  ];
}
