/** `On Tuesday Ada wrote:` and its like: the last line before a quote, ending in a colon, or in two lines. */
const ATTRIBUTION = /:\s*$/;

/**
 * What the person said this time: without a signature below `-- ` (RFC 3676 §4.3) and without the quote that a reply
 * ends with. Where nothing would be left, everything is kept: an answer must never look empty.
 */
export function visibleText(fullText: string): string {
  const lines = fullText.replaceAll('\r\n', '\n').split('\n');
  const signature = lines.lastIndexOf('-- ');
  const spoken = signature > 0 && !lines.slice(signature).some(isQuoted) ? lines.slice(0, signature) : lines;
  dropBlank(spoken);
  if (isQuoted(spoken.at(-1) ?? '')) {
    while (spoken.length > 0 && (isQuoted(spoken.at(-1) ?? '') || !spoken.at(-1)?.trim())) spoken.pop();
    // An attribution may be folded over two lines, of which the last ends with the colon.
    if (ATTRIBUTION.test(spoken.at(-1) ?? '')) {
      spoken.pop();
      if (spoken.at(-1)?.trim() && !spoken.at(-2)?.trim()) spoken.pop();
    }
    dropBlank(spoken);
  }
  const text = spoken.join('\n').trim();
  return text || fullText.trim();
}

function isQuoted(line: string): boolean {
  return line.startsWith('>');
}

function dropBlank(lines: string[]): void {
  while (lines.length > 0 && !lines.at(-1)?.trim()) lines.pop();
}
