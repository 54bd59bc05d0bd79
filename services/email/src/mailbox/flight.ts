/** The mails of one folder between "seen" and "filed", so that none is fetched twice and each is filed once. */
export type Flight = {
  /** Begins anew when the folder's UIDs have changed their meaning; the keys that are on their way are kept by the intake. */
  enter(uidValidity: string): void;
  /**
   * From now on what is settled is remembered, since the folder itself does not tell it. Everything up to `uid` is
   * settled already, and so are those above it.
   */
  remember(uid: number, above: readonly number[]): void;
  /** The highest UID that was seen. */
  highest(): number;
  /** These are there and not known to be settled; those up to `highest` need not be looked for again. */
  sees(uids: readonly number[], highest?: number): void;
  /** Everything up to `uid` is settled, and so are those above it. */
  settled(): { readonly uid: number; readonly above: number[] };
  /** Those of the UIDs that are not on their way, now marked as being taken. */
  begin(uids: readonly number[]): number[];
  /** Taking or filing it failed: the next full look begins it again. */
  failed(uid: number): void;
  /** UIDs that were seen and are neither settled nor on their way. */
  left(): number[];
  /** The mail is gone, or filed. */
  done(uids: readonly number[]): void;
  accepted(uid: number, key: string): void;
  /** How many were accepted so far. */
  taken(): number;
  /** The contact is recorded: its mails may be filed. */
  recorded(key: string): void;
  /** These are recorded, as the mailbox says itself, and were not filed. */
  unfiled(uids: readonly number[]): void;
  /** Up to `most` UIDs that wait to be filed. */
  fileable(most: number): number[];
  /** What is not settled: taken over and not recorded, or not even taken over. Undefined when it is settled. */
  state(uid: number): 'spooled' | 'untaken' | undefined;
};

export function openFlight(): Flight {
  let validity = '';
  let highest = 0;
  let remembers = false;
  let floor = 0;
  let taken = 0;
  /** What is not settled yet, with those whose taking failed. */
  const unsettled = new Set<number>();
  const underway = new Set<number>();
  const byKey = new Map<string, Set<number>>();
  const spooled = new Set<number>();
  const waiting = new Set<number>();
  /** What is settled above something that is not. */
  const settled = new Set<number>();

  return {
    enter(uidValidity) {
      if (uidValidity === validity) return;
      validity = uidValidity;
      highest = 0;
      remembers = false;
      floor = 0;
      for (const held of [unsettled, underway, byKey, spooled, waiting, settled]) held.clear();
    },
    remember(uid, above) {
      remembers = true;
      floor = uid;
      for (const higher of above) settled.add(higher);
    },
    highest: () => highest,
    sees(uids, upTo = 0) {
      for (const uid of uids) {
        unsettled.add(uid);
        highest = Math.max(highest, uid);
      }
      highest = Math.max(highest, upTo);
    },
    settled() {
      let lowest = highest + 1;
      for (const uid of unsettled) lowest = Math.min(lowest, uid);
      lowest = Math.max(lowest, floor + 1);
      for (const uid of settled) if (uid < lowest) settled.delete(uid);
      return { uid: lowest - 1, above: [...settled] };
    },
    begin(uids) {
      const fresh = [...new Set(uids)].filter((uid) => !underway.has(uid));
      for (const uid of fresh) {
        highest = Math.max(highest, uid);
        unsettled.add(uid);
        underway.add(uid);
      }
      return fresh;
    },
    failed(uid) {
      underway.delete(uid);
      waiting.delete(uid);
    },
    left: () => [...unsettled].filter((uid) => !underway.has(uid)),
    done(uids) {
      for (const uid of uids) {
        for (const held of [unsettled, underway, spooled, waiting]) held.delete(uid);
        if (remembers) settled.add(uid);
      }
    },
    taken: () => taken,
    accepted(uid, key) {
      taken += 1;
      const uids = byKey.get(key) ?? new Set();
      byKey.set(key, uids.add(uid));
      spooled.add(uid);
    },
    recorded(key) {
      for (const uid of byKey.get(key) ?? []) {
        spooled.delete(uid);
        // One that is gone meanwhile is filed by nobody.
        if (underway.has(uid)) waiting.add(uid);
      }
      byKey.delete(key);
    },
    unfiled(uids) {
      for (const uid of uids.filter((uid) => !underway.has(uid))) {
        for (const held of [unsettled, underway, waiting]) held.add(uid);
        highest = Math.max(highest, uid);
      }
    },
    fileable(most) {
      const uids: number[] = [];
      for (const uid of waiting) if (uids.push(uid) === most) break;
      return uids;
    },
    state: (uid) => (spooled.has(uid) ? 'spooled' : unsettled.has(uid) && !waiting.has(uid) ? 'untaken' : undefined),
  };
}
