/** More than this is no answer to be believed: it is the number of mails that a search may name. */
const MOST = 2 ** 24;

/** UIDs as a sequence set (RFC 3501 §9), runs as ranges: `1:200000` instead of a megabyte. */
export function uidSet(uids: readonly number[]): string {
  const parts: string[] = [];
  const sorted = [...uids].sort((a, b) => a - b);
  for (let first = 0; first < sorted.length; ) {
    let last = first;
    while (last + 1 < sorted.length && (sorted[last + 1] as number) <= (sorted[last] as number) + 1) last += 1;
    parts.push(sorted[first] === sorted[last] ? `${sorted[first]}` : `${sorted[first]}:${sorted[last]}`);
    first = last + 1;
  }
  return parts.join(',');
}

/** The UIDs of a set that a server gave, in order; undefined when it is none, or names more than any folder has. */
export function uidsOf(set: string): number[] | undefined {
  const uids: number[] = [];
  for (const part of set === '' ? [] : set.split(',')) {
    const found = /^([1-9]\d{0,9})(?::([1-9]\d{0,9}))?$/.exec(part);
    if (!found) return undefined;
    const [one, other] = [Number(found[1]), Number(found[2] ?? found[1])];
    if (Math.abs(other - one) + uids.length >= MOST) return undefined;
    for (let uid = Math.min(one, other); uid <= Math.max(one, other); uid++) uids.push(uid);
  }
  return uids.sort((a, b) => a - b);
}

/** A long list in parts of so many: a command line has an end, RFC 7162 §4 puts it at 8,192 octets. */
export function* parts<T>(list: readonly T[], most: number): Generator<readonly T[]> {
  for (let first = 0; first < list.length; first += most) yield list.slice(first, first + most);
}
