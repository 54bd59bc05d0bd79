import type { Intake } from '@callbook/intake';

/** What the folders of one account hold together, a message by the first 48 bits of its contact's key. */
export type Tally = {
  /**
   * The day on which a message counts: the one that was given when it was taken first, which is the day of its contact.
   * A copy of it, or a mailbox that was restored without its dates, may have another.
   */
  dayOf(message: number, otherwise: number): number;
  /** Keeps the days. @throws CallbookError `spool-full`, `spool-failed`. */
  save(): Promise<void>;
  /** True when another folder of the account counts this message. */
  elsewhere(folder: string, message: number): boolean;
  /** Replaces what a folder counts from a day on: its messages, by the day. */
  count(folder: string, from: number, days: ReadonlyMap<number, ReadonlySet<number>>): void;
  /**
   * Hears of the day from which on a folder is to be counted again: another one counts less than before, and what was
   * counted there may have come here; or it counts days of which it is not known what this folder holds.
   */
  onRecount(folder: string, listener: (from: number) => void): void;
};

export type TallyOptions = {
  readonly account: string;
  readonly folders: readonly string[];
  readonly cursor: Intake['cursor'];
};

/** Days are kept in so many entries, so that a new message writes little: 200,000 of them are 400 bytes in each. */
const SHELVES = 4096;
const SHELF_BITS = 36;

/** A message and its day. */
const BYTES = 8;

type Shelf = { readonly days: Map<number, number>; dirty: boolean };

export function openTally({ account, folders, cursor }: TallyOptions): Tally {
  const nameOf = (shelf: number) => `imap-days:${account}:${shelf}`;
  const shelves = new Map<number, Shelf>();
  /** Of each folder its messages, with the day of each. Of a single folder nothing has to be kept. */
  const counted = new Map<string, Map<number, number>>();
  /** The first day of which it is known what a folder holds. */
  const known = new Map<string, number>();
  const listeners = new Map<string, (from: number) => void>();

  const shelfOf = (message: number): Shelf => {
    const number = Math.floor(message / 2 ** SHELF_BITS) % SHELVES;
    const known = shelves.get(number);
    if (known) return known;
    const kept = cursor.get(nameOf(number));
    const shelf = { days: unpacked(typeof kept === 'string' ? kept : ''), dirty: false };
    shelves.set(number, shelf);
    return shelf;
  };

  return {
    dayOf(message, otherwise) {
      const shelf = shelfOf(message);
      const day = shelf.days.get(message);
      if (day !== undefined) return day;
      shelf.days.set(message, otherwise);
      shelf.dirty = true;
      return otherwise;
    },
    async save() {
      const dirty = [...shelves].filter(([, shelf]) => shelf.dirty);
      for (const [, shelf] of dirty) shelf.dirty = false;
      try {
        await Promise.all(dirty.map(([number, { days }]) => cursor.set(nameOf(number), packed(days))));
      } catch (error) {
        for (const [, shelf] of dirty) shelf.dirty = true;
        throw error;
      }
    },
    elsewhere(folder, message) {
      for (const [other, messages] of counted) if (other !== folder && messages.has(message)) return true;
      return false;
    },
    count(folder, from, days) {
      if (folders.length < 2) return;
      const messages = counted.get(folder) ?? new Map<number, number>();
      counted.set(folder, messages);
      const before = [...messages].filter(([, day]) => day >= from);
      for (const [message] of before) messages.delete(message);
      for (const [day, held] of days) for (const message of held) messages.set(message, day);
      known.set(folder, Math.min(from, known.get(folder) ?? from));
      let less = Number.POSITIVE_INFINITY;
      for (const [message, day] of before) if (!messages.has(message)) less = Math.min(less, day);
      for (const [other, listener] of listeners) {
        if (other === folder) continue;
        const isKnown = from >= (known.get(other) ?? Number.POSITIVE_INFINITY);
        const since = isKnown ? less : Math.min(less, from);
        if (since < Number.POSITIVE_INFINITY) listener(since);
      }
    },
    onRecount: (folder, listener) => void listeners.set(folder, listener),
  };
}

function packed(days: ReadonlyMap<number, number>): string {
  const bytes = Buffer.alloc(days.size * BYTES);
  let place = 0;
  for (const [message, day] of days) {
    bytes.writeUIntBE(message, place, 6);
    bytes.writeUInt16BE(day, place + 6);
    place += BYTES;
  }
  return bytes.toString('base64');
}

function unpacked(kept: string): Map<number, number> {
  const bytes = Buffer.from(kept, 'base64');
  const days = new Map<number, number>();
  for (let place = 0; place + BYTES <= bytes.length; place += BYTES)
    days.set(bytes.readUIntBE(place, 6), bytes.readUInt16BE(place + 6));
  return days;
}
