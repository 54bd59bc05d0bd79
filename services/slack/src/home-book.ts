import type { Intake } from '@callbook/intake';
import { isJson, type Json, text } from './payload.ts';

/** A call as this adapter heard of it: by what was sent to its requester. */
export type HomeCall = {
  readonly reference: string;
  readonly title: string;
  /** The log's word, such as `resolved`. */
  readonly status: string;
  /** RFC 3339: when it was heard of last. */
  readonly at: string;
  readonly permalink?: string;
};

/**
 * The calls of each person in this workspace, for App Home. An adapter cannot ask the log: what it sends to somebody about
 * a call is what it knows of it, and so a status stands here as the requester was last told.
 */
export type HomeBook = {
  /** The latest first. */
  callsOf(user: string): readonly HomeCall[];
  /** Notes what was told; of a call that is known only what is newer. @throws CallbookError `spool-full`, `spool-failed`. */
  note(user: string, call: HomeCall): Promise<void>;
};

/** App Home shows no more than a person looks at. */
const MOST = 20;

export function openHomeBook(team: string, cursor: Intake['cursor']): HomeBook {
  const nameOf = (user: string) => `slack:home:${team}:${user}`;
  // Two notes at once must not each begin with what the disk has.
  const noting = new Map<string, readonly HomeCall[]>();
  const callsOf = (user: string): readonly HomeCall[] => {
    const kept = noting.get(user) ?? cursor.get(nameOf(user));
    return Array.isArray(kept) ? kept.filter(isJson).flatMap((one) => callOf(one) ?? []) : [];
  };
  return {
    callsOf,
    async note(user, call) {
      const calls = callsOf(user);
      const before = calls.find(({ reference }) => reference === call.reference);
      if (before && before.at > call.at) return;
      const others = calls.filter((one) => one !== before);
      const latest = [{ ...before, ...call }, ...others].sort((a, b) => (a.at < b.at ? 1 : -1));
      const noted = latest.slice(0, MOST);
      noting.set(user, noted);
      await cursor.set(nameOf(user), noted);
      if (noting.get(user) === noted) noting.delete(user);
    },
  };
}

function callOf(kept: Json): HomeCall | undefined {
  const [reference, title, status] = [text(kept, 'reference'), text(kept, 'title'), text(kept, 'status')];
  const [at, permalink] = [text(kept, 'at'), text(kept, 'permalink')];
  if (!reference || !status || !at) return undefined;
  return { reference, title: title ?? '', status, at, ...(permalink && { permalink }) };
}
