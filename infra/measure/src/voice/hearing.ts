import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { babble } from '@callbook/peers';
import type { Bench } from '../bench.ts';
import { type Figure, figure } from '../figure.ts';
import { startPart } from '../part.ts';
import type { ListenerTasks } from './parts/listener.ts';

const RUNS = 3;
const TIMES = 5;
const MESSAGES = [
  { name: 'half a minute', words: 60, suffix: '' },
  { name: 'five minutes', words: 600, suffix: '_long' },
] as const;

/**
 * What it costs to find out whether anybody speaks: decoding, Silero's model, and the process that both run in. A short
 * message pays for the start of that process.
 */
export async function measureHearing(bench: Bench): Promise<Figure[]> {
  if (!existsSync('/proc/self/stat')) {
    bench.say('processor time of children is not known on this system: hearing is left out');
    return [];
  }
  const listener = await startPart<ListenerTasks>(bench, 'listener', 'voice/parts/listener');
  const figures: Figure[] = [];
  for (const { name, words, suffix } of MESSAGES) {
    const path = join(bench.folder, `message${suffix}.wav`);
    await writeFile(path, babble('everybody answers questions '.repeat(words / 3)));
    await listener.ask('hear', { path, times: 1 });
    const runs: number[] = [];
    for (let run = 1; run <= RUNS; run += 1) {
      bench.say(`hearing ${name}, run ${run} of ${RUNS}`);
      const { processor, audio } = await listener.ask('hear', { path, times: TIMES });
      runs.push((1000 * processor) / audio);
    }
    figures.push(figure(`hearing_cpu_ms_per_audio_s${suffix}`, 'ms', runs));
  }
  await listener.stop();
  return figures;
}
