import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, statfsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { someContact } from '@callbook/checks';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { openSpool, type Spool } from '../src/spool.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'spool-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const opened = (reserve = 0): Spool => openSpool({ folder, reserve, now: Date.now });
const KEEPER = new URL('fixtures/keep-until-killed.ts', import.meta.url).pathname;

/** Runs the keeper under a shell, so that the shell can limit it, and gives back what it printed. */
function keeper(limit: string, killAfterKeys: number): Promise<string[]> {
  const child = spawn('bash', ['-c', `${limit} exec node --import tsx ${KEEPER} ${folder}`], {
    stdio: ['ignore', 'pipe', 'ignore'],
    env: { ...process.env, NODE_OPTIONS: '' },
  });
  let output = '';
  return new Promise((resolve) => {
    child.stdout.on('data', (chunk) => {
      output += chunk;
      if (output.length > killAfterKeys * 44) child.kill('SIGKILL');
    });
    child.on('close', () => resolve(output.split('\n').slice(0, -1)));
  });
}

test('what was said to be kept is there after a kill -9, and what was not said may be', async () => {
  const keys = await keeper('', 3_000);
  expect(keys.length).toBeGreaterThan(2_500);
  const spool = opened();
  const kept = new Set(spool.after(0, 1_000_000).map(({ contact }) => contact.key));
  expect(keys.filter((key) => !kept.has(key))).toEqual([]);
  await spool.close();
});

test('a disk that takes no more refuses with a code, and everything kept before stays', async () => {
  const lines = await keeper('ulimit -f 6000;', Number.POSITIVE_INFINITY);
  // LMDB reports the write that only half fitted as EIO, and those after it as what they are.
  expect(lines.at(-1)).toMatch(/^failed( spool-(full|failed))+$/);
  const spool = opened();
  expect(spool.size()).toBe(lines.length - 1);
  await spool.keep(someContact());
  expect(spool.size()).toBe(lines.length);
  await spool.close();
});

test('refuses before the disk is full, so that the last bytes are left for others', async () => {
  const { bavail, bsize } = statfsSync(folder);
  const spool = opened(bavail * bsize * 2);
  await expect(spool.keep(someContact())).rejects.toMatchObject({ code: 'spool-full' });
  expect(spool.size()).toBe(0);
  await spool.close();
});

test('the same key at once and later is kept once', async () => {
  const spool = opened();
  const contact = someContact();
  await Promise.all([spool.keep(contact), spool.keep(contact)]);
  await spool.keep({ ...contact, text: 'other' });
  expect(spool.after(0, 10).map((spooled) => spooled.contact)).toEqual([contact]);
  await spool.close();
});

test('released contacts are gone, their keys are remembered, and both outlive a restart', async () => {
  const spool = opened();
  const [a, b] = [someContact(), someContact()];
  await spool.keep(a);
  await spool.keep(b);
  const [first] = spool.after(0, 1);
  expect(first?.contact.key).toBe(a.key);
  await spool.release([{ place: first?.place ?? 0, key: a.key, tally: undefined }]);
  await spool.set('uid', { last: 7 });
  await spool.close();

  const again = opened();
  expect(again.after(0, 10).map(({ contact }) => contact.key)).toEqual([b.key]);
  expect([again.wasRecorded(a.key), again.wasRecorded(b.key)]).toEqual([true, false]);
  expect(again.get('uid')).toEqual({ last: 7 });
  const c = someContact();
  await again.keep(c);
  expect(again.after(0, 10).map(({ contact }) => contact.key)).toEqual([b.key, c.key]);
  await again.close();
});

test('a contact counts once for its day, however often it is released', async () => {
  const day = { channel: 'email', account: 'helpdesk', day: '2026-11-02' } as const;
  const now = () => Date.parse('2026-11-20T00:00:00Z');
  const spool = openSpool({ folder, reserve: 0, now });
  const [a, b] = [someContact(), someContact()];
  const released = [a, b].map(({ key }, place) => ({ place, key, tally: day }));
  await spool.release(released.slice(0, 1));
  await spool.release(released);
  expect(spool.confirmed(day)).toBe(2);
  expect(spool.confirmed({ ...day, account: 'other' })).toBe(0);
  await spool.close();

  // When the keys may have been forgotten the count is, too: else they would count again.
  const later = openSpool({ folder, reserve: 0, now: () => now() + 80 * 24 * 3600 * 1000 });
  expect(later.confirmed(day)).toBe(0);
  await later.release([{ place: 9, key: someContact().key, tally: day }]);
  expect(later.confirmed(day)).toBe(0);
  await later.close();
});

test('a spool belongs to one process; a killed owner does not keep it', async () => {
  const child = spawn('sleep', ['60']);
  const { writeFileSync } = await import('node:fs');
  writeFileSync(join(folder, 'owner.pid'), String(child.pid));
  expect(() => opened()).toThrow('in use by process');
  child.kill('SIGKILL');
  await new Promise((resolve) => child.on('close', resolve));
  await opened().close();
});
