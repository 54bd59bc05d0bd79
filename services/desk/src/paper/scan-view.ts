import type { Contact, FieldReading, PageReading } from '@callbook/contracts';
import type { Scan, ScanEntry } from '@callbook/log';
import type { z } from 'zod';
import type { ScanSchema } from './schemas.ts';

type ScanView = z.input<typeof ScanSchema>;
type EntryView = ScanView['entries'][number];

/** A scan, as the API shows it to whoever waits for it. Pure. */
export function scanView({ contact, progress, finished, entries }: Scan): ScanView {
  const { key, id, receivedAt, problem } = contact;
  const { takenBy, account } = paperOf(contact) ?? {};
  return {
    ...{ key, contact: id, state: stateOf(contact, finished, progress !== undefined), receivedAt },
    ...(takenBy !== undefined && { takenBy }),
    ...(progress && !finished && { progress }),
    ...(account && { account }),
    ...(problem && { problem }),
    // Of a file that waits nothing has come yet.
    entries: finished || paperOf(contact)?.reading ? entries.map(entryView) : [],
  };
}

function stateOf({ media }: Contact, finished: boolean, begun: boolean): ScanView['state'] {
  if (finished) return media?.state === 'done' ? 'read' : 'needs-person';
  if (media?.state === 'failed') return 'again';
  return begun ? 'reading' : 'waiting';
}

function entryView({ contact, reference, repeats }: ScanEntry): EntryView {
  const { id, media, text, problem } = contact;
  const { fileName, reading, typed } = paperOf(contact) ?? {};
  const pages = reading?.pages ?? [];
  const picture = pages.find((page) => page.picture)?.picture;
  const formNumber = pages.find(({ form }) => form)?.form?.formNumber;
  return {
    ...{ contact: id, state: media?.state ?? 'needs-person', repeats, text },
    ...(reference !== undefined && { reference }),
    ...(fileName !== undefined && { fileName }),
    ...(formNumber !== undefined && { formNumber }),
    pages: reading?.entry?.pages ?? pages.map(({ index }) => index),
    ...(reading?.entry?.row !== undefined && { row: reading.entry.row }),
    fields: pages.flatMap((page) => fieldsOf(page, typed?.values)),
    ...(picture && { picture: `/api/contacts/${id}/pictures/${picture.sha256}` }),
    ...(problem && { problem }),
  };
}

function fieldsOf({ fields }: PageReading, typed: Readonly<Record<string, string>> = {}): EntryView['fields'] {
  return fields.flatMap(({ name, state, value, guess }: FieldReading) => {
    const word = typed[name];
    if (word !== undefined) return word === '' ? [] : [{ name, state: 'sure' as const, value: word }];
    if (state === 'empty') return [];
    return [{ name, state, ...(value !== undefined && { value }), ...(guess !== undefined && { guess }) }];
  });
}

function paperOf({ details }: Contact) {
  return details.channel === 'paper' ? details : undefined;
}
