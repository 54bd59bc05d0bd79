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

/** So often a sheet is asked for of another process, before it is the sheet's own fault. */
const TRIES = 4;

type Asked = {
  readonly request: MakeRequest;
  tries: number;
  resolve(made: unknown): void;
  reject(error: Error): void;
};

/**
 * Starts a maker of sheets. Where tests run, each look at a global object is slow, and the work on a sheet's pixels takes
 * thirty times as long as in a process of its own. The canvas takes its process down now and then (SIGSEGV): then another
 * one makes the sheet, which is the same by its seed.
 */
export function startSheetMaker(): SheetMaker {
  const waiting = new Map<number, Asked>();
  let asked = 0;
  let closing = false;
  let child: ChildProcess | undefined;
  let ended = Promise.resolve();
  // Started when it is asked, and not when it has ended: one that cannot start would be started without end.
  const ask = (one: Asked) => {
    one.tries += 1;
    child ??= start();
    child.send(one.request);
  };
  const start = (): ChildProcess => {
    // As it was built, whoever asks: a process of its own does not read TypeScript.
    const started = fork(fileURLToPath(new URL('../../dist/paper/maker-main.js', import.meta.url)), [], {
      serialization: 'advanced',
      execArgv: [],
    });
    // What is sent to one that has just died is asked of the next.
    started.on('error', () => undefined);
    started.on('message', (answer) => {
      const { id, made, error } = answer as MakeAnswer;
      const { resolve, reject } = waiting.get(id) ?? {};
      waiting.delete(id);
      if (error) reject?.(error);
      else resolve?.(made);
    });
    ended = new Promise((resolve) => {
      started.once('close', (code, signal) => {
        resolve();
        if (!closing) return replace(signal ?? code);
        for (const { reject } of waiting.values()) reject(new Error('The maker of sheets was closed.'));
        waiting.clear();
      });
    });
    return started;
  };
  const replace = (cause: NodeJS.Signals | number | null) => {
    for (const [id, { tries, reject }] of waiting)
      if (tries >= TRIES) {
        waiting.delete(id);
        reject(new Error(`The maker of sheets ended ${TRIES} times, at last by ${cause}.`));
      }
    child = undefined;
    for (const one of waiting.values()) ask(one);
  };
  const made = <Made>(make: MakeRequest['make'], what: unknown) =>
    new Promise<Made>((resolve, reject) => {
      asked += 1;
      const request = { id: asked, make, what } as MakeRequest;
      const one: Asked = { request, tries: 0, resolve: resolve as (made: unknown) => void, reject };
      waiting.set(asked, one);
      ask(one);
    });
  return {
    scanned: async (...what) => Buffer.from(await made<Uint8Array>('scanned', what)),
    async round(...what) {
      const sheet = await made<RoundSheet>('round', what);
      return { ...sheet, file: Buffer.from(sheet.file) };
    },
    async close() {
      closing = true;
      child?.kill();
      await ended;
    },
  };
}
