import { fileURLToPath } from 'node:url';
import { MINUTE } from '@callbook/contracts';
import { within } from '@callbook/runtime';
import type { Bench } from './bench.ts';
import { type Program, startProgram } from './program.ts';

/** What a part can be asked to do. Parameters and answers travel as JSON. */
export type Tasks = Readonly<Record<string, (parameter: never) => Promise<unknown>>>;

/** A measured part: a program of ours that does tasks. `T` is the type of the `tasks` in its file. */
export type Part<T extends Tasks> = Program & {
  /** Has a task done; a task that takes longer than `patience` milliseconds (default four minutes) is a failure. */
  ask<N extends keyof T & string>(
    task: N,
    parameter: Parameters<T[N]>[0],
    patience?: number,
  ): Promise<Awaited<ReturnType<T[N]>>>;
};

type Question = { readonly number: number; readonly task: string; readonly parameter: unknown };
type Answer = { readonly number: number; readonly result?: unknown; readonly failure?: string };

/** Starts a part. `file` is relative to this folder, without its extension, such as `intake/parts/adapter`. */
export async function startPart<T extends Tasks>(
  bench: Bench,
  name: string,
  file: string,
  env?: Readonly<Record<string, string>>,
): Promise<Part<T>> {
  const program = await startProgram(bench, name, fileURLToPath(new URL(`./${file}.js`, import.meta.url)), env);
  let asked = 0;
  const ask = async (task: string, parameter: unknown, patience = 4 * MINUTE): Promise<unknown> => {
    asked += 1;
    const number = asked;
    const answered = new Promise<unknown>((resolve, reject) => {
      const listener = (message: unknown) => {
        const answer = message as Answer;
        if (answer.number !== number) return;
        program.child.off('message', listener);
        if (answer.failure === undefined) resolve(answer.result);
        else reject(new Error(`${name} failed to ${task}: ${answer.failure}`));
      };
      program.child.on('message', listener);
    });
    program.child.send({ number, task, parameter } satisfies Question);
    return within(patience, `${name} (${task})`, () => Promise.race([answered, bench.broken]));
  };
  return { ...program, ask: ask as Part<T>['ask'] };
}

/** The part's side: does tasks as they are asked for, and ends with the bench. */
export function doTasks(tasks: Tasks): void {
  const answer = async ({ number, task, parameter }: Question): Promise<Answer> => {
    try {
      const work = tasks[task];
      if (!work) throw new Error('there is no such task');
      return { number, result: await work(parameter as never) };
    } catch (error) {
      return { number, failure: error instanceof Error ? (error.stack ?? error.message) : String(error) };
    }
  };
  process.on('message', (question: Question) => {
    void answer(question).then((given) => process.send?.(given));
  });
  process.on('disconnect', () => process.exit(0));
  process.send?.('ready');
}
