/** Where a mail lies. */
export type Place = { readonly folder: string; readonly uid: number };

/** The messages that a mailbox got on one day (UTC), each counted once however often it lies there. */
export type DayBalance = {
  readonly day: string;
  readonly onServer: number;
  readonly recorded: number;
  /** Of the recorded: they say again what another contact says. */
  readonly duplicates: number;
  readonly missing: readonly Place[];
  /** The server does not give these, so nobody knows. */
  readonly unread: readonly Place[];
};

export type Message = Place & { readonly day: string };

/** What lies on the server, set against the log. */
export type Balance = {
  /** A message that lies here. False when it was met before: a mail may lie in several places. */
  add(key: string, message: Message): boolean;
  addUnread(message: Message): void;
  /** The log has these, each a duplicate or not. */
  settle(recorded: ReadonlyMap<string, boolean>): void;
  /** What is not settled, by its key. */
  readonly missing: ReadonlyMap<string, Message>;
  /** In the order of the days. */
  days(): DayBalance[];
};

type Day = { recorded: number; duplicates: number; missing: Place[]; unread: Place[] };

export function openBalance(): Balance {
  const met = new Set<string>();
  const missing = new Map<string, Message>();
  const settled = new Map<string, Day>();

  const dayIn = (days: Map<string, Day>, day: string): Day => {
    const known = days.get(day) ?? { recorded: 0, duplicates: 0, missing: [], unread: [] };
    days.set(day, known);
    return known;
  };

  return {
    missing,
    add(key, message) {
      if (met.has(key)) return false;
      met.add(key);
      missing.set(key, message);
      return true;
    },
    addUnread({ day, folder, uid }) {
      dayIn(settled, day).unread.push({ folder, uid });
    },
    settle(recorded) {
      for (const [key, duplicate] of recorded) {
        const message = missing.get(key);
        if (!message || !missing.delete(key)) continue;
        const day = dayIn(settled, message.day);
        day.recorded += 1;
        if (duplicate) day.duplicates += 1;
      }
    },
    days() {
      const days = structuredClone(settled);
      for (const { day, folder, uid } of missing.values()) dayIn(days, day).missing.push({ folder, uid });
      return [...days]
        .sort(([one], [other]) => (one < other ? -1 : 1))
        .map(([day, counts]) => {
          const onServer = counts.recorded + counts.missing.length + counts.unread.length;
          return { day, onServer, ...counts };
        });
    },
  };
}
