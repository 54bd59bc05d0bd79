import {
  type CallbookError,
  type Contact,
  contactKey,
  type FieldReading,
  type MediaFound,
  type PageReading,
  type ReadEntry,
  type SheetField,
} from '@callbook/contracts';
import type { ScanReading } from './scan/read-scan.ts';

/** Pages that a contact tells of; a longer document has the rest of them in its original. */
const MOST_PAGES = 20;

/**
 * What the log is told of a scan: its first entry is a revision of the contact that brought it, and each further one a
 * contact of its own, with a source id that is the same whenever the scan is read again. The revision comes last: until
 * it is recorded, the scan waits to be read, and nothing of it can be lost.
 */
export function readingContacts(found: MediaFound, reading: ScanReading, newId: () => string, now: Date): Contact[] {
  const [first, ...others] = reading.entries;
  const further = others.map((entry) => entryContact(found, reading, entry, newId(), now));
  return [...further, readingRevision(found, reading, first, newId(), now)];
}

/** The key of the revision, under which it is known whether the log was told already. */
export function readingKey({ contact }: MediaFound, failed = false): string {
  return contactKey(contact.channel, contact.account, sourceIdOf(contact.sourceId, failed));
}

/** Tells that a scan was not read, and whether that will be tried again. */
export function unreadRevision(
  found: MediaFound,
  problem: CallbookError,
  again: boolean,
  id: string,
  now: Date,
): Contact {
  const at = now.toISOString();
  const { contact } = found;
  const sourceId = sourceIdOf(contact.sourceId, again);
  return {
    ...blank(found, sourceId, id, at),
    revises: { key: contact.revises ?? contact.key, cause: 'reading' },
    media: { kind: 'scan', state: again ? 'failed' : 'needs-person', of: contact.key },
    problem: { code: problem.code, message: problem.message },
  };
}

function readingRevision(
  found: MediaFound,
  reading: ScanReading,
  entry: ReadEntry | undefined,
  id: string,
  now: Date,
): Contact {
  const { contact } = found;
  const part = partOf(reading, entry);
  const said = saidIn(part, entry);
  return {
    ...blank(found, sourceIdOf(contact.sourceId, false), id, now.toISOString()),
    ...said,
    revises: { key: contact.revises ?? contact.key, cause: 'reading' },
    media: { ...mediaOf(part, reading), of: contact.key },
    ...(reading.problem && { problem: reading.problem }),
    details: { ...said.details, account: accountOf(reading) },
  };
}

/** What became of each page, so that none is missing. */
function accountOf({ pages, entries }: ScanReading) {
  const count = (...kinds: readonly PageReading['kind'][]) => pages.filter(({ kind }) => kinds.includes(kind)).length;
  return {
    ...{ pages: pages.length, read: count('sheet', 'foreign'), blank: count('blank') },
    ...{ separators: count('separator'), failed: count('failed'), entries: entries.length },
  };
}

function entryContact(found: MediaFound, reading: ScanReading, entry: ReadEntry, id: string, now: Date): Contact {
  const [page = 0] = entry.pages;
  const sourceId = `${found.contact.sourceId}/page/${page + 1}${entry.row === undefined ? '' : `/row/${entry.row}`}`;
  const part = partOf(reading, entry);
  return { ...blank(found, sourceId, id, now.toISOString()), ...saidIn(part, entry), media: mediaOf(part, reading) };
}

function sourceIdOf(sourceId: string, failed: boolean): string {
  return `${sourceId}/${failed ? 'unread' : 'reading'}`;
}

function blank({ contact, attachments }: MediaFound, sourceId: string, id: string, at: string): Contact {
  const { channel, account } = contact;
  const [file] = attachments;
  return {
    version: 1,
    ...{ id, channel, account, sourceId, key: contactKey(channel, account, sourceId) },
    ...{ occurredAt: at, receivedAt: at, from: {}, to: [], text: '', fullText: '', attachments: [] },
    thread: { references: [] },
    original: { sha256: file?.sha256 ?? '', mediaType: file?.mediaType ?? '', size: file?.size ?? 0 },
    details: { channel: 'paper' },
  };
}

/** The pages of one entry, and of its row what is in it. */
function partOf(reading: ScanReading, entry: ReadEntry | undefined): PageReading[] {
  const pages = entry ? reading.pages.filter(({ index }) => entry.pages.includes(index)) : reading.pages;
  const { row } = entry ?? {};
  return pages.slice(0, MOST_PAGES).map((page) =>
    row === undefined
      ? page
      : {
          ...page,
          fields: page.fields.filter((field) => field.row === row),
          groups: page.groups.filter((group) => group.row === row),
          rows: page.rows.filter((one) => one.row === row),
        },
  );
}

function mediaOf(pages: readonly PageReading[], { problem }: ScanReading): NonNullable<Contact['media']> {
  const fields = pages.flatMap((page) => page.fields.filter(({ state }) => state !== 'empty'));
  const clear =
    !problem &&
    pages.length > 0 &&
    pages.every(({ kind }) => kind === 'sheet') &&
    // A sheet that seems to say nothing says something to whoever handed it in.
    fields.length > 0 &&
    fields.every(({ state }) => state === 'sure') &&
    pages.every(({ groups }) => groups.every(({ state }) => state !== 'unsure'));
  const sure = fields.flatMap(({ confidence }) => confidence ?? []);
  const confidence = sure.length > 0 ? { confidence: Math.min(...sure) } : {};
  return { kind: 'scan', state: clear ? 'done' : 'needs-person', ...confidence };
}

/** What was said on these pages, as far as it is sure: what is not, a person reads in the picture beside it. */
function saidIn(pages: readonly PageReading[], entry: ReadEntry | undefined) {
  const fields = pages.flatMap((page) => page.fields);
  const value = (name: SheetField) => fields.find((field: FieldReading) => field.name === name)?.value;
  const born = pages.flatMap(({ text }) => (text?.from === 'file' ? [text.text] : []));
  const text = value('matter') ?? value('note') ?? born.join('\n\n');
  const name = value('name');
  const email = value('email')?.replaceAll(' ', '');
  const employeeNumber = value('employeeNumber');
  const reference = value('reference')?.replace(/^CB-?|\s/gi, '');
  const formNumber = pages.find(({ form }) => form)?.form?.formNumber;
  return {
    ...{ text, fullText: text },
    // Anybody can write anything on a sheet.
    from: {
      ...(name && { name }),
      ...(email && { email }),
      ...(employeeNumber && { employeeNumber }),
      verified: false,
    },
    thread: {
      references: [],
      ...(reference && { callReference: `CB-${reference}` }),
      ...(formNumber && entry?.row === undefined && { formNumber }),
    },
    attachments: pages.flatMap(({ picture, index }) =>
      picture ? [{ ...picture, name: `page-${index + 1}.jpg`, inline: true }] : [],
    ),
    details: { channel: 'paper' as const, reading: { pages: [...pages], ...(entry && { entry }) } },
  };
}
