import type { Decode } from '../charset.ts';

/** An encoded word may have 75 characters (RFC 2047 §2); programs write longer ones. */
const WORD_LIMIT = 16 * 1024;
const CHARSET = /^[\w.:+()-]{1,40}(?:\*[\w-]{0,20})?$/;

type Word = { readonly charset: string; readonly encoding: 'b' | 'q'; readonly payload: string; readonly end: number };

/**
 * Decodes the encoded words (RFC 2047) in a header's value, and forgives what is seen of them: inside quotes and words,
 * with spaces, without padding, and with a character cut in two between one word and the next.
 */
export function decodeWords(value: string, decode: Decode): string {
  if (!value.includes('=?')) return value;
  let text = '';
  let from = 0;
  for (let at = value.indexOf('=?'); at >= 0; at = value.indexOf('=?', at)) {
    const run = runAt(value, at);
    const last = run.at(-1);
    if (!last) {
      at += 2;
      continue;
    }
    text += value.slice(from, at) + decodeRun(run, decode);
    from = last.end;
    at = from;
  }
  return text + value.slice(from);
}

/** The charsets that encoded words name. */
export function wordCharsets(value: string): string[] {
  const found: string[] = [];
  for (let at = value.indexOf('=?'); at >= 0; ) {
    const word = wordAt(value, at);
    if (word) found.push(word.charset);
    at = value.indexOf('=?', word ? word.end : at + 2);
  }
  return found;
}

/** Words that follow each other with nothing but white space between, which does not count. */
function runAt(value: string, start: number): Word[] {
  const words: Word[] = [];
  for (let at = start; ; ) {
    const word = wordAt(value, at);
    if (!word) return words;
    words.push(word);
    at = word.end;
    while (/[ \t\r\n]/.test(value[at] ?? '')) at += 1;
  }
}

function wordAt(value: string, at: number): Word | undefined {
  if (!value.startsWith('=?', at)) return undefined;
  const head = value.slice(at + 2, at + 80);
  const question = head.indexOf('?');
  const encoding = head[question + 1]?.toLowerCase();
  if (question < 0 || (encoding !== 'b' && encoding !== 'q') || head[question + 2] !== '?') return undefined;
  const charset = head.slice(0, question).trim();
  if (!CHARSET.test(charset)) return undefined;
  const payload = at + 2 + question + 3;
  const rest = value.slice(payload, payload + WORD_LIMIT);
  const end = rest.indexOf('?=');
  if (end < 0) return undefined;
  return {
    charset: charset.replace(/\*.*$/, '').toLowerCase(),
    encoding,
    payload: rest.slice(0, end),
    end: payload + end + 2,
  };
}

/** Bytes of neighbours in one charset are put together before they are decoded. */
function decodeRun(run: readonly Word[], decode: Decode): string {
  let text = '';
  let pieces: Buffer[] = [];
  let carried = '';
  run.forEach(({ charset, encoding, payload }, index) => {
    const next = run[index + 1];
    if (encoding === 'q') pieces.push(fromQ(payload));
    else {
      const coded = carried + payload.replace(/\s/g, '');
      carried = goesOn(coded, next) ? coded : '';
      if (!carried) pieces.push(Buffer.from(coded, 'base64'));
    }
    if (next?.charset === charset) return;
    text += decode(Buffer.concat(pieces), charset);
    pieces = [];
  });
  return text;
}

/** Some programs cut base64 in two anywhere: then only both halves together are whole groups of four. */
function goesOn(coded: string, next: Word | undefined): boolean {
  if (next?.encoding !== 'b' || coded.length % 4 === 0 || coded.endsWith('=')) return false;
  return (coded.length + next.payload.replace(/\s/g, '').length) % 4 === 0;
}

function fromQ(payload: string): Buffer {
  const bytes = payload
    .replace(/_/g, ' ')
    .replace(/=([0-9a-f]{2})/gi, (_, hex) => String.fromCharCode(Number.parseInt(hex, 16)));
  return Buffer.from(bytes, 'latin1');
}
