import { type Contact, DAY } from '@callbook/contracts';
import {
  type Clue,
  identitiesOf,
  identityKey,
  type KnownIdentity,
  type MatterCandidate,
  type WantedClues,
} from '@callbook/log';
import type { Newcomer } from '../newcomer.ts';

/** A contact so much earlier or later is about something else. */
const WINDOW = 14 * DAY;

/**
 * Contacts that come together. In more than so many, a wave is among themselves; then the log is asked for people, names
 * and things alone, which is a fifth of the look-ups.
 */
const BACKLOG = 40;
/** Contacts of the log that each is compared with. */
const MOST = { quiet: 12, backlog: 4 } as const;

/** What the log is asked for, for the contacts of a batch that say something. */
export function wantedMatters(
  newcomers: readonly Newcomer[],
  identities: ReadonlyMap<string, KnownIdentity>,
  senders: ReadonlyMap<string, Contact['from']>,
): WantedClues[] {
  return newcomers.flatMap(({ contact, matter }) => {
    if (!matter) return [];
    const from = (contact.revises && senders.get(contact.revises.key)) ?? contact.from;
    const at = Date.parse(contact.occurredAt);
    const known = identitiesOf(from).flatMap((identity) => identities.get(identityKey(identity)) ?? []);
    return {
      id: contact.id,
      clues: newcomers.length > BACKLOG ? matter.clues.wanted.filter(isSpecific) : matter.clues.wanted,
      most: newcomers.length > BACKLOG ? MOST.backlog : MOST.quiet,
      requesterId: known.find(({ shared }) => !shared)?.requesterId,
      since: new Date(at - WINDOW).toISOString(),
      until: new Date(at + WINDOW).toISOString(),
    };
  });
}

function isSpecific(clue: Clue): boolean {
  return !clue.startsWith('w ') && !clue.startsWith('c ');
}

/** Calls of the same people: these alone can be joined without a person's word, so that it must be known how they stand. */
const MOST_CALLS = 3;

/** The calls that may be joined, the likeliest few of each contact. */
export function ownCalls(matters: ReadonlyMap<string, readonly MatterCandidate[]>): string[] {
  const calls = [...matters.values()].flatMap((candidates) =>
    candidates
      .filter(({ person }) => person !== undefined && !person.shared)
      .slice(0, MOST_CALLS)
      .map(({ callId }) => callId),
  );
  return [...new Set(calls)];
}
