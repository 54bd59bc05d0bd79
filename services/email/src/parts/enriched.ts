const COMMAND = /<<|<\/?([a-z0-9-]{1,60})>/gi;

/** The words of `text/enriched` (RFC 1896), and of its forerunner `text/richtext` (RFC 1341 §7.1.3). */
export function enrichedToText(source: string, isRichtext: boolean): string {
  // Within `nofill` line ends are line ends; elsewhere one is a space, and of several one is lost.
  const unfolded = isRichtext
    ? source.replace(/\n/g, ' ')
    : source.replace(/\n+/g, (ends) => (ends.length === 1 ? ' ' : ends.slice(1)));
  let text = '';
  let from = 0;
  /** How many parameters are open: their content is for programs. */
  let hidden = 0;
  for (const match of unfolded.matchAll(COMMAND)) {
    if (hidden === 0) text += unfolded.slice(from, match.index);
    from = match.index + match[0].length;
    const name = match[1]?.toLowerCase();
    if (name === undefined) text += hidden === 0 ? '<' : '';
    else if (name === 'param' || name === 'comment')
      hidden = Math.max(0, hidden + (match[0].startsWith('</') ? -1 : 1));
    else if (isRichtext && (name === 'nl' || name === 'np' || match[0].toLowerCase() === '</paragraph>')) text += '\n';
    else if (isRichtext && name === 'lt') text += '<';
  }
  return hidden === 0 ? text + unfolded.slice(from) : text;
}
