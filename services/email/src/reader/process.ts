import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { ReaderAnswer, ReaderJob } from './messages.ts';

export type ReaderLimits = {
  /** Megabytes of its JavaScript heap. */
  readonly heap: number;
  /** Megabytes of all its memory. */
  readonly memory: number;
};

export type ReaderProcess = {
  send(job: ReaderJob): void;
  /** Resolves when it can begin, and never when it ends before. */
  readonly ready: Promise<void>;
  /** Resolves with how it ended. */
  readonly ended: Promise<string>;
  kill(): void;
};

/**
 * Megabytes that a reader's heap fills with new things before it is swept. A mail of megabytes makes much that lives
 * briefly: with Node's own 16 it takes 50 MB more, and is read no sooner.
 */
const YOUNG = 4;

/** As it was built, whoever asks: to read TypeScript takes a process as long again as to start. */
export const READER = fileURLToPath(new URL('../../dist/reader/program.js', import.meta.url));

/** Starts a reader. It has no environment: what it reads is written by strangers. */
export function startReader(
  program: string,
  folder: string,
  { heap, memory }: ReaderLimits,
  onAnswer: (answer: Exclude<ReaderAnswer, 'ready'>) => void,
): ReaderProcess {
  const child: ChildProcess = fork(program, [folder, String(memory)], {
    execArgv: [`--max-old-space-size=${heap}`, `--max-semi-space-size=${YOUNG}`],
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    env: {},
  });
  const ready = new Promise<void>((resolve) => {
    child.on('message', (answer: ReaderAnswer) => (answer === 'ready' ? resolve() : onAnswer(answer)));
  });
  const ended = new Promise<string>((resolve) => {
    child.once('error', (error) => resolve(error.message));
    // Not 'exit', which can come before the answer that was sent ahead of it.
    child.once('close', (code, signal) => resolve(signal ?? `status ${code}`));
  });
  return {
    ready,
    ended,
    // A process that has just died refuses; its end tells the rest.
    send: (job) => void child.send(job, () => undefined),
    kill: () => void child.kill('SIGKILL'),
  };
}
