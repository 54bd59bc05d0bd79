import { type ChildProcess, fork } from 'node:child_process';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { SECOND } from '@callbook/contracts';
import { environment, within } from '@callbook/runtime';
import type { Bench } from './bench.ts';

/** A Node program in a process of its own. It ends when its channel to us closes, so that none is left when we die. */
export type Program = {
  readonly pid: number;
  readonly child: ChildProcess;
  /** Stops it, by force when it takes longer than a moment. */
  stop(): Promise<void>;
  /** Kills it without notice. */
  kill(): Promise<void>;
};

const START_PATIENCE = 60 * SECOND;
const STOP_PATIENCE = 3.5 * SECOND;

/** The program that runs the role of a room, such as `services/email`. */
export function mainOf(room: string): string {
  return fileURLToPath(new URL(`../../../${room}/dist/main.js`, import.meta.url));
}

/**
 * Starts a program with the bench's services and waits until it says that it is ready. When it ends without having been
 * stopped, the bench breaks down with the last lines that it printed.
 */
export async function startProgram(
  bench: Bench,
  name: string,
  path: string,
  env: Readonly<Record<string, string>> = {},
): Promise<Program> {
  const output = join(bench.folder, `${name}.log`);
  const file = openSync(output, 'a');
  const child = fork(path, [], {
    cwd: bench.folder, // no callbook.yaml of the caller's is found there
    stdio: ['ignore', file, file, 'ipc'],
    env: {
      ...environment().variables,
      CALLBOOK_CONFIG: '',
      CALLBOOK_HOME: bench.folder,
      CALLBOOK_PORT: '0',
      DATABASE_URL: bench.databaseUrl,
      REDIS_URL: bench.redisUrl,
      ...env,
    },
  });
  closeSync(file);
  let expected = false;
  const exited = new Promise<void>((resolve) => {
    child.once('exit', (code, signal) => {
      resolve();
      if (expected || bench.lifecycle.signal.aborted) return;
      const said = readFileSync(output, 'utf8').trim().split('\n').slice(-8).join('\n  ');
      bench.breakDown(new Error(`${name} ended by itself (${signal ?? code}). It said at last:\n  ${said}`));
    });
  });
  child.once('error', bench.breakDown);

  const kill = async () => {
    expected = true;
    child.kill('SIGKILL');
    await exited;
  };
  const stop = async () => {
    expected = true;
    if (child.connected) child.disconnect();
    try {
      await within(STOP_PATIENCE, name, () => exited);
    } catch {
      await kill(); // the only failure is that it took too long
    }
  };
  bench.lifecycle.onStop(name, stop);
  const ready = new Promise<void>((resolve) => child.once('message', () => resolve()));
  await within(START_PATIENCE, `${name} (start)`, () => Promise.race([ready, bench.broken]));
  return { pid: child.pid ?? 0, child, stop, kill };
}
