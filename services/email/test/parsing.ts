import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { type Archive, openArchive } from '@callbook/archive';
import { Contact } from '@callbook/contracts';
import { createLogger } from '@callbook/runtime';
import type { Desk } from '../src/desk.ts';
import { normalise } from '../src/normalise.ts';
import { parse } from '../src/parse.ts';

export const RECEIVED_AT = new Date('2026-11-02T08:00:05.000Z');
export const INTERNAL_DATE = new Date('2026-11-02T08:00:01.000Z');

/** An archive for one test file. */
export async function testArchive(): Promise<{ archive: Archive; remove(): void }> {
  const folder = mkdtempSync(join(tmpdir(), 'parse-archive-'));
  const archive = await openArchive({ folder }, '/nowhere', createLogger('test', 'silent'));
  return { archive, remove: () => rmSync(folder, { recursive: true, force: true }) };
}

/** The contact of a raw mail, checked against the contract. Strings are bytes one to one (latin1). */
export async function contactOf(
  archive: Archive,
  raw: Buffer | string,
  account = 'desk',
  known: Desk = {},
): Promise<Contact> {
  const bytes = typeof raw === 'string' ? Buffer.from(raw, 'latin1') : raw;
  const mail = await parse(Readable.from([bytes]), archive);
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  return Contact.parse(
    normalise(mail, {
      ...known,
      ...{ account, folder: 'INBOX', uid: 7, uidValidity: '1700000000', internalDate: INTERNAL_DATE },
      ...{
        receivedAt: RECEIVED_AT,
        id: '019a4000-0000-7000-8000-000000000000',
        original: { sha256, size: bytes.length },
      },
    }),
  );
}
