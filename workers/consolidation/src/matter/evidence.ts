import { HOUR } from '@callbook/contracts';
import { nearly, stemOf } from './fold.ts';
import { type Mark, sameMark } from './marks.ts';
import { addressNames, mentions, sameName } from './names.ts';
import type { Sketch } from './sketch.ts';

/** What speaks for and against two contacts being about one matter, each from 0 to 1 or a little above. */
export type Evidence = {
  /** One requester, by identities that are theirs alone. */
  readonly samePerson: number;
  /** Names agree, where identities do not tell. */
  readonly sameName: number;
  /** One speaks of the other: on behalf of somebody, or "Terry on Gareth's line". */
  readonly mentioned: number;
  /** Both are known, as two people, and neither speaks of the other. */
  readonly otherPerson: number;
  /** Things that both name, by the surest. */
  readonly sameMark: number;
  /** How many they share. */
  readonly marks: number;
  /** Each names another thing of one kind: FC-12 and FC-14. */
  readonly otherMark: number;
  /** What the words that both have say together. */
  readonly words: number;
  /** The same as a part of what the shorter one says. */
  readonly share: number;
  /** Kinds of things that both speak of. */
  readonly concepts: number;
  readonly conceptShare: number;
  /** Each speaks of kinds of things, and of none together. */
  readonly otherConcepts: number;
  /** Days between them, by their logarithm. */
  readonly days: number;
  readonly sameHour: number;
  readonly otherChannel: number;
  /** The later one says that it comes back to something, that it is something else, or that it was mended meanwhile. */
  readonly again: number;
  readonly other: number;
  readonly recurs: number;
  /** What the later one came by: people chase by telephone and chat, and mail what is new. */
  readonly byMail: number;
  readonly byForm: number;
  readonly bySpeech: number;
  readonly onPaper: number;
  /** Words of one's department or place in what the other says, where nobody knows who it is. */
  readonly place: number;
};

export type Compared = { readonly evidence: Evidence; readonly shared: Shared };
/** What both say, in words for a person. */
export type Shared = {
  readonly marks: readonly string[];
  readonly words: readonly string[];
  readonly concepts: readonly string[];
};

const totals = new WeakMap<Sketch, number>();
/** What was compared already: a contact is asked about the same others by several rules. */
const memo = new WeakMap<Sketch, WeakMap<Sketch, Compared>>();

/** Compares two contacts. Pure, and remembered as long as both are; about 20 µs. */
export function compare(one: Sketch, other: Sketch): Compared {
  const known = memo.get(one) ?? new WeakMap<Sketch, Compared>();
  const compared = known.get(other) ?? comparedAfresh(one, other);
  memo.set(one, known.set(other, compared));
  return compared;
}

function comparedAfresh(one: Sketch, other: Sketch): Compared {
  const [earlier, later] = one.occurredAt <= other.occurredAt ? [one, other] : [other, one];
  const apart = later.occurredAt - earlier.occurredAt;
  const person = personEvidence(one, other);
  // What is said of where somebody always is tells nothing new about what they ask.
  const own = person.samePerson === 0 ? NOTHING : ownOf(one, other);
  const words = sharedWords(one, other).filter(({ stem }) => !own.stems.has(stem));
  const weight = words.reduce((sum, word) => sum + word.weight, 0);
  const concepts = [...one.concepts].filter((concept) => other.concepts.has(concept));
  const fewest = Math.min(one.concepts.size, other.concepts.size);
  const marks = sharedMarks(one.marks, other.marks).filter(
    ({ mark }) => !own.marks.some((its) => sameMark(its, mark) > 0),
  );
  const evidence: Evidence = {
    ...person,
    sameMark: marks.reduce((most, { sure }) => Math.max(most, sure), 0),
    marks: Math.min(
      2,
      marks.reduce((sum, { sure }) => sum + sure, 0),
    ),
    otherMark: otherMark(one.marks, other.marks, marks.length > 0) ? 1 : 0,
    words: Math.log1p(weight),
    share: weight / (3 + Math.min(total(one), total(other))),
    concepts: Math.min(3, concepts.length),
    conceptShare: fewest === 0 ? 0 : concepts.length / fewest,
    otherConcepts: fewest > 0 && concepts.length === 0 ? 1 : 0,
    days: Math.log1p(apart / (24 * HOUR)),
    sameHour: apart < HOUR ? 1 : 0,
    otherChannel: one.channel === other.channel ? 0 : 1,
    again: later.cues.again ? 1 : 0,
    other: later.cues.other ? 1 : 0,
    recurs: later.cues.recurs ? 1 : 0,
    byMail: later.channel === 'email' ? 1 : 0,
    byForm: later.channel === 'web' ? 1 : 0,
    bySpeech: later.channel === 'voice' || later.channel === 'phone' ? 1 : 0,
    onPaper: later.channel === 'paper' ? 1 : 0,
    place: Math.max(
      person.samePerson ? 0 : placeEvidence(one.speaker.at, other),
      person.samePerson ? 0 : placeEvidence(other.speaker.at, one),
    ),
  };
  return {
    evidence,
    shared: {
      marks: marks.map(({ mark }) => mark.text),
      words: words.toSorted((a, b) => b.weight - a.weight).map(({ stem }) => one.spelled.get(stem) ?? stem),
      concepts,
    },
  };
}

