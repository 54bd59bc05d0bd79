import { type CallbookError, type Contact, contactKey, type PaperWay, type Tray } from '@callbook/contracts';
import { word } from './word.ts';

/** A file that was handed in, as far as it is known before anybody has read it. */
export type ScanFile = {
  /** As the scanner or whoever handed it in named it. */
  readonly name: string | undefined;
  /** By its content; unknown of what is refused. */
  readonly mediaType: string | undefined;
  /** When it was written, where that is known. */
  readonly writtenAt?: Date | undefined;
  /** Why it is not given to the reader. */
  readonly fault?: CallbookError | undefined;
};

/** What is known of it besides. */
export type Arrival = {
  readonly tray: Pick<Tray, 'name' | 'department'>;
  readonly way: PaperWay;
  readonly receivedAt: Date;
  /** UUID v7 for the contact. */
  readonly id: string;
  /** In the archive. */
  readonly stored: { readonly sha256: string; readonly size: number };
  readonly takenBy?: string | undefined;
};

/** The key of a file in a tray: the same bytes are the same contact, however often and by whatever name they come. */
export function keyOf(tray: Pick<Tray, 'name'>, sha256: string): string {
  return contactKey('paper', tray.name, sha256);
}

/**
 * The contact of a file: it is there and waits to be read. One that is refused is a contact all the same, which waits for
 * a person.
 */
export function normalise({ name, mediaType, writtenAt, fault }: ScanFile, arrival: Arrival): Contact {
  const { tray, way, receivedAt, id, stored, takenBy } = arrival;
  const fileName = word(name?.split(/[/\\]/).at(-1));
  const file = { ...stored, mediaType: mediaType ?? 'application/octet-stream' };
  // Clocks of scanners are wrong, and files come from the future.
  const occurredAt = writtenAt && writtenAt.getTime() > 0 && writtenAt < receivedAt ? writtenAt : receivedAt;
  const by = word(takenBy);
  return {
    version: 1,
    ...{ id, channel: 'paper', account: tray.name, sourceId: stored.sha256, key: keyOf(tray, stored.sha256) },
    ...{ occurredAt: occurredAt.toISOString(), receivedAt: receivedAt.toISOString() },
    ...{ from: {}, to: [], text: '', fullText: '' },
    thread: { references: [] },
    attachments: [{ ...file, name: fileName ?? `scan${endingOf(mediaType)}`, inline: false }],
    original: file,
    media: { kind: 'scan', state: fault ? 'needs-person' : 'pending' },
    ...(fault && { problem: { code: fault.code, message: fault.message } }),
    details: {
      ...{ channel: 'paper', way },
      ...(fileName !== undefined && { fileName }),
      ...(by !== undefined && { takenBy: by }),
      ...(tray.department !== undefined && { department: tray.department }),
    },
  };
}

function endingOf(mediaType: string | undefined): string {
  const ending = mediaType?.split('/')[1];
  return ending === undefined ? '' : `.${ending}`;
}
