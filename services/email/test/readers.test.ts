import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Archive, openArchive } from '@callbook/archive';
import { Contact, isCallbookError } from '@callbook/contracts';
import { createLogger } from '@callbook/runtime';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { v7 } from 'uuid';
import type { Reading } from '../src/reader/read.ts';
import { openReaders, type Readers } from '../src/reader/readers.ts';

/** In the short form what dies, what never ends, and what goes off later. */
const HARMS =
  process.env.CALLBOOK_LONG === '1'
    ? ['abort', 'loop', 'heap', 'memory', 'wait', 'throw', 'later']
    : ['abort', 'loop', 'later'];
const POISONED = fileURLToPath(new URL('poisoned-reader.mjs', import.meta.url));
const logger = createLogger('test', 'silent');

let folder: string;
let archive: Archive;
let readers: Readers;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'readers-'));
  archive = await openArchive({ folder }, folder, logger);
});
afterEach(async () => {
  readers.close();
  await archive.close();
  await rm(folder, { recursive: true });
});

const open = (program?: string) =>
  openReaders({
    ...{ folder, archive, logger, limits: { patience: 6_000, heap: 256, memory: 700 } },
    ...(program && { program }),
  });

function reading(raw: string): Reading & { readonly bytes: Buffer } {
  const bytes = Buffer.from(raw);
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  const place = { account: 'desk', folder: 'INBOX', uid: 1, uidValidity: '1' };
  return { arrival: { ...place, receivedAt: new Date(), id: v7(), original: { sha256, size: bytes.length } }, bytes };
}
const mail = (subject: string, body: string) => `From: ada@example.org\r\nSubject: ${subject}\r\n\r\n${body}`;

describe('a mail that does its reader harm', () => {
  test.each(HARMS)(
    'is logged by its header, and its neighbours as ever: %s',
    async (harm) => {
      readers = open(POISONED);
      const neighbours = Array.from({ length: 10 }, (_, i) => mail(`neighbour ${i}`, 'The lift is stuck.'));
      const all = [...neighbours.slice(0, 2), mail('the poison', `harm=${harm}`), ...neighbours.slice(2)];
      const contacts = await Promise.all(all.map((raw) => readers.read(reading(raw))));
      const [poison, ...others] = [contacts[2] as Contact, ...contacts.slice(0, 2), ...contacts.slice(3)];
      expect(Contact.parse(poison)).toMatchObject({
        ...{ from: { email: 'ada@example.org' }, subject: 'the poison', text: '' },
        problem: { code: 'email-poison' },
      });
      for (const [index, other] of others.entries()) {
        expect(other).toMatchObject({ subject: `neighbour ${index}`, text: 'The lift is stuck.' });
        expect(other.problem).toBeUndefined();
      }
      // And mail that comes later is read.
      expect(await readers.read(reading(mail('later', 'x')))).toMatchObject({ subject: 'later', text: 'x' });
    },
    90_000,
  );

  test('by its header alone is logged by nothing of it', async () => {
    readers = open(POISONED);
    const poison = reading(mail('harm=abort', 'x'));
    const contact = await readers.read(poison);
    expect(Contact.parse(contact)).toMatchObject({ from: {}, problem: { code: 'email-poison' } });
    expect(contact.original).toMatchObject(poison.arrival.original);
  }, 60_000);
});

describe('readers', () => {
  test('read what is only in the archive, and archive what is in it', async () => {
    readers = open();
    const raw = ['From: ada@example.org', 'Content-Type: multipart/mixed; boundary=b', '', '--b', '', 'x', '--b'];
    const file = ['Content-Type: text/csv; name=a.csv', '', 'a;b', '--b--'];
    const { arrival, bytes } = reading([...raw, ...file].join('\r\n'));
    await archive.put(bytes);
    const contact = await readers.read({ arrival });
    expect(contact).toMatchObject({ text: 'x', attachments: [{ name: 'a.csv' }] });
    const sha256 = contact.attachments[0]?.sha256 ?? '';
    expect(readFileSync(join(folder, sha256.slice(0, 2), sha256), 'utf8')).toBe('a;b');
  }, 60_000);

  test('pass on what the archive refuses', async () => {
    readers = open();
    const { arrival } = reading(mail('nowhere', 'x'));
    await expect(readers.read({ arrival })).rejects.toMatchObject({ code: 'archive-missing' });
  }, 60_000);

  test('that are closed give back what they had not read', async () => {
    readers = open(POISONED);
    const pending = readers.read(reading(mail('s', 'harm=wait')));
    readers.close();
    const error = await pending.catch((caught: unknown) => caught);
    expect(isCallbookError(error, 'shutdown-late')).toBe(true);
    await expect(readers.read(reading(mail('s', 'x')))).rejects.toMatchObject({ code: 'shutdown-late' });
  });
});