function personEvidence(one: Sketch, other: Sketch) {
  const [a, b] = [one.speaker, other.speaker];
  const samePerson = a.requesterId !== undefined && a.requesterId === b.requesterId ? 1 : 0;
  if (samePerson) return { samePerson, sameName: 0, mentioned: 0, otherPerson: 0 };
  const listed = a.listed && b.listed && a.requesterId !== undefined && b.requesterId !== undefined;
  const names = listed
    ? 0
    : Math.max(
        sameName(a.names, b.names),
        addressNames(a.addressNames, b.names),
        addressNames(b.addressNames, a.names),
      );
  const mentioned = Math.max(mentionsIn(one, b.names), mentionsIn(other, a.names));
  const known = (speaker: typeof a) => speaker.names.length > 0;
  const strangers = known(a) && known(b) && names === 0 && mentioned === 0;
  return { samePerson, sameName: names, mentioned, otherPerson: strangers || (listed && mentioned === 0) ? 1 : 0 };
}

function mentionsIn({ spoken, channel }: Sketch, names: readonly string[]): number {
  return mentions(spoken, names, MISHEARD.has(channel));
}

/** Channels on which words come through a recogniser, of speech or of writing. */
const MISHEARD: ReadonlySet<string> = new Set(['voice', 'paper', 'phone']);

type Weighed = { readonly stem: string; readonly weight: number };

/** Words of both, where a scan or a recogniser of speech got a letter wrong or parted a word as well. */
function sharedWords(one: Sketch, other: Sketch): Weighed[] {
  const [few, many] = one.words.size <= other.words.size ? [one, other] : [other, one];
  const shared: Weighed[] = [];
  const fuzzy = MISHEARD.has(one.channel) || MISHEARD.has(other.channel);
  for (const [stem, weight] of few.words) {
    const its = many.words.get(stem);
    if (its !== undefined) shared.push({ stem, weight: Math.min(weight, its) });
    else if (stem.length >= 5 && many.compounds.has(stem)) shared.push({ stem, weight: 0.8 * weight });
    else if (fuzzy && stem.length >= 5) {
      for (const [another, less] of many.words)
        if (another.length >= 5 && nearly(stem, another)) {
          shared.push({ stem, weight: 0.7 * Math.min(weight, less) });
          break;
        }
    }
  }
  for (const [stem, weight] of many.words)
    if (stem.length >= 5 && few.compounds.has(stem) && !few.words.has(stem))
      shared.push({ stem, weight: 0.8 * weight });
  return shared;
}

/** What the words of a contact say together. */
export function total(sketch: Sketch): number {
  const known = totals.get(sketch);
  if (known !== undefined) return known;
  let sum = 0;
  for (const weight of sketch.words.values()) sum += weight;
  totals.set(sketch, sum);
  return sum;
}

function sharedMarks(one: readonly Mark[], other: readonly Mark[]) {
  return one.flatMap((mark) => {
    const sure = other.reduce((most, another) => Math.max(most, sameMark(mark, another)), 0);
    return sure > 0 ? [{ mark, sure }] : [];
  });
}

/** Things of one kind, and not the same: two orders, two machines. A room that both are in does not make them one. */
function otherMark(one: readonly Mark[], other: readonly Mark[], shared: boolean): boolean {
  return one.some((mark) => {
    if (mark.weight < 0.6 || mark.kind === '' || (shared && mark.kind === 'place')) return false;
    const alike = other.filter(({ kind, weight }) => kind === mark.kind && weight >= 0.6);
    return alike.length > 0 && alike.every((another) => sameMark(mark, another) === 0);
  });
}

const NOTHING = { stems: new Set<string>(), marks: [] as readonly Mark[] };

function ownOf({ speaker: one }: Sketch, { speaker: other }: Sketch) {
  return { stems: new Set([...one.at, ...other.at].map(stemOf)), marks: [...one.marks, ...other.marks] };
}

function placeEvidence(at: ReadonlySet<string>, { spoken }: Sketch): number {
  let found = 0;
  for (const word of at) if (word.length > 2 && spoken.has(word)) found += 1;
  return Math.min(1, found / 2);
}
