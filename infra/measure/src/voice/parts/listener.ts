import { readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { hearRecording } from '@callbook/media';
import { doTasks } from '../../part.ts';

/** `getconf CLK_TCK`: 100 on every Linux that there is. */
const TICKS = 100;

/** Seconds of processor time that ended children of this process took, and theirs. Linux only. */
function childrenSeconds(): number {
  const fields = readFileSync('/proc/self/stat', 'utf8').split(') ').at(-1)?.split(' ') ?? [];
  // proc(5): cutime and cstime are the 16th and 17th, and the first behind the bracket is the third.
  return (Number(fields[13]) + Number(fields[14])) / TICKS;
}

const tasks = {
  /** Listens to a recording so many times, and tells the processor time and the length of it all, in seconds. */
  async hear({ path, times }: { path: string; times: number }) {
    const before = childrenSeconds();
    let audio = 0;
    for (let time = 0; time < times; time += 1) {
      const request = { path, wav: join(tmpdir(), `callbook-heard-${process.pid}.wav`), longestSeconds: 3600 };
      audio += (await hearRecording(request, new AbortController().signal)).seconds;
    }
    return { processor: childrenSeconds() - before, audio };
  },
};
export type ListenerTasks = typeof tasks;
doTasks(tasks);
