/** The mails of one folder between "seen" and "acked", so that none is fetched twice and each is acked once. */
export type Flight = {
  /** Begins anew when the folder's UIDs have changed their meaning; the keys that are on their way are kept by the intake. */
  enter(uidValidity: string): void;
  /** The highest UID that was seen. */
  highest(): number;
  /** Everything up to this UID is recorded. */
  settled(): number;
  /** Those of the UIDs that are not on their way, now marked as being taken. */
  begin(uids: readonly number[]): number[];
  /** Taking it failed: the next full look begins it again. */
  failed(uid: number): void;
  /** The mail is gone, or acked. */
  done(uids: readonly number[]): void;
  accepted(uid: number, key: string): void;
  /** The contact is recorded: its mails may be acked. */
  recorded(key: string): void;
  /** Up to `most` UIDs that wait for their ack. */
  ackable(most: number): number[];
};

export function openFlight(): Flight {
  let validity = '';
  let highest = 0;
  /** What is not settled yet, with those whose taking failed. */
  const unsettled = new Set<number>();
  const underway = new Set<number>();
  const byKey = new Map<string, Set<number>>();
  const waiting = new Set<number>();

  return {
    enter(uidValidity) {
      if (uidValidity === validity) return;
      validity = uidValidity;
      highest = 0;
      for (const held of [unsettled, underway, byKey, waiting]) held.clear();
    },
    highest: () => highest,
    settled() {
      let lowest = highest + 1;
      for (const uid of unsettled) lowest = Math.min(lowest, uid);
      return lowest - 1;
    },
    begin(uids) {
      const fresh = uids.filter((uid) => !underway.has(uid));
      for (const uid of fresh) {
        highest = Math.max(highest, uid);
        unsettled.add(uid);
        underway.add(uid);
      }
      return fresh;
    },
    failed: (uid) => void underway.delete(uid),
    done(uids) {
      for (const uid of uids) {
        unsettled.delete(uid);
        underway.delete(uid);
        waiting.delete(uid);
      }
    },
    accepted(uid, key) {
      const uids = byKey.get(key) ?? new Set();
      byKey.set(key, uids.add(uid));
    },
    recorded(key) {
      for (const uid of byKey.get(key) ?? []) waiting.add(uid);
      byKey.delete(key);
    },
    ackable: (most) => [...waiting].slice(0, most),
  };
}
