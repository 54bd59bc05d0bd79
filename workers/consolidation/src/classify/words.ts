import { foldText, wordsIn } from '../matter/fold.ts';

/** Of a long text so much is looked at: what somebody wants stands at its beginning. */
const MOST = 8_000;

/** The words of a text, as they are looked for. */
export type Said = { readonly words: ReadonlySet<string>; readonly line: string };

export function saidIn(text: string): Said {
  const words = wordsIn(foldText(text, MOST));
  return { words: new Set(words), line: ` ${words.join(' ')} ` };
}

/** Finds the expressions of a list that a text has, each as it was written there. */
export type Finder<T> = (said: Said) => readonly { readonly word: string; readonly means: T }[];

/**
 * Looks for many expressions at once, by the first word of each: what it costs depends on the text, and hardly on how many
 * there are. Whole words count, whatever their case and accents.
 */
export function finderOf<T>(expressions: readonly { readonly word: string; readonly means: T }[]): Finder<T> {
  const byFirst = new Map<string, { readonly word: string; readonly means: T; readonly line: string }[]>();
  for (const { word, means } of expressions) {
    const words = wordsIn(foldText(word));
    const [first] = words;
    if (first === undefined) continue;
    byFirst.set(first, [...(byFirst.get(first) ?? []), { word, means, line: ` ${words.join(' ')} ` }]);
  }
  return ({ words, line }) =>
    byFirst.size === 0
      ? []
      : [...words].flatMap((word) => (byFirst.get(word) ?? []).filter((expression) => line.includes(expression.line)));
}
