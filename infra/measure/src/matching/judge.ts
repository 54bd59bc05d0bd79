import type { Labelled, LabelledSet } from './labelled.ts';
import type { Outcome } from './replay.ts';

/** So many of so many. */
export type Part = { readonly of: number; readonly right: number };

export type Judgement = {
  readonly contacts: number;
  /** Contacts that rules put on a call that existed, and those that belong there. */
  readonly joined: Part;
  /** Pairs about one matter, and those on one call or with a suggestion between their calls. */
  readonly pairs: Part;
  /** Pairs about one matter, and those that rules put on one call. */
  readonly together: Part;
  /** Suggestions between two calls, and those of one matter. */
  readonly suggested: Part;
  /** Suggestions between calls that share no matter. */
  readonly wrong: number;
  /** Pairs of one wave, and those whose calls are suggested to have one cause. */
  readonly waves: Part;
  /** Calls in a group that belong to no wave, or to another. */
  readonly wrongInWaves: number;
  /** Contacts that are said again, and those that were seen to be. */
  readonly repeats: Part;
};

/** Sets what the log has against the labels, for the contacts that `counts` lets through, as the later of each pair. */
export function judge(
  { contacts }: LabelledSet,
  { placed, suggestions }: Outcome,
  counts: (contact: Labelled) => boolean = () => true,
): Judgement {
  const counted = contacts.filter(counts);
  const callOf = ({ id }: Labelled) => placed.get(id)?.call ?? '';
  const onCall = new Map<string, Labelled[]>();
  for (const contact of contacts) onCall.set(callOf(contact), [...(onCall.get(callOf(contact)) ?? []), contact]);
  const matters = suggestions.filter(({ kind }) => kind === 'same-matter' || kind === 'follow-up');
  const linked = new Set(matters.flatMap(({ calls: [a, b] }) => [`${a} ${b}`, `${b} ${a}`]));
  const isFound = (a: Labelled, b: Labelled) => callOf(a) === callOf(b) || linked.has(`${callOf(a)} ${callOf(b)}`);

  const pairs = counted.flatMap((later) =>
    contacts
      .slice(0, contacts.indexOf(later))
      .flatMap((earlier) => (earlier.matter === later.matter ? [[earlier, later] as const] : [])),
  );
  const joined = counted.filter((contact) => onCall.get(callOf(contact))?.[0] !== contact);
  const isWrong = ({ calls: [a, b] }: { readonly calls: readonly [string, string] }) =>
    !(onCall.get(a) ?? []).some(({ matter }) => (onCall.get(b) ?? []).some((other) => other.matter === matter));
  const younger = ({ calls: [a] }: { readonly calls: readonly [string, string] }) => onCall.get(a)?.[0];
  const shown = matters.filter((one) => younger(one) === undefined || counts(younger(one) as Labelled));
  const suggested = part(shown, (one) => !isWrong(one));

  return {
    contacts: counted.length,
    joined: part(joined, (contact) => onCall.get(callOf(contact))?.[0]?.matter === contact.matter),
    pairs: part(pairs, ([a, b]) => isFound(a, b)),
    together: part(pairs, ([a, b]) => callOf(a) === callOf(b)),
    suggested,
    wrong: suggested.of - suggested.right,
    ...judgeWaves(contacts, counted, suggestions, callOf),
    repeats: part(
      counted.filter(({ relation }) => relation === 'duplicate'),
      ({ id }) => placed.get(id)?.duplicate === true,
    ),
  };
}

/** Several judgements as one. */
export function together(judgements: readonly Judgement[]): Judgement {
  const sum = (of: (one: Judgement) => number) => judgements.reduce((total, one) => total + of(one), 0);
  const parts = (of: (one: Judgement) => Part) => ({
    of: sum((one) => of(one).of),
    right: sum((one) => of(one).right),
  });
  return {
    contacts: sum(({ contacts }) => contacts),
    joined: parts(({ joined }) => joined),
    pairs: parts(({ pairs }) => pairs),
    together: parts((one) => one.together),
    suggested: parts(({ suggested }) => suggested),
    wrong: sum(({ wrong }) => wrong),
    waves: parts(({ waves }) => waves),
    wrongInWaves: sum(({ wrongInWaves }) => wrongInWaves),
    repeats: parts(({ repeats }) => repeats),
  };
}

function judgeWaves(
  contacts: readonly Labelled[],
  counted: readonly Labelled[],
  suggestions: Outcome['suggestions'],
  callOf: (contact: Labelled) => string,
) {
  const waveOf = new Map(contacts.flatMap(({ matter, wave }) => (wave === undefined ? [] : [[matter, wave]])));
  const parent = new Map<string, string>();
  for (const { kind, calls } of suggestions) {
    if (kind !== 'same-cause') continue;
    parent.set(calls[0], calls[1]);
    parent.set(calls[1], calls[1]);
  }
  const firsts = counted.filter(({ wave }) => wave !== undefined);
  const pairs = firsts.flatMap((a, index) =>
    firsts.slice(0, index).flatMap((b) => (a.wave === b.wave ? [[a, b] as const] : [])),
  );
  const groupOf = (contact: Labelled) => parent.get(callOf(contact));
  const strangers = counted.filter(
    (contact) => contact.relation === 'new' && groupOf(contact) !== undefined && !waveOf.has(contact.matter),
  );
  return {
    waves: part(pairs, ([a, b]) => groupOf(a) !== undefined && groupOf(a) === groupOf(b)),
    wrongInWaves: strangers.length,
  };
}

function part<T>(all: readonly T[], isRight: (one: T) => boolean): Part {
  return { of: all.length, right: all.filter(isRight).length };
}

/** The share, with the bounds in which it lies at 95 % (Wilson): of nothing it is not known. */
export function share({ of, right }: Part): { readonly value: number; readonly low: number; readonly high: number } {
  if (of === 0) return { value: Number.NaN, low: 0, high: 1 };
  const z = 1.96;
  const value = right / of;
  const middle = value + (z * z) / (2 * of);
  const spread = z * Math.sqrt((value * (1 - value)) / of + (z * z) / (4 * of * of));
  const scale = 1 + (z * z) / of;
  return { value, low: (middle - spread) / scale, high: (middle + spread) / scale };
}
