import { CallbookError, type ErrorCode, errorCodes } from '@callbook/contracts';
import { type Program, startProgram } from './program.ts';

/** What a child of ours answers: what it found, or why not, with a code. */
export type Answer<T> = { readonly found: T } | { readonly code: string; readonly message: string };

export type ChildLimits = {
  /** Milliseconds. */
  readonly time: number;
  readonly signal: AbortSignal;
};

/** Megabytes of JavaScript's own memory; the samples of an hour (230 MB) lie outside of it. */
const HEAP = 512;

/**
 * Asks a program of ours one thing, in a process of its own. Strangers' recordings and native engines can crash, hang
 * or eat memory: then the process is gone, and nothing else.
 * @throws CallbookError with the child's own code; `media-late` when it took too long, `media-undecodable` when it died.
 */
export function askChild<Request extends object, Found>(
  program: Program,
  request: Request,
  { time, signal }: ChildLimits,
): Promise<Found> {
  const child = startProgram(program, HEAP);
  return new Promise<Found>((resolve, reject) => {
    const late = setTimeout(() => {
      fail('media-late', `It was not done within ${Math.round(time / 1000)} seconds.`);
    }, time);
    const stop = () => fail('media-late', 'The worker stops.');
    const over = () => {
      clearTimeout(late);
      signal.removeEventListener('abort', stop);
      child.kill('SIGKILL');
    };
    const fail = (code: ErrorCode, message: string) => {
      over();
      reject(new CallbookError(code, message));
    };
    signal.addEventListener('abort', stop, { once: true });
    child.on('message', (answer: Answer<Found>) => {
      if ('found' in answer) {
        over();
        resolve(answer.found);
      } else fail(answer.code in errorCodes ? (answer.code as ErrorCode) : 'internal', answer.message);
    });
    child.on('error', (error) => fail('internal', error.message));
    // Not 'exit', which can come before the answer that was sent ahead of it.
    child.on('close', (status, by) => fail('media-undecodable', `Its process ended with ${by ?? status}.`));
    child.send(request, (error) => error && fail('internal', error.message));
    if (signal.aborted) stop();
  });
}
