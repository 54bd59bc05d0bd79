import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isCallbookError } from '@callbook/contracts';
import { afterAll, describe, expect, test } from '@jest/globals';
import { lockHome } from '../src/home-lock.ts';

describe('a home', () => {
  const home = mkdtempSync(join(tmpdir(), 'callbook-'));
  const file = join(home, 'run', 'up.pid');

  afterAll(() => rmSync(home, { recursive: true }));

  test('can be taken again once it was given back', () => {
    lockHome(home)();
    const release = lockHome(home);
    expect(existsSync(file)).toBe(true);
    release();
    expect(existsSync(file)).toBe(false);
  });

  test('is refused while another infra/up has it, and free when that one was killed', async () => {
    const script = join(home, 'up.js');
    writeFileSync(script, 'setInterval(() => undefined, 1000)');
    const other = spawn(process.execPath, [script], { stdio: 'ignore' });
    await once(other, 'spawn');
    writeFileSync(file, `${other.pid}\n`);
    let refusal: unknown;
    try {
      lockHome(home);
    } catch (error) {
      refusal = error;
    }
    expect(isCallbookError(refusal, 'service-failed')).toBe(true);
    other.kill('SIGKILL');
    await once(other, 'exit');
    lockHome(home)();
  });

  test('is free when the system gave the number of the killed one to a stranger', () => {
    writeFileSync(file, `${process.ppid}\n`);
    lockHome(home)();
  });
});
