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

/** A file of a scan, and what was read of it. */
export type ReadFile = { readonly file: MediaFound['attachments'][number]; readonly reading: ScanReading };

/** Where a contact comes from and what names it, whenever its scan is read again. */
type Source = { readonly found: MediaFound; readonly file: ReadFile['file']; readonly sourceId: string };

/**
 * What the log is told of a scan, of one file or of several that came in one mail: the first entry of the first file is a
 * revision of the contact that brought it, and each further one a contact of its own, with a source id that is the same
 * whenever the scan is read again. A further file of which nothing can be read is a contact, too, with its reason. The
 * revision comes last: until it is recorded, the scan waits to be read, and nothing of it can be lost.
 */
export function readingContacts(
  found: MediaFound,
  files: readonly [ReadFile, ...ReadFile[]],
  newId: () => string,
  now: Date,
): Contact[] {
  const at = now.toISOString();
  const { sourceId } = found.contact;
  const [{ file, reading }, ...others] = files;
  const further = reading.entries
    .slice(1)
    .map((entry) => entryContact({ found, file, sourceId: entryId(sourceId, entry) }, reading, entry, newId(), at));
  const ofOthers = others.flatMap((one, place) => fileContacts(found, one, `${sourceId}/file/${place + 2}`, newId, at));
  return [...further, ...ofOthers, readingRevision(found, files, newId(), at)];
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
  const { contact, attachments } = found;
  const [file] = attachments;
  if (!file) throw new TypeError('A scan has a file.');
  return {
    ...blank({ found, file, sourceId: sourceIdOf(contact.sourceId, again) }, id, now.toISOString()),
    revises: { key: contact.revises ?? contact.key, cause: 'reading' },
    media: { kind: 'scan', state: again ? 'failed' : 'needs-person', of: contact.key },
    problem: { code: problem.code, message: problem.message },
  };
}

function readingRevision(
  found: MediaFound,
  files: readonly [ReadFile, ...ReadFile[]],
  id: string,
  at: string,
): Contact {
  const { contact } = found;
  const [{ file, reading }] = files;
  const [entry] = reading.entries;
  const part = partOf(reading, entry);
  const said = saidIn(part, entry);
  return {
    ...blank({ found, file, sourceId: sourceIdOf(contact.sourceId, false) }, id, at),
    ...said,
    revises: { key: contact.revises ?? contact.key, cause: 'reading' },
    media: { ...mediaOf(part, reading), of: contact.key },
    ...(reading.problem && { problem: reading.problem }),
    details: { ...said.details, account: accountOf(files.map((one) => one.reading)) },
  };
}

/** What became of each page, so that none is missing. */
function accountOf(readings: readonly ScanReading[]) {
  const pages = readings.flatMap((reading) => reading.pages);
  const count = (...kinds: readonly PageReading['kind'][]) => pages.filter(({ kind }) => kinds.includes(kind)).length;
  const unread = readings.filter((reading) => reading.pages.length === 0).length;
  return {
    ...{ pages: pages.length, read: count('sheet', 'foreign'), blank: count('blank') },
    ...{ separators: count('separator'), failed: count('failed') },
    entries: readings.reduce((sum, { entries }) => sum + entries.length, 0),
    ...(readings.length > 1 && { files: readings.length, unread }),
  };
}

/** All that comes of a further file. */
function fileContacts(
  found: MediaFound,
  { file, reading }: ReadFile,
  sourceId: string,
  newId: () => string,
  at: string,
): Contact[] {
  const { problem, entries } = reading;
  const contacts = entries.map((entry) =>
    entryContact({ found, file, sourceId: entryId(sourceId, entry) }, reading, entry, newId(), at),
  );
  const [first, ...others] = contacts;
  if (first) return problem ? [{ ...first, problem }, ...others] : contacts;
  return [
    {
      ...blank({ found, file, sourceId }, newId(), at),
      attachments: [{ ...file, inline: false }],
      details: givenOf({ found, file, sourceId }),
      media: { kind: 'scan', state: 'needs-person' },
      ...(problem && { problem }),
    },
  ];
}

function entryContact(source: Source, reading: ScanReading, entry: ReadEntry, id: string, at: string): Contact {
  const part = partOf(reading, entry);
  const said = saidIn(part, entry);
  const details = { ...givenOf(source), ...said.details };
  return { ...blank(source, id, at), ...said, media: mediaOf(part, reading), details };
}

function entryId(sourceId: string, { pages: [page = 0], row }: ReadEntry): string {
  return `${sourceId}/page/${page + 1}${row === undefined ? '' : `/row/${row}`}`;
}

function sourceIdOf(sourceId: string, failed: boolean): string {
  return `${sourceId}/${failed ? 'unread' : 'reading'}`;
}

/** A contact of its own says how it came, as the one does that brought the scan. */
function givenOf({ found, file }: Source) {
  return { channel: 'paper' as const, ...found.given, fileName: file.name };
}

function blank({ found: { contact }, file, sourceId }: Source, id: string, at: string): Contact {
  const { channel, account } = contact;
  const { sha256, mediaType, size } = file;
  return {
    version: 1,
    ...{ id, channel, account, sourceId, key: contactKey(channel, account, sourceId) },
    ...{ occurredAt: at, receivedAt: at, from: {}, to: [], text: '', fullText: '', attachments: [] },
    thread: { references: [] },
    original: { sha256, mediaType, size },
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
