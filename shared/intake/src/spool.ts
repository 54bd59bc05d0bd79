import { mkdirSync, statfsSync } from 'node:fs';
import { join } from 'node:path';
import { CallbookError, type Contact, DAY, SECOND } from '@callbook/contracts';
import { type Database, open, type RootDatabase } from 'lmdb';
import { openConfirmed, type Tally } from './confirmed.ts';
import { lockFolder } from './folder-lock.ts';
import { openReports, type Reports } from './reports.ts';

/** A contact in the spool, with its place in the order of arrival. */
export type Spooled = { readonly place: number; readonly contact: Contact };

/** Where a contact of a key is kept, and what it counts for. */
export type Kept = { readonly place: number; readonly key: string; readonly tally: Tally | undefined };

export type Spool = {
  /**
   * Keeps a contact: when this resolves, it is on disk. The same key again waits for the first and changes nothing.
   * @throws CallbookError `spool-full`, `spool-failed`: then it is not kept, and its source must not be acked.
   */
  keep(contact: Contact): Promise<void>;
  /** Contacts after a place, in their order: `most` at the most, and no more than `bytes` of them past the first. */
  after(place: number, most: number, bytes?: number): Spooled[];
  /** Of these places the contacts that are still there. */
  at(places: readonly number[]): Spooled[];
  /** Forgets contacts that the log has, and remembers their keys. */
  release(recorded: readonly Kept[]): Promise<void>;
  /** True when the log has this key, as far as is known here. */
  wasRecorded(key: string): boolean;
  /** Small durable state of an adapter. */
  get(name: string): unknown;
  set(name: string, value: unknown): Promise<void>;
  /** What the ledger is to be told. */
  readonly reports: Reports;
  /** How many contacts of an account and day the log has confirmed. */
  confirmed(tally: Tally): number;
  size(): number;
  close(): Promise<void>;
};

export type SpoolOptions = {
  readonly folder: string;
  /** Bytes that must stay free on the disk. */
  readonly reserve: number;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** Milliseconds for which keys of recorded contacts are remembered; default 90 days. */
  readonly memory?: number | undefined;
};

/** Keys of recorded contacts are remembered so long. Forgetting is safe: the log knows them, it is only asked again. */
const MEMORY = 90 * DAY;
/** Free space is looked up no more often than this: a burst of contacts must not become a burst of look-ups. */
const LOOK = SECOND / 2;

/**
 * Opens the durable store of accepted contacts: LMDB, whose commits are flushed before they resolve and shared by all
 * contacts that wait for one, so that durability costs one flush a group and not one a contact.
 * @throws CallbookError `spool-failed` when another process has it open.
 */
