/** What programs draw lines with: hyphens and dashes of all kinds, underscores, and the like. */
const DRAWN = '[-_=*~\\u2010-\\u2015\\u2212\\u2500\\u2501\\u30fc]';
const RULE = new RegExp(`^${DRAWN}{3,}$`);
const LONG_RULE = new RegExp(`^${DRAWN}{5,}$`);
const TITLED_RULE = new RegExp(`^${DRAWN}{4,}.{1,80}${DRAWN}{4,}$`);
const SIGN = DRAWN.replace('[-', '[-#<>|:');
const LEADING = new RegExp(`^${SIGN}{2,}\\s*`);
const TRAILING = new RegExp(`${SIGN}$`);

/** A line across the page. */
export function isRule(words: string): boolean {
  return RULE.test(words);
}

export function isLongRule(words: string): boolean {
  return LONG_RULE.test(words);
}

/** A line across the page with a title in it. */
export function isTitledRule(words: string): boolean {
  return TITLED_RULE.test(words);
}

/** `Original Message` of `-----Original Message-----`; also where the line ends with it. */
export function titleOf(words: string): string | undefined {
  const leading = LEADING.exec(words)?.[0];
  if (leading === undefined) return undefined;
  let end = words.length;
  while (end > leading.length && (TRAILING.test(words.charAt(end - 1)) || words[end - 1] === ' ')) end -= 1;
  return words.slice(leading.length, end);
}
