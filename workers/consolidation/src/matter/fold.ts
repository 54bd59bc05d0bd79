const segmenter = new Intl.Segmenter(undefined, { granularity: 'word' });
const CHINESE = /[\u2e80-\u9fff]/u;

/** Text for comparison: lower case, no accents, apostrophes gone, and with them what makes "Priya's" of Priya. Characters beyond `most` are left out. */
export function foldText(text: string, most = 4_000): string {
  return text
    .slice(0, most)
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/ß/g, 'ss')
    .replace(/ł/g, 'l')
    .replace(/ı/g, 'i')
    .replace(/ø/g, 'o')
    .replace(/(?<=\p{L}{2})[’'`]s(?!\p{L})/gu, '')
    .replace(/[’'`]/g, '');
}

/** The words of a folded text, in their order. Scripts without spaces are cut by the rules of their language. */
export function wordsIn(folded: string): string[] {
  if (CHINESE.test(folded))
    return [...segmenter.segment(folded)].filter(({ isWordLike }) => isWordLike).map(({ segment }) => segment);
  return folded.match(/[\p{L}\p{N}]+(?:-[\p{L}\p{N}]+)*/gu) ?? [];
}

/** What endings are cut off to: of a long word this many characters are compared, in whatever language it is. */
const STEM = 6;

/** A folded word as it is compared. */
export function stemOf(word: string): string {
  return word.length <= STEM ? word.replace(/(?<=\p{L}{3})(?:s|e|n)$/u, '') : word.slice(0, STEM);
}

/** Whether two folded words are one up to a letter, as after a scan or a recogniser of speech. */
export function nearly(one: string, other: string): boolean {
  if (one === other) return true;
  const [short, long] = one.length <= other.length ? [one, other] : [other, one];
  if (short.length < 5 || long.length - short.length > 1) return false;
  let start = 0;
  while (start < short.length && short[start] === long[start]) start += 1;
  const rest = short.length === long.length ? short.slice(start + 1) : short.slice(start);
  return rest === long.slice(start + 1);
}
