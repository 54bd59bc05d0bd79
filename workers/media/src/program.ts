import { type ChildProcess, fork } from 'node:child_process';
import { constants, setPriority } from 'node:os';
import { environment } from '@callbook/runtime';

/** The programs that are run as children, by their path in this room. */
export type Program = 'audio/hear-main' | 'scan/read-main' | 'speech/model-main';

/**
 * Starts a program of ours that hears or reads what strangers sent, in a process of its own with so many megabytes of
 * heap. It yields the processor: a caller waits for an answer, and a page can wait to be read. Not to the last: where
 * the processor is busy for long, the lowest priority makes a page take longer than it is given.
 */
export function startProgram(program: Program, heap: number): ChildProcess {
  // As it was built, whoever asks: a child does not read TypeScript.
  const child = fork(new URL(`../dist/${program}.js`, import.meta.url), [], {
    execArgv: [`--max-old-space-size=${heap}`],
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    // A child needs no secrets, and whoever breaks into it finds none.
    env: { PATH: environment().variables.PATH ?? '' },
  });
  // Before it has threads: each of them inherits it.
  if (child.pid !== undefined) setPriority(child.pid, constants.priority.PRIORITY_BELOW_NORMAL);
  return child;
}
