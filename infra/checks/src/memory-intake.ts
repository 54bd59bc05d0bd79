import { CallbookError, Contact, type LedgerReport } from '@callbook/contracts';
import type { Intake } from '@callbook/intake';

export type MemoryIntake = Intake & {
  /** What was accepted, by key. */
  readonly contacts: Map<string, Contact>;
  /** What the ledger was told, in its order. */
  readonly reports: LedgerReport[];
  /** How often `accept` was called. */
  calls(): number;
  /** Says that contacts are recorded; all accepted ones when no keys are given. */
  record(keys?: readonly string[]): void;
  /** From now on every contact is recorded as soon as it is accepted. */
  recordAtOnce(): void;
  /** Refuses the next so many contacts, as a full disk does. */
  refuse(times: number): void;
  /** Loses the adapter's durable state, as with another disk. */
  forgetCursors(): void;
  /** Lets every `accept` wait, as a slow disk does, until the function that is returned is called. */
  hold(): () => void;
};

/** An intake in memory that keeps its promises, and records when the test says so. */
export function memoryIntake(): MemoryIntake {
  const contacts = new Map<string, Contact>();
  const recorded = new Set<string>();
  const listeners = new Set<(keys: readonly string[]) => void>();
  const cursors = new Map<string, unknown>();
  const reports: LedgerReport[] = [];
  let calls = 0;
  let refusals = 0;
  let atOnce = false;
  let held: Promise<void> = Promise.resolve();

  const record = (keys: readonly string[] = [...contacts.keys()]) => {
    for (const key of keys) recorded.add(key);
    for (const listener of listeners) listener(keys);
  };
  return {
    contacts,
    reports,
    calls: () => calls,
    record,
    recordAtOnce() {
      atOnce = true;
      record();
    },
    refuse(times) {
      refusals = times;
    },
    forgetCursors: () => cursors.clear(),
    hold() {
      let letGo = () => {};
      held = new Promise((resolve) => {
        letGo = resolve;
      });
      return () => letGo();
    },
    async accept(contact) {
      calls += 1;
      await new Promise((resolve) => setImmediate(resolve));
      await held;
      if (refusals > 0) {
        refusals -= 1;
        throw new CallbookError('spool-full', 'The spool is full.');
      }
      const { key } = Contact.parse(contact);
      if (recorded.has(key)) return { key, state: 'recorded' };
      contacts.set(key, contact);
      if (atOnce) setImmediate(() => record([key]));
      return { key, state: 'spooled' };
    },
    recorded: {
      has: (key) => recorded.has(key),
      onRecorded(listener) {
        listeners.add(listener);
        return () => void listeners.delete(listener);
      },
    },
    cursor: {
      get: (name) => cursors.get(name),
      set: async (name, value) => void cursors.set(name, value),
    },
    async lease() {
      const over = new AbortController();
      return { lost: over.signal, release: async () => over.abort() };
    },
    report: async (given) => void reports.push(...given),
    pending: () => contacts.size - recorded.size,
  };
}
