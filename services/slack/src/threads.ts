import { DAY } from '@callbook/contracts';
import type { Intake } from '@callbook/intake';
import type { Place } from './source-id.ts';
import { instantOf } from './ts.ts';

/**
 * The threads that belong to the desk although it does not read along in their conversation: somebody mentioned it there,
 * or put its emoji on a message. What is said in them from then on is for the desk. On disk, for a reply may come when the
 * log has not confirmed yet what it answers.
 */
export type Threads = {
  has(root: Pick<Place, 'conversation' | 'ts'>): boolean;
  /** On disk when it resolves. @throws CallbookError `spool-full`, `spool-failed`. */
  add(root: Pick<Place, 'conversation' | 'ts'>): Promise<void>;
  /** Those of a conversation that began between these two. */
  between(conversation: string, first: Date, last: Date): string[];
  /** Conversations that have ever had one. */
  conversations(): string[];
};

export function openThreads(team: string, cursor: Intake['cursor']): Threads {
  const index = `slack:conversations:${team}`;
  const conversations = new Set(namesIn(cursor.get(index)));
  const kept = new Map<string, Set<string>>();
  const ofDay = (conversation: string, day: string) => {
    const name = `slack:threads:${team}:${conversation}:${day}`;
    const threads = kept.get(name) ?? new Set(namesIn(cursor.get(name)));
    kept.set(name, threads);
    return { name, threads };
  };
  return {
    has: ({ conversation, ts }) => conversations.has(conversation) && ofDay(conversation, dayOf(ts)).threads.has(ts),
    async add({ conversation, ts }) {
      const { name, threads } = ofDay(conversation, dayOf(ts));
      const isNew = !threads.has(ts);
      threads.add(ts);
      if (isNew) await cursor.set(name, [...threads]);
      if (conversations.has(conversation)) return;
      conversations.add(conversation);
      await cursor.set(index, [...conversations]);
    },
    between(conversation, first, last) {
      if (!conversations.has(conversation)) return [];
      const days = Math.max(0, Math.floor(last.getTime() / DAY) - Math.floor(first.getTime() / DAY)) + 1;
      return Array.from({ length: days }, (_, at) =>
        new Date(first.getTime() + at * DAY).toISOString().slice(0, 10),
      ).flatMap((day) => [...ofDay(conversation, day).threads]);
    },
    conversations: () => [...conversations],
  };
}

function namesIn(kept: unknown): string[] {
  return Array.isArray(kept) ? kept.filter((one): one is string => typeof one === 'string') : [];
}

function dayOf(ts: string): string {
  return (instantOf(ts) ?? new Date(0)).toISOString().slice(0, 10);
}
