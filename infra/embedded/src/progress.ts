import { SECOND } from '@callbook/contracts';

export type Progress = {
  /** Runs one step and tells how it went, in one line. `done` words the result. */
  step<T>(title: string, work: () => Promise<T>, done?: (result: T) => string): Promise<T>;
  say(line: string): void;
};

/** Tells a person, line by line, what happens. On a terminal a step is shown while it runs. */
export function createProgress(output: NodeJS.WriteStream): Progress {
  const write = (line: string) => void output.write(`${line}\n`);
  return {
    say: write,
    async step(title, work, done = () => title) {
      const start = performance.now();
      const took = () => `(${((performance.now() - start) / SECOND).toFixed(1)} s)`;
      const wipe = () => void (output.isTTY && output.write('\r\x1b[K'));
      if (output.isTTY) output.write(`… ${title}`);
      try {
        const result = await work();
        wipe();
        write(`✓ ${done(result)} ${took()}`);
        return result;
      } catch (error) {
        wipe();
        write(`✗ ${title} ${took()}`);
        throw error;
      }
    },
  };
}
