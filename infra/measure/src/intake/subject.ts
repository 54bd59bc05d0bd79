import { SECOND } from '@callbook/contracts';
import { sleep } from '@callbook/runtime';
import type { Bench } from '../bench.ts';
import type { Figure } from '../figure.ts';
import { type Memory, memoryFigures, memoryOf } from '../memory.ts';
import { type Part, startPart } from '../part.ts';
import { freePort } from '../port.ts';
import { mainOf, startProgram } from '../program.ts';
import { measureAccepting } from './accepting.ts';
import { watchCommits } from './commits.ts';
import { openContactsQueue } from './contacts-queue.ts';
import { watchStream } from './desk-stream.ts';
import { measureLatency } from './latency.ts';
import { measureMillion } from './million.ts';
import type { AdapterTasks } from './parts/adapter.ts';
import { measureRecording } from './recording.ts';

const WORKER = mainOf('workers/consolidation');
const DESK = mainOf('services/desk');
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
  const committed = { name: 'accept_to_committed', adapter, arrivals: commits, calledBy: 'id' } as const;
  const latency = await measureLatency(bench, committed);
  const idle = await measureIdle(worker.pid, adapter.pid);
  const stream = await measureStream(bench, adapter);
  await adapter.stop();
  const million = bench.long ? await measureMillion(bench, commits) : [];
  await worker.stop();
  return [...accepting, ...recording, ...latency, ...stream, ...idle, ...million];
}

/** As long as it takes until an agent who watches the log sees the call: with a desk, which the figures above do without. */
async function measureStream(bench: Bench, adapter: Part<AdapterTasks>): Promise<Figure[]> {
  const port = await freePort();
  const desk = await startProgram(bench, 'desk', DESK, { CALLBOOK_PORT: String(port) });
  const arrivals = await watchStream(bench, port);
  const figures = await measureLatency(bench, { name: 'accept_to_stream', adapter, arrivals, calledBy: 'reference' });
  arrivals.close();
  await desk.stop();
  return figures;
}

/**
 * Memory after all that work, with nothing to do: of the worker, and of an adapter without a channel. An adapter also
 * maps the file of its spool, which counts as resident.
 */
async function measureIdle(worker: number, adapter: number): Promise<Figure[]> {
  const samples: { worker: Memory; adapter: Memory }[] = [];
  for (let sample = 0; sample < IDLE_SAMPLES; sample += 1) {
    await sleep(SECOND);
    samples.push({ worker: memoryOf(worker), adapter: memoryOf(adapter) });
  }
  return [
    ...memoryFigures(
      'idle',
      samples.map((sample) => sample.worker),
      '',
    ),
    ...memoryFigures(
      'idle',
      samples.map((sample) => sample.adapter),
      '_adapter',
    ),
  ];
}
