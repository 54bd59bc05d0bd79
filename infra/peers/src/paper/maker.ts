import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { RoundSheet, roundSheet } from './round.ts';
import type { scannedSheet } from './scanned.ts';

/** Makes sheets in a process of its own, one after another. */
export type SheetMaker = {
  /** As `scannedSheet`, with the random numbers of a seed. */
  scanned(...what: Scanned): Promise<Buffer>;
  /** As `roundSheet`. */
  round(...what: Parameters<typeof roundSheet>): Promise<RoundSheet>;
  close(): Promise<void>;
};

type Scanned = [...(Parameters<typeof scannedSheet> extends [...infer Rest, unknown] ? Rest : never), seed: number];

/** What the process is asked, and what it answers. */
export type MakeRequest = { readonly id: number } & (
  | { readonly make: 'scanned'; readonly what: Scanned }
  | { readonly make: 'round'; readonly what: Parameters<typeof roundSheet> }
);
export type MakeAnswer = { readonly id: number; readonly made?: unknown; readonly error?: Error };

/**
 * Starts a maker of sheets. Where tests run, each look at a global object is slow, and the work on a sheet's pixels takes
 * thirty times as long as in a process of its own. It is no thread, because a canvas in a thread has taken its whole
 * process down (SIGSEGV) when the thread ended.
 */
export function startSheetMaker(): SheetMaker {
  // As it was built, whoever asks: a process of its own does not read TypeScript.
  const child: ChildProcess = fork(fileURLToPath(new URL('../../dist/paper/maker-main.js', import.meta.url)), [], {
    serialization: 'advanced',
    execArgv: [],
  });
  const closed = new Promise<void>((resolve) => child.once('close', () => resolve()));
  const waiting = new Map<number, { resolve(made: unknown): void; reject(error: Error): void }>();
  let asked = 0;
  child.on('message', (answer) => {
    const { id, made, error } = answer as MakeAnswer;
    const { resolve, reject } = waiting.get(id) ?? {};
    waiting.delete(id);
    if (error) reject?.(error);
    else resolve?.(made);
  });
  child.once('close', (code, signal) => {
    for (const { reject } of waiting.values()) reject(new Error(`The maker of sheets ended: ${signal ?? code}.`));
    waiting.clear();
  });
  const ask = <Made>(make: MakeRequest['make'], what: unknown) =>
    new Promise<Made>((resolve, reject) => {
      asked += 1;
      waiting.set(asked, { resolve: resolve as (made: unknown) => void, reject });
      child.send({ id: asked, make, what } as MakeRequest);
    });
  return {
    scanned: async (...what) => Buffer.from(await ask<Uint8Array>('scanned', what)),
    async round(...what) {
      const sheet = await ask<RoundSheet>('round', what);
      return { ...sheet, file: Buffer.from(sheet.file) };
    },
    async close() {
      child.kill();
      await closed;
    },
  };
}
