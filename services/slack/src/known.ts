import type { Intake } from '@callbook/intake';
import { keyOf } from './normalise.ts';

/** Keys of contacts that we have handed over, so that nothing is fetched or made twice. */
export type Known = {
  /** True when a contact is in the log or on its way there. False may mean that it was forgotten: that is harmless. */
  has(team: string, sourceId: string): boolean;
  /** True when the log has it. */
  recorded(team: string, sourceId: string): boolean;
  add(key: string): void;
};

/** Held in memory: about 10 MB. The intake remembers for longer what is recorded. */
const MOST = 100_000;

export function openKnown({ recorded }: Pick<Intake, 'recorded'>): Known {
  const accepted = new Set<string>();
  return {
    has(team, sourceId) {
      const key = keyOf(team, sourceId);
      return accepted.has(key) || recorded.has(key);
    },
    recorded: (team, sourceId) => recorded.has(keyOf(team, sourceId)),
    add(key) {
      accepted.add(key);
      const [oldest] = accepted;
      if (accepted.size > MOST && oldest !== undefined) accepted.delete(oldest);
    },
  };
}
