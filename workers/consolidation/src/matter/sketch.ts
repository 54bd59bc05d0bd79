import type { Contact } from '@callbook/contracts';
import type { KnownPerson } from '@callbook/log';
import { isSilent, wordOf } from './common-words.ts';
import { conceptsOf } from './concepts.ts';
import { type Cues, cuesOf } from './cues.ts';
import { foldText, wordsIn } from './fold.ts';
import { type Mark, marksOf } from './marks.ts';
import { namesInAddress, namesOf } from './names.ts';

/** Who said something, as far as it is known. */
export type Speaker = {
  /** Undefined where no identity of theirs is known, or where many people share it. */
  readonly requesterId: string | undefined;
  /** A directory vouches for who this is. */
  readonly listed: boolean;
  readonly verified: boolean;
  /** Parts of their names, folded: as it was said here, and as the log has it. */
  readonly names: readonly string[];
  readonly addressNames: readonly string[];
  /** Words of their department and place, folded. */
  readonly at: ReadonlySet<string>;
  /** Their number and their room. */
  readonly marks: readonly Mark[];
};

/** A contact, as far as it is compared. */
export type Said = Pick<Contact, 'channel' | 'occurredAt' | 'from' | 'text'> & {
  readonly subject?: string | undefined;
};

/** What a contact says, as far as it is compared with others. */
export type Sketch = {
  readonly channel: Contact['channel'];
  /** Milliseconds. */
  readonly occurredAt: number;
  readonly speaker: Speaker;
  readonly subject: string;
  /** Every folded word, for names. */
  readonly spoken: ReadonlySet<string>;
  /** What words say something, by their stems, with how much they say. */
  readonly words: ReadonlyMap<string, number>;
  /** One of the words of each stem, as it was written. */
  readonly spelled: ReadonlyMap<string, string>;
  /** Words next to each other as one, by their stems: what a recogniser of speech has parted. */
  readonly compounds: ReadonlySet<string>;
  readonly concepts: ReadonlySet<string>;
  readonly marks: readonly Mark[];
  readonly cues: Cues;
};

const MOST_WORDS = 80;
const NOBODY: Speaker = {
  ...{ requesterId: undefined, listed: false, verified: false, names: [], addressNames: [], at: new Set(), marks: [] },
};

/** What is compared of a contact, whoever says it. Pure; about 100 µs for a mail of a hundred words. */
export function sketchOf({ from, subject = '', text, channel, occurredAt }: Said): Sketch {
  const said = `${subject}\n${text}`;
  const folded = foldText(said);
  const all = wordsIn(folded);
  const own = new Set(namesOf(from.name));
  const telling = all.filter((word) => !own.has(word) && (word.includes('-') || !wordOf(word).silent));
  const words = new Map<string, number>();
  const spelled = new Map<string, string>();
  for (const word of telling) {
    if (words.size >= MOST_WORDS) break;
    for (const part of word.includes('-') ? [word.replaceAll('-', ''), ...word.split('-')] : [word]) {
      const { silent, stem, weight } = wordOf(part);
      if (silent || words.has(stem)) continue;
      words.set(stem, weight);
      spelled.set(stem, part);
    }
  }
  return introduce(
    {
      channel,
      occurredAt: Date.parse(occurredAt),
      speaker: NOBODY,
      subject: foldText(subject, 300),
      spoken: new Set(all),
      words,
      spelled,
      compounds: compoundsOf(telling),
      concepts: conceptsOf(all),
      marks: marksOf(said, all),
      cues: cuesOf(folded),
    },
    from,
    undefined,
  );
}

/** The same, with what is known of who says it. */
export function introduce(sketch: Sketch, from: Contact['from'], person: KnownPerson | undefined): Sketch {
  const place = `${person?.department ?? ''} ${person?.place ?? ''}`;
  const at = wordsIn(foldText(place, 200)).filter((word) => !isSilent(word));
  return {
    ...sketch,
    speaker: {
      requesterId: person && !person.shared ? person.id : undefined,
      listed: person?.listed ?? false,
      verified: from.verified === true,
      names: [...new Set([...namesOf(from.name), ...(person?.shared ? [] : namesOf(person?.name))])],
      addressNames: namesInAddress(from.email),
      at: new Set(at),
      // Whatever somebody asks, their own number and their own room stand in it.
      marks: marksOf(`${from.employeeNumber ?? ''} ${place}`, []),
    },
  };
}

const SHORTEST_COMPOUND = 7;
/** As long as the stem of a long word. */
const COMPOUND_STEM = 6;

function compoundsOf(words: readonly string[]): Set<string> {
  const compounds = new Set<string>();
  for (const [index, word] of words.slice(0, MOST_WORDS).entries()) {
    const both = `${word}${words[index + 1] ?? ''}`;
    if (both.length > word.length && both.length >= SHORTEST_COMPOUND) compounds.add(both.slice(0, COMPOUND_STEM));
  }
  return compounds;
}
