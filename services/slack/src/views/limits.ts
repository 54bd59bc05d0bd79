import { cleanText } from '@callbook/contracts';

/** https://docs.slack.dev/reference/block-kit/blocks: what is longer is refused, and with it the whole message. */
export const LIMITS = {
  /** The text of a section. */
  section: 3_000,
  field: 2_000,
  header: 150,
  /** An option, and the words on a button. */
  button: 75,
  /** Title and buttons of a form. */
  modal: 24,
  options: 100,
  blocksOfMessage: 50,
  blocksOfView: 100,
  /** `text` of a message: Slack cuts it after that by itself. */
  message: 40_000,
  /** What somebody may type into an input. */
  input: 3_000,
} as const;

/** A text that Slack shows as it is: its three signs escaped, so that nobody is mentioned by it. */
export function escaped(text: string): string {
  return text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');
}

/** A text of plain characters, cut to what Slack takes. */
export function cut(text: string, limit: number): string {
  const clean = cleanText(text);
  if (clean.length <= limit) return clean;
  const kept = clean.slice(0, limit - 1);
  return `${splitsPair(clean, limit - 1) ? kept.slice(0, -1) : kept}…`;
}

/** The same for a text that is escaped: its limit counts `&amp;` as five. */
export function cutEscaped(text: string, limit: number): string {
  const clean = cleanText(text);
  const fits = prefixThatFits(clean, limit);
  return fits === clean.length ? escaped(clean) : `${escaped(clean.slice(0, prefixThatFits(clean, limit - 1)))}…`;
}

/** What code stands between, in a text of Slack's. */
const FENCE = '```';

/**
 * A long text in parts that each fit when they are escaped, split between lines or words where that is possible. Code
 * that is split is code in both parts.
 */
export function parts(text: string, limit: number): string[] {
  const found: string[] = [];
  let left = cleanText(text);
  while (left !== '') {
    const all = prefixThatFits(left, limit) === left.length;
    const end = all ? left.length : bestBreak(left, prefixThatFits(left, limit - FENCE.length - 1));
    const part = left.slice(0, end);
    const open = !all && part.split(FENCE).length % 2 === 0;
    found.push(escaped(open ? `${part}\n${FENCE}` : part.trimEnd()));
    const rest = left.slice(end).replace(open ? /^\n/ : /^[ \t]*\n?/, '');
    left = open ? `${FENCE}\n${rest}` : rest;
  }
  return found.filter((part) => part.trim() !== '');
}

function bestBreak(text: string, most: number): number {
  for (const sign of ['\n', ' ']) {
    const at = text.lastIndexOf(sign, most - 1);
    if (at > most / 2) return at;
  }
  return most;
}

/** How many characters are at most `limit` when they are escaped, and split no pair of surrogates. */
function prefixThatFits(text: string, limit: number): number {
  let length = 0;
  for (let at = 0; at < text.length; at += 1) {
    const sign = text[at];
    length += sign === '&' ? 5 : sign === '<' || sign === '>' ? 4 : 1;
    if (length > limit) return splitsPair(text, at) ? at - 1 : at;
  }
  return text.length;
}

function splitsPair(text: string, at: number): boolean {
  const code = text.charCodeAt(at);
  return at > 0 && code >= 0xdc00 && code <= 0xdfff;
}
