import type { Decode } from '../charset.ts';
import { decodeWords } from './words.ts';

/** A structured header's value, such as `text/plain; charset=utf-8` (RFC 2045 §5.1). */
export type Structured = {
  /** Before the first semicolon, in lower case, without comments. */
  readonly value: string;
  /** A parameter whose characters are ASCII by their nature: a charset, a boundary. */
  plain(name: string): string | undefined;
  /** A parameter in words, such as a file name, decoded by RFC 2231 and by RFC 2047. */
  words(name: string, decode: Decode): string | undefined;
};

type Segment = { readonly number: number; readonly extended: boolean; readonly value: string };

/** A header's value has few parameters; what is above is somebody's game. */
const MOST = 200;

/** Reads a structured header's value as it stands, in bytes one to one (latin1). */
export function structured(raw: string): Structured {
  const line = raw.slice(0, 64 * 1024);
  const semicolon = line.indexOf(';');
  const value = (semicolon < 0 ? line : line.slice(0, semicolon)).replace(/\([^()]*\)/g, '');
  let segments: Map<string, Segment[]> | undefined;
  const found = (name: string) => {
    segments ??= semicolon < 0 ? new Map() : segmentsOf(line, semicolon + 1);
    return segments.get(name) ?? [];
  };
  return {
    value: value.trim().toLowerCase(),
    plain: (name) => {
      const joined = found(name)
        .map((segment) => segment.value)
        .join('');
      return joined.trim() || undefined;
    },
    words: (name, decode) => wordsOf(found(name), decode).trim() || undefined,
  };
}

function segmentsOf(line: string, from: number): Map<string, Segment[]> {
  const segments = new Map<string, Segment[]>();
  let count = 0;
  for (let at = from; at < line.length && count < MOST; count++) {
    const equals = line.indexOf('=', at);
    const semicolon = line.indexOf(';', at);
    if (equals < 0) break;
    if (semicolon >= 0 && semicolon < equals) {
      at = semicolon + 1;
      continue;
    }
    const name = line.slice(at, equals).trim().toLowerCase();
    const { value, end } = valueAt(line, equals + 1);
    at = end;
    const [, base = name, number, star] = /^([^*]{1,60})(?:\*(\d{1,4}))?(\*)?$/.exec(name) ?? [];
    const others = segments.get(base) ?? [];
    others.push({ number: number === undefined ? -1 : Number(number), extended: star !== undefined, value });
    segments.set(base, others);
  }
  for (const [name, all] of segments) segments.set(name, chosen(all));
  return segments;
}

/** Where both ways stand, the one of RFC 2231 is the better. What stands twice counts once. */
function chosen(all: readonly Segment[]): Segment[] {
  const whole = all.find(({ number, extended }) => number < 0 && extended);
  if (whole) return [whole];
  const numbered = all.filter(({ number }) => number >= 0).sort((a, b) => a.number - b.number);
  if (numbered.length === 0) return all.slice(0, 1);
  return numbered.filter(({ number }, index) => number !== numbered[index - 1]?.number);
}

function valueAt(line: string, from: number): { value: string; end: number } {
  let at = from;
  while (line[at] === ' ' || line[at] === '\t') at += 1;
  if (line[at] !== '"') {
    const semicolon = line.indexOf(';', at);
    const end = semicolon < 0 ? line.length : semicolon;
    return { value: line.slice(at, end).trim(), end: end + 1 };
  }
  let value = '';
  for (at += 1; at < line.length && line[at] !== '"'; at++) {
    // A backslash quotes what follows, but Windows writes paths: only what needs quoting counts as quoted.
    if (line[at] === '\\' && (line[at + 1] === '"' || line[at + 1] === '\\')) at += 1;
    value += line[at];
  }
  const semicolon = line.indexOf(';', at);
  return { value, end: semicolon < 0 ? line.length : semicolon + 1 };
}

/** RFC 2231 §4: the first segment names the charset, and percent signs stand before bytes in hexadecimal. */
function wordsOf(segments: readonly Segment[], decode: Decode): string {
  const [first] = segments;
  if (!first) return '';
  if (!segments.some(({ extended }) => extended)) {
    const joined = segments.map(({ value }) => value).join('');
    return decodeWords(decode(Buffer.from(joined, 'latin1')), decode);
  }
  const marked = first.extended ? /^([\w.:+-]*)'[^']*'/.exec(first.value) : null;
  const bytes = segments.map(({ value, extended }, index) => {
    const own = index === 0 && marked ? value.slice(marked[0].length) : value;
    return extended ? own.replace(/%([0-9a-f]{2})/gi, (_, hex) => String.fromCharCode(Number.parseInt(hex, 16))) : own;
  });
  const text = decode(Buffer.from(bytes.join(''), 'latin1'), marked?.[1] || undefined);
  return decodeWords(text, decode);
}
