import { DAY } from '@callbook/contracts';
import type { Intake } from '@callbook/intake';
import { z } from 'zod';
import type { Mailbox } from '../config.ts';

/** Which message a mail is, and on which day it counts. */
export type Noted = {
  /** The first 48 bits of the contact's key: among 200,000 messages two are taken for one with a chance of 1 in 14,000. */
  readonly message: number;
  /** Days since 1970, UTC; 1 to 65,535. */
  readonly day: number;
};

/** The message of a contact's key. */
export function messageOf(key: string): number {
  return Buffer.from(key, 'base64url').readUIntBE(0, 6);
}

/**
 * Which of the folder's mails is which message, so that the ledger can count each once however often it lies there,
 * without reading it again. Eight bytes a mail, kept with the adapter's cursors. What is forgotten here costs a second
 * reading of the mail and nothing else.
 */
export type Register = {
  /** Begins anew when the folder's UIDs have changed their meaning. */
  enter(uidValidity: string): void;
  /** Notes a mail that was taken over. */
  note(uid: number, noted: Noted): void;
  of(uid: number): Noted | undefined;
  /** Keeps what was noted since the last time. @throws CallbookError `spool-full`, `spool-failed`. */
  save(): Promise<void>;
};

/**
 * The day on which the mailbox got a mail. Without a date that can be read it is the day on which we did, as for its
 * contact; days that no calendar of ours has become the nearest.
 */
export function dayOf(internalDate: Date | undefined, now: Date): number {
  const at = internalDate && !Number.isNaN(internalDate.getTime()) ? internalDate : now;
  // Day 0 stands for "not noted".
  return Math.min(LAST_DAY, Math.max(1, Math.floor(at.getTime() / DAY)));
}

/** UIDs of one entry: one new mail writes its 8 KB again, and 200,000 mails are 400 entries. */
const PAGE = 512;
const BYTES = 8;
const LAST_DAY = 0xffff;

const Kept = z.object({ uidValidity: z.string(), mails: z.base64() });

type Page = { readonly mails: Buffer; dirty: boolean };

export function openRegister(cursor: Intake['cursor'], { account, folder }: Mailbox): Register {
  const nameOf = (page: number) => `imap-mails:${account.name}:${page}:${folder}`;
  const pages = new Map<number, Page>();
  let validity = '';

  const pageOf = (uid: number): Page => {
    const number = Math.floor(uid / PAGE);
    const known = pages.get(number);
    if (known) return known;
    const kept = Kept.safeParse(cursor.get(nameOf(number)));
    const mails = Buffer.alloc(PAGE * BYTES);
    if (kept.success && kept.data.uidValidity === validity) Buffer.from(kept.data.mails, 'base64').copy(mails);
    const page = { mails, dirty: false };
    pages.set(number, page);
    return page;
  };
  const placeOf = (uid: number) => (uid % PAGE) * BYTES;

  return {
    enter(uidValidity) {
      if (uidValidity !== validity) pages.clear();
      validity = uidValidity;
    },
    note(uid, { message, day }) {
      const page = pageOf(uid);
      const entry = Buffer.alloc(BYTES);
      entry.writeUIntBE(message, 0, 6);
      entry.writeUInt16BE(day, 6);
      if (page.mails.compare(entry, 0, BYTES, placeOf(uid), placeOf(uid) + BYTES) === 0) return;
      entry.copy(page.mails, placeOf(uid));
      page.dirty = true;
    },
    of(uid) {
      const { mails } = pageOf(uid);
      const day = mails.readUInt16BE(placeOf(uid) + 6);
      return day === 0 ? undefined : { message: mails.readUIntBE(placeOf(uid), 6), day };
    },
    async save() {
      const dirty = [...pages].filter(([, page]) => page.dirty);
      await Promise.all(
        dirty.map(async ([number, page]) => {
          page.dirty = false;
          try {
            await cursor.set(nameOf(number), { uidValidity: validity, mails: page.mails.toString('base64') });
          } catch (error) {
            page.dirty = true;
            throw error;
          }
        }),
      );
    },
  };
}