export function openSpool({ folder, reserve, now, memory = MEMORY }: SpoolOptions): Spool {
  mkdirSync(folder, { recursive: true });
  const unlock = lockFolder(folder);
  const root: RootDatabase = open({
    path: join(folder, 'spool.lmdb'),
    maxDbs: 6,
    // Without it a commit resolves when it is visible, and the flush comes later: a power cut in between loses it.
    overlappingSync: false,
    // It makes a promise of its own for each commit, and nobody hears that one's rejection when the disk is full.
    eventTurnBatching: false,
  });
  const contacts: Database<string, number> = root.openDB({ name: 'contacts', encoding: 'string' });
  const places: Database<number, string> = root.openDB({ name: 'places' });
  const recorded: Database<number, string> = root.openDB({ name: 'recorded' });
  const state: Database<unknown, string> = root.openDB({ name: 'state', encoding: 'json' });
  // One day less than the keys are remembered: no contact may be counted twice.
  const confirmed = openConfirmed(root, new Date(now() - memory + DAY).toISOString().slice(0, 10));
  const writing = new Map<string, Promise<void>>();
  let next = (lastKey(contacts) ?? 0) + 1;
  let space = { at: Number.NEGATIVE_INFINITY, free: 0 };

  forgetOld(recorded, now() - memory);

  const assertSpace = () => {
    const at = now();
    if (Math.abs(at - space.at) > LOOK) {
      const { bavail, bsize } = statfsSync(folder);
      space = { at, free: bavail * bsize };
    }
    if (space.free < reserve)
      throw new CallbookError(
        'spool-full',
        `Only ${space.free} bytes are free on the disk of the spool (${folder}), and ${reserve} must stay free. Free some, or lower spool.reserve.`,
      );
  };

  /** Makes several writes at once. Those of everyone who waits at the moment share one commit and one flush. */
  const commit = async (writes: () => void): Promise<void> => {
    try {
      await root.transaction(writes);
    } catch (error) {
      throw spoolError(await reasonOf(error), folder);
    }
  };

  const write = async (contact: Contact): Promise<void> => {
    const place = next++;
    await commit(() => {
      contacts.putSync(place, JSON.stringify(contact));
      places.putSync(contact.key, place);
    });
  };

  return {
    async keep(contact) {
      const before = writing.get(contact.key);
      if (before !== undefined) return await before;
      if (places.get(contact.key) !== undefined) return;
      assertSpace();
      const written = write(contact).finally(() => writing.delete(contact.key));
      writing.set(contact.key, written);
      return written;
    },
    after(place, most, bytes = Number.POSITIVE_INFINITY) {
      const found: Spooled[] = [];
      let size = 0;
      for (const { key, value } of contacts.getRange({ start: place + 1, limit: most })) {
        size += value.length;
        if (found.length > 0 && size > bytes) break;
        found.push({ place: key, contact: JSON.parse(value) as Contact });
      }
      return found;
    },
    at(wanted) {
      return wanted.flatMap((place) => {
        const value = contacts.get(place);
        return value === undefined ? [] : [{ place, contact: JSON.parse(value) as Contact }];
      });
    },
    async release(done) {
      const at = now();
      await commit(() => {
        confirmed.addSync(done.flatMap(({ key, tally }) => (tally && recorded.get(key) === undefined ? [tally] : [])));
        for (const { place, key } of done) {
          contacts.removeSync(place);
          places.removeSync(key);
          recorded.putSync(key, at);
        }
      });
    },
    wasRecorded: (key) => recorded.get(key) !== undefined,
    get: (name) => state.get(name),
    set: (name, value) => commit(() => void state.putSync(name, value)),
    reports: openReports(root, commit),
    confirmed: confirmed.of,
    size: () => (contacts.getStats() as { entryCount: number }).entryCount,
    async close() {
      await root.close();
      unlock();
    },
  };
}

function lastKey(contacts: Database<string, number>): number | undefined {
  for (const key of contacts.getKeys({ reverse: true, limit: 1 })) return key;
  return undefined;
}

function forgetOld(recorded: Database<number, string>, before: number): void {
  for (const { key, value } of recorded.getRange()) if (value < before) recorded.removeSync(key);
}

/** lmdb rejects with "Commit failed" and gives the reason as a promise beside it, which must be handled. */
async function reasonOf(error: unknown): Promise<unknown> {
  if (!(error instanceof Error) || !('commitError' in error)) return error;
  try {
    return await error.commitError;
  } catch (reason) {
    return reason;
  }
}

const ENOSPC = 28;
const EFBIG = 27;
const EDQUOT = 122;
const MDB_MAP_FULL = -30792;
/** A write that the disk could take only in part is reported by LMDB as EIO; the next one says why. */
const EIO = 5;
const NEARLY_FULL = 16 * 1024 * 1024;

function spoolError(error: unknown, folder: string): CallbookError {
  const text = error instanceof Error ? error.message : String(error);
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  const { bavail, bsize } = statfsSync(folder);
  const full =
    [ENOSPC, EFBIG, EDQUOT, MDB_MAP_FULL].includes(code as number) || (code === EIO && bavail * bsize < NEARLY_FULL);
  return full
    ? new CallbookError('spool-full', `The disk of the spool (${folder}) is full: ${text}`, { cause: error })
    : new CallbookError('spool-failed', `The spool (${folder}) could not be written: ${text}`, { cause: error });
}
