import { spawn } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { mkdir, mkdtemp, readdir, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { createLogger } from '@callbook/runtime';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { type Archive, openArchive } from '../src/index.ts';

const logger = createLogger('test', 'silent');
const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

let folder: string;
let archive: Archive;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'archive-'));
  archive = await openArchive({ folder }, '/nowhere', logger);
});
afterEach(async () => {
  await archive.close();
  await rm(folder, { recursive: true, force: true });
});

/** Every file below the folder, as paths within it. */
async function files(): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1));
}

describe('a folder', () => {
  test('gives back what was put, from bytes and from a stream', async () => {
    const bytes = randomBytes(300_000);
    const fromBytes = await archive.put(bytes);
    const fromStream = await archive.put(Readable.from([bytes.subarray(0, 7), bytes.subarray(7)]));
    expect(fromBytes).toEqual({ sha256: sha256(bytes), size: bytes.length });
    expect(fromStream).toEqual(fromBytes);
    expect(await archive.size(fromBytes.sha256)).toBe(bytes.length);
    expect(await buffer(await archive.get(fromBytes.sha256))).toEqual(bytes);
    const name = fromBytes.sha256;
    expect(await files()).toEqual([`${name.slice(0, 2)}/${name}`]);
  });

  test('keeps an empty thing', async () => {
    const stored = await archive.put(Readable.from([]));
    expect(stored).toEqual({ sha256: sha256(Buffer.alloc(0)), size: 0 });
    expect(await buffer(await archive.get(stored.sha256))).toHaveLength(0);
  });

  test('keeps the same bytes once when many put them at once', async () => {
    const bytes = randomBytes(10_000);
    const puts = Array.from({ length: 20 }, (_, i) => archive.put(i % 2 ? bytes : Readable.from([bytes])));
    expect(new Set((await Promise.all(puts)).map((stored) => stored.sha256))).toEqual(new Set([sha256(bytes)]));
    expect(await files()).toHaveLength(1);
  });

  test('writes a file of the wrong length anew', async () => {
    const bytes = randomBytes(100);
    const { sha256: name } = await archive.put(bytes);
    await writeFile(join(folder, name.slice(0, 2), name), 'damaged');
    await archive.put(bytes);
    expect(await buffer(await archive.get(name))).toEqual(bytes);
  });

  test('passes on what a source throws, and leaves nothing of it', async () => {
    const source = Readable.from(
      (async function* () {
        yield randomBytes(100_000);
        throw new Error('the line was cut');
      })(),
    );
    await expect(archive.put(source)).rejects.toThrow('the line was cut');
    expect(await files()).toEqual([]);
  });

  test('leaves nothing of a source that is destroyed half-way', async () => {
    const source = new Readable({ read() {} });
    source.push(randomBytes(1000));
    const put = archive.put(source);
    setTimeout(() => source.destroy(), 20);
    await expect(put).rejects.toMatchObject({ code: 'ERR_STREAM_PREMATURE_CLOSE' });
    expect(await files()).toEqual([]);
  });

  test('knows what it does not have', async () => {
    const name = sha256(Buffer.from('nothing'));
    await expect(archive.get(name)).rejects.toMatchObject({ code: 'archive-missing' });
    expect(await archive.size(name)).toBeUndefined();
  });

  test.each(['../../../etc/passwd', '', 'ABC', `${'a'.repeat(64)}\n`, 'A'.repeat(64), `../${'a'.repeat(61)}`])(
    'refuses the name %j',
    async (name) => {
      await expect(archive.get(name)).rejects.toMatchObject({ code: 'archive-invalid-name' });
      await expect(archive.size(name)).rejects.toMatchObject({ code: 'archive-invalid-name' });
    },
  );

  test('removes what a crash left, and not what another process may be writing', async () => {
    const old = join(folder, 'tmp', 'old');
    await writeFile(old, 'half');
    await writeFile(join(folder, 'tmp', 'young'), 'half');
    const before = new Date(Date.now() - 25 * 3600 * 1000);
    await utimes(old, before, before);
    await openArchive({ folder }, '/nowhere', logger);
    expect(await files()).toEqual(['tmp/young']);
  });

  test('says when its folder cannot be used', async () => {
    await archive.ready();
    await rm(folder, { recursive: true });
    await expect(archive.ready()).rejects.toMatchObject({ code: 'archive-failed' });
    await expect(archive.put(randomBytes(10))).rejects.toMatchObject({ code: 'archive-failed' });
  });

  test('is made where it is missing', async () => {
    const home = join(folder, 'deep', 'home');
    await mkdir(join(folder, 'deep'));
    const other = await openArchive({}, home, logger);
    await other.put(Buffer.from('here'));
    expect(await readdir(join(home, 'archive'))).toContain('tmp');
  });
});

describe('a full disk', () => {
  // A process may not write files larger than `ulimit -f` (in units of 512 or 1024 bytes): EFBIG, like a disk that
  // fills up in the middle of a file.
  test.each(['bytes', 'stream'])('is archive-full and leaves no damaged file (%s)', async (kind) => {
    const script = fileURLToPath(new URL('full-disk.ts', import.meta.url));
    const output = await run(`ulimit -f 64 && exec "${process.execPath}" --import tsx "${script}" "${folder}" ${kind}`);
    expect(output.trim()).toBe('small: stored, large: archive-full');
    expect(await files()).toEqual([expect.stringContaining(sha256(Buffer.from('small')))]);
  });
});

function run(command: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn('bash', ['-c', command], { stdio: ['ignore', 'pipe', 'inherit'] });
    let output = '';
    child.stdout.on('data', (chunk) => {
      output += chunk;
    });
    child.on('error', reject);
    child.on('close', () => resolve(output));
  });
}
