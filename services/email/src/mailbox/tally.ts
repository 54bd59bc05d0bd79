/** Messages that the folders of one account were counted to hold: what lies in two of them is counted in one. */
export type Tally = {
  /** True when another folder of the account counts this message. */
  elsewhere(folder: string, message: number): boolean;
  /** Replaces what a folder counts from a day on: its messages, by the day. */
  count(folder: string, from: number, days: ReadonlyMap<number, ReadonlySet<number>>): void;
};

/** The tally of an account with so many folders. Of a single one nothing has to be kept. */
export function openTally(folders: number): Tally {
  /** Of each folder its messages, with the day of each. */
  const counted = new Map<string, Map<number, number>>();
  return {
    elsewhere(folder, message) {
      for (const [other, messages] of counted) if (other !== folder && messages.has(message)) return true;
      return false;
    },
    count(folder, from, days) {
      if (folders < 2) return;
      const messages = counted.get(folder) ?? new Map<number, number>();
      counted.set(folder, messages);
      for (const [message, day] of messages) if (day >= from) messages.delete(message);
      for (const [day, held] of days) for (const message of held) messages.set(message, day);
    },
  };
}
