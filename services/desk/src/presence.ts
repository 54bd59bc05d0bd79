import { SECOND } from '@callbook/contracts';

/** Somebody who has a call open. */
export type Present = { readonly tab: string; readonly name: string; readonly writing: boolean };

export type Presence = {
  /** Notes that somebody has a call open, or has it no more, and answers with everybody who has. */
  note(reference: string, person: Present & { readonly gone: boolean }): Present[];
};

/** A page says every few seconds that it is still there; one that does not was closed. */
const FORGOTTEN = 15 * SECOND;

/** Who looks at which call, in the memory of this process: a courtesy among agents, and nothing that is kept. */
export function openPresence(now: () => Date): Presence {
  const calls = new Map<string, Map<string, { person: Present; at: number }>>();
  return {
    note(reference, { gone, ...person }) {
      const at = now().getTime();
      for (const [other, people] of calls) {
        for (const [tab, seen] of people) if (at - seen.at > FORGOTTEN) people.delete(tab);
        if (people.size === 0) calls.delete(other);
      }
      const people = calls.get(reference) ?? new Map();
      if (gone) people.delete(person.tab);
      else calls.set(reference, people.set(person.tab, { person, at }));
      return [...people.values()].map((seen) => seen.person);
    },
  };
}
