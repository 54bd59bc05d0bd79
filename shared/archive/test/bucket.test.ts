import { createHash, randomBytes } from 'node:crypto';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { createLogger } from '@callbook/runtime';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { type Archive, openArchive } from '../src/index.ts';
import { type Store, startStore } from './store.ts';

const logger = createLogger('test', 'silent');
let folder: string;
let store: Store;
let archive: Archive;

const open = (endpoint = store.endpoint) =>
  openArchive(
    {
      folder,
      s3: { bucket: 'mail', region: 'eu-1', endpoint, prefix: 'desk/', accessKeyId: 'a', secretAccessKey: 'b' },
    },
    '/nowhere',
    logger,
  );
const keyOf = (name: string) => `/mail/desk/${name.slice(0, 2)}/${name}`;

async function staged(): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map(({ name }) => name);
}

async function until(met: () => boolean | Promise<boolean>, milliseconds = 15_000): Promise<void> {
  const end = Date.now() + milliseconds;
  while (!(await met())) {
    if (Date.now() > end) throw new Error('it did not happen in time');
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'staging-'));
  store = await startStore();
  archive = await open();
});
afterEach(async () => {
  await archive.close();
  await store.stop();
  await rm(folder, { recursive: true, force: true });
});

test('what is put can be read at once, and later from the bucket alone', async () => {
  const bytes = randomBytes(200_000);
  const { sha256 } = await archive.put(Readable.from([bytes]));
  expect(await buffer(await archive.get(sha256))).toEqual(bytes);
  await until(async () => (await staged()).length === 0);
  expect(store.objects.get(keyOf(sha256))).toEqual(bytes);
  expect(await archive.size(sha256)).toBe(bytes.length);
  expect(await buffer(await archive.get(sha256))).toEqual(bytes);
});

test.each(['error', 'cut', 'denied'] as const)(
  'an upload that fails (%s) is tried again, and the staged copy stays',
  async (fault) => {
    store.faults.push(fault, fault);
    const bytes = randomBytes(500_000);
    const { sha256 } = await archive.put(bytes);
    await until(() => store.uploads() === 1);
    expect(await staged()).toEqual([sha256]);
    await until(() => store.objects.has(keyOf(sha256)));
    await until(async () => (await staged()).length === 0);
    expect(store.uploads()).toBe(3);
  },
);

test('a store out of reach does not hold up a put; what is staged is uploaded after the next start', async () => {
  await archive.close();
  archive = await open('http://127.0.0.1:9');
  const bytes = randomBytes(5_000);
  const { sha256 } = await archive.put(bytes);
  await archive.ready();
  expect(await buffer(await archive.get(sha256))).toEqual(bytes);
  await archive.close();
  expect(await staged()).toEqual([sha256]);
  archive = await open();
  await until(() => store.objects.has(keyOf(sha256)));
});

test('closing gives up an upload that hangs, keeps its copy, and does not wait for it', async () => {
  store.faults.push('silence');
  const { sha256 } = await archive.put(randomBytes(5_000));
  await until(() => store.uploads() === 1);
  const before = Date.now();
  await archive.close();
  expect(Date.now() - before).toBeLessThan(3_000);
  expect(await staged()).toEqual([sha256]);
});

test('what another process put into the folder is uploaded when it is adopted', async () => {
  const other = await openArchive({ folder }, '/nowhere', logger);
  const bytes = randomBytes(5_000);
  const { sha256 } = await other.put(bytes);
  archive.adopt(sha256);
  await until(() => store.objects.has(keyOf(sha256)));
  expect(store.objects.get(keyOf(sha256))).toEqual(bytes);
});

test('many uploads all arrive', async () => {
  const puts = await Promise.all(Array.from({ length: 100 }, () => archive.put(randomBytes(1_000))));
  await until(() => puts.every(({ sha256 }) => store.objects.has(keyOf(sha256))));
});

test('what neither has is missing, and a store that fails is not mistaken for that', async () => {
  const name = createHash('sha256').update('nothing').digest('hex');
  await expect(archive.get(name)).rejects.toMatchObject({ code: 'archive-missing' });
  expect(await archive.size(name)).toBeUndefined();
  await expect(archive.get('../secret')).rejects.toMatchObject({ code: 'archive-invalid-name' });
  await store.stop();
  await expect(archive.get(name)).rejects.toMatchObject({ code: 'archive-failed' });
});
