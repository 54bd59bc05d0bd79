import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createLogger, sleep } from '@callbook/runtime';
import { afterAll, describe, expect, test } from '@jest/globals';
import { launch, signalled } from '../src/service.ts';
import { createSupervisor, type Watched } from '../src/supervisor.ts';

type Table = Record<string, { pid: number; startedAt: string; restarts: number }>;

describe('the supervisor', () => {
  const root = mkdtempSync(join(tmpdir(), 'callbook-'));
  const file = join(root, 'processes.json');
  const table = (): Table => JSON.parse(readFileSync(file, 'utf8'));
  const stopping = new AbortController();
  const supervisor = createSupervisor({ file, logger: createLogger('test', 'fatal'), signal: stopping.signal });
  const idler = async (): Promise<Watched> => {
    const args = ['-e', 'setInterval(() => undefined, 1000)'];
    const running = await launch({ program: process.execPath, args, output: join(root, 'log') });
    return { ...running, stop: () => running.stop([['SIGTERM', 2000]]) };
  };

  afterAll(() => {
    supervisor.killAll();
    rmSync(root, { recursive: true });
  });

  async function until(condition: () => boolean): Promise<void> {
    for (let tries = 0; tries < 200 && !condition(); tries += 1) await sleep(25);
    expect(condition()).toBe(true);
  }

  test('starts again what dies, and writes down which process it is now', async () => {
    const { pid } = await supervisor.watch('idler', idler);
    expect(table().idler).toMatchObject({ pid, restarts: 0 });
    process.kill(pid, 'SIGKILL');
    await until(() => table().idler?.restarts === 1);
    expect(table().idler?.pid).not.toBe(pid);
  });

  test('goes on trying when a start fails', async () => {
    let starts = 0;
    const first = await supervisor.watch('stubborn', async () => {
      starts += 1;
      if (starts === 2) throw new Error('not yet');
      return idler();
    });
    process.kill(first.pid, 'SIGKILL');
    await until(() => table().stubborn?.restarts === 1);
    expect(starts).toBe(3);
  });

  test('stops the process of the moment, and starts it no more', async () => {
    const { pid = 0 } = table().idler ?? {};
    stopping.abort();
    await supervisor.stop(['idler', 'stubborn']);
    expect(signalled(pid, 0)).toBe(false);
    expect(table()).toEqual({});
  });
});
