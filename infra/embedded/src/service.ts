import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, existsSync, openSync, readFileSync, renameSync, statSync } from 'node:fs';
import { CallbookError, SECOND } from '@callbook/contracts';
import { sleep } from '@callbook/runtime';
import { captured } from './command.ts';

/** A server of ours on this machine. */
export type Service = {
  readonly url: string;
  readonly port: number;
  readonly pid: number;
  /** Resolves when the process has ended, for whatever reason. */
  readonly exited: Promise<void>;
  /** Stops it, by force when it takes too long. Safe to call twice. */
  stop(): Promise<void>;
};

export type Command = {
  readonly program: string;
  readonly args: readonly string[];
  /** What it prints is appended here; the file outlives us, so that the program never meets a closed pipe. */
  readonly output: string;
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string | undefined>>;
  readonly user?: { readonly uid: number; readonly gid: number };
  /** A channel to us: the program can see that we are gone. */
  readonly channel?: boolean;
};

/** A signal, and how long to wait for its effect before the next, harder one. */
export type StopStep = readonly [signal: NodeJS.Signals, milliseconds: number];

export type Running = {
  readonly pid: number;
  readonly exited: Promise<void>;
  /** Resolves when the program first says something on its channel. */
  readonly ready: Promise<void>;
  stop(steps: readonly StopStep[]): Promise<void>;
};

const LOG_LIMIT = 20 * 1024 * 1024;

/**
 * Starts a program in a process group of its own: Ctrl-C in the terminal reaches us and not it, so that we can stop
 * things in order.
 * @throws CallbookError `service-failed` when the program cannot be executed.
 */
export async function launch(command: Command): Promise<Running> {
  const output = openLog(command.output);
  const child = spawn(command.program, command.args, {
    cwd: command.cwd,
    env: { ...command.env },
    stdio: command.channel ? ['ignore', output, output, 'ipc'] : ['ignore', output, output],
    detached: true,
    ...command.user,
  });
  closeSync(output);
  const exited = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const ready = new Promise<void>((resolve) => child.once('message', () => resolve()));
  const pid = await spawned(child, command.program);
  return { pid, exited, ready, stop: (steps) => stopBySteps(pid, exited, steps) };
}

function spawned(child: ChildProcess, program: string): Promise<number> {
  return new Promise((resolve, reject) => {
    child.once('error', (cause) => {
      reject(new CallbookError('service-failed', `${program} could not be started: ${cause.message}`, { cause }));
    });
    child.once('spawn', () => resolve(child.pid ?? 0));
  });
}

async function stopBySteps(pid: number, exited: Promise<void>, steps: readonly StopStep[]): Promise<void> {
  for (const [signal, milliseconds] of steps) {
    if (!signalled(pid, signal)) return;
    const waiting = new AbortController();
    const ended = await Promise.race([exited.then(() => true), sleep(milliseconds, waiting.signal).then(() => false)]);
    waiting.abort();
    if (ended) return;
  }
}

/** Sends a signal; false when there is no such process any more. Signal 0 only asks. */
export function signalled(pid: number, signal: NodeJS.Signals | 0): boolean {
  try {
    return process.kill(pid, signal);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'EPERM') return true;
    if (code !== 'ESRCH') throw error;
    return false;
  }
}

/**
 * Ends a server that an earlier, killed run of ours left behind. `isOurs` looks at its command line, because the
 * system may have given the number to a stranger meanwhile.
 */
export async function endOrphan(
  pid: number | undefined,
  isOurs: (commandLine: string) => boolean,
  steps: readonly StopStep[],
): Promise<void> {
  if (pid === undefined || !isOurs(commandLine(pid))) return;
  for (const [signal, milliseconds] of steps) {
    if (!signalled(pid, signal)) return;
    for (const end = Date.now() + milliseconds; Date.now() < end; ) {
      await sleep(50);
      if (!isOurs(commandLine(pid))) return;
    }
  }
}

/** The command line of a process; empty when there is none, or when it is a zombie. */
export function commandLine(pid: number): string {
  const path = `/proc/${pid}/cmdline`;
  if (existsSync('/proc/self/cmdline')) return existsSync(path) ? readFileSync(path, 'utf8').replaceAll('\0', ' ') : '';
  return captured('ps', ['-o', 'command=', '-p', String(pid)]);
}

/** The number in a file's first line. */
export function recordedPid(path: string): number | undefined {
  if (!existsSync(path)) return undefined;
  const pid = Number.parseInt(readFileSync(path, 'utf8'), 10);
  return Number.isInteger(pid) && pid > 1 ? pid : undefined;
}

/** The last lines of a log, for the message of a start that failed. */
export function lastLines(path: string, from = 0): string {
  return existsSync(path) ? readFileSync(path).subarray(from).toString().trim().split('\n').slice(-8).join('\n  ') : '';
}

function openLog(path: string): number {
  if (existsSync(path) && statSync(path).size > LOG_LIMIT) renameSync(path, `${path}.1`);
  return openSync(path, 'a', 0o640);
}

/** Servers get this long to stop by themselves. Together with what follows it fits into a part of the lifecycle. */
export const GENTLE = 3 * SECOND;

/**
 * Asks a server that was just started until it answers: `ask` gives true for an answer, and undefined when it is too
 * early to say. False when the server ended, or did not answer in time and was stopped.
 */
export async function answered(
  running: Running,
  ask: () => Promise<true | undefined>,
  patience: number,
  stop: readonly StopStep[],
): Promise<boolean> {
  const ended = running.exited.then(() => false);
  for (const end = Date.now() + patience; Date.now() < end; ) {
    const answer = await Promise.race([ended, ask()]);
    if (answer !== undefined) return answer;
    await Promise.race([ended, sleep(30)]);
  }
  await running.stop(stop);
  return false;
}
