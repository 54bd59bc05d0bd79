import { TextDecoder } from 'node:util';
import iconv from 'iconv-lite';
import { guessCharset } from './parts/guess.ts';
import { hasShifts, unshift } from './parts/shifts.ts';

/** Decodes the bytes of one mail as they are declared, or as they look. */
export type Decode = (bytes: Buffer, label?: string) => string;

type Guess = (bytes: Buffer) => string;

/** A guess costs some 10 ms. A mail in more undeclared charsets than this does not exist. */
const GUESSES = 8;

/**
 * The decoder of one mail. What is not declared is guessed with the help of `hints`, which are the charset labels found
 * elsewhere in the mail. What was wrong is added to `faults` in words.
 */
export function mailDecoder(hints: readonly string[], faults: Set<string>): Decode {
  const known = [...new Set(hints.map(named))].filter((hint) => !VOID.test(hint)).slice(0, 20);
  let guesses = 0;
  let last = 'windows-1252';
  const guess: Guess = (bytes) => {
    guesses += 1;
    if (guesses <= GUESSES) last = guessCharset(bytes, known, decodeAs);
    return last;
  };
  return (bytes, label) => {
    const { text, fault } = decode(bytes, label, guess);
    if (fault) faults.add(fault);
    return text;
  };
}

export type Decoded = {
  readonly text: string;
  /** The charset that was used, as a label. */
  readonly charset: string;
  /** What was wrong, in words; undefined when the bytes are what they are declared to be, or are surely something else. */
  readonly fault: string | undefined;
};

/** Labels that say nothing: "text of some kind". */
const VOID =
  /^(?:|us-?ascii|ascii|ansi_x3\.4-\d+|ansi|7-?bit|8-?bit|binary|none|default|unknown(?:-8bit)?|x-(?:unknown|user-defined)|\?+)$/;

/** Names that mail programs use and the standard's table does not have. */
const ALIASES: Readonly<Record<string, string>> = {
  utf: 'utf-8',
  utf7: 'utf-7',
  'unicode-1-1-utf-7': 'utf-7',
  'x-utf-7': 'utf-7',
  cp932: 'shift_jis',
  'cp-932': 'shift_jis',
  'x-ms-cp932': 'shift_jis',
  cp936: 'gbk',
  ms936: 'gbk',
  'gb-2312': 'gbk',
  'euc-cn': 'gbk',
  euccn: 'gbk',
  'x-euc-cn': 'gbk',
  cp949: 'euc-kr',
  ms949: 'euc-kr',
  uhc: 'euc-kr',
  'x-windows-949': 'euc-kr',
  cp950: 'big5',
  'x-windows-950': 'big5',
  eucjp: 'euc-jp',
  ujis: 'euc-jp',
  'iso-2022-jp-1': 'iso-2022-jp',
  'iso-2022-jp-2': 'iso-2022-jp',
  'iso-2022-jp-3': 'iso-2022-jp',
  'iso-2022-jp-ms': 'iso-2022-jp',
  'x-windows-iso2022jp': 'iso-2022-jp',
  cp50220: 'iso-2022-jp',
  cp50221: 'iso-2022-jp',
  cp50222: 'iso-2022-jp',
  jis: 'iso-2022-jp',
};

/** Charsets of one byte a character, whose bytes mean something whatever they are. */
const ONE_BYTE = /^(?:iso-?8859|windows-|cp|koi8|mac|x-mac|ibm|tis|latin)/;
const REPLACED = /\uFFFD/;

/**
 * Decodes the bytes of a text whose charset is declared as `label`, or not at all. What is UTF-8 is read as UTF-8,
 * whatever one-byte charset it is declared as: other text has the form of UTF-8 by accident only.
 */
export function decode(bytes: Buffer, label?: string, guess: Guess = guessAlone): Decoded {
  const declared = named(label);
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) return decode(bytes.subarray(3), 'utf-8', guess);
  if (isWide(bytes, declared)) return wide(bytes, declared);
  if (declared === 'utf-7') return { text: iconv.decode(bytes, 'utf-7'), charset: 'utf-7', fault: undefined };
  if (hasShifts(bytes, declared)) {
    const shifted = unshift(bytes, declared);
    return { text: shifted.text, charset: shifted.charset, fault: fits(shifted.text, shifted.charset) };
  }
  if (isAscii(bytes)) {
    const known = VOID.test(declared) || decodeAs(Buffer.alloc(0), declared) !== undefined;
    return { text: bytes.toString('latin1'), charset: 'us-ascii', fault: known ? undefined : unknown(declared) };
  }
  if (VOID.test(declared)) return undeclared(bytes, guess, undefined);
  const strict = decodeAs(bytes, declared);
  if (strict === undefined) return undeclared(bytes, guess, unknown(declared));
  if (!REPLACED.test(strict)) {
    const utf8 = declared === 'utf-8' ? undefined : asUtf8(bytes, ONE_BYTE.test(declared) ? 1 : 3);
    return { text: utf8 ?? strict, charset: utf8 === undefined ? declared : 'utf-8', fault: undefined };
  }
  return misdeclared(bytes, declared, strict, guess);
}

function guessAlone(bytes: Buffer): string {
  return guessCharset(bytes, [], decodeAs);
}

/** The label as we look it up: mail has them with quotes, comments, underscores and in any case. */
function named(label: string | undefined): string {
  const plain = (label ?? '')
    .slice(0, 64)
    .toLowerCase()
    .replace(/[\s"'<>=]|^charset=|\(.*$/g, '')
    .replace(/^_|\$esc$|[;,].*$/g, '');
  return ALIASES[plain] ?? plain;
}

/** Bytes that do not fit what they are declared as: mostly right with some damage, or another charset altogether. */
function misdeclared(bytes: Buffer, declared: string, strict: string, guess: Guess): Decoded {
  const fault = `its characters are not all ${short(declared)}, which it declares`;
  const utf8 = declared === 'utf-8' ? undefined : asUtf8(bytes, 1);
  if (utf8 !== undefined) return { text: utf8, charset: 'utf-8', fault: undefined };
  const damaged = strict.split('\uFFFD').length - 1;
  const right = [...strict.slice(0, 100_000)].filter((char) => char > '\x7f' && char !== '\uFFFD').length;
  if (right > damaged) return { text: strict, charset: declared, fault };
  return { ...undeclared(bytes, guess, undefined), fault };
}

function undeclared(bytes: Buffer, guess: Guess, fault: string | undefined): Decoded {
  const utf8 = asUtf8(bytes, 1);
  if (utf8 !== undefined) return { text: utf8, charset: 'utf-8', fault };
  const charset = guess(bytes);
  const text = decodeAs(bytes, charset) ?? bytes.toString('latin1');
  return { text, charset, fault: fault ?? fits(text, charset) };
}

/** The text of bytes in a charset, with U+FFFD for what does not fit; undefined when nobody knows the charset. */
function decodeAs(bytes: Buffer, charset: string): string | undefined {
  // The platform's decoders of one-byte charsets differ between versions of Node; iconv-lite's are tables.
  if (ONE_BYTE.test(charset) || charset.startsWith('utf-16') || charset.startsWith('utf-32')) {
    const table = charset === 'iso-8859-1' || charset === 'latin1' ? 'windows-1252' : charset.replace(/-[ie]$/, '');
    if (iconv.encodingExists(table)) return iconv.decode(bytes, table);
  }
  const decoder = textDecoder(charset);
  if (decoder) return decoder.decode(bytes);
  return iconv.encodingExists(charset) ? iconv.decode(bytes, charset) : undefined;
}

const decoders = new Map<string, TextDecoder | undefined>();

function textDecoder(charset: string): TextDecoder | undefined {
  if (decoders.has(charset)) return decoders.get(charset);
  // Labels come from strangers.
  if (decoders.size > 500) decoders.clear();
  let decoder: TextDecoder | undefined;
  try {
    decoder = new TextDecoder(charset, { ignoreBOM: true });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ERR_ENCODING_NOT_SUPPORTED') throw error;
  }
  decoders.set(charset, decoder);
  return decoder;
}

const strictUtf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** The text where the bytes are UTF-8 with at least so many characters of more than one byte, and not otherwise. */
function asUtf8(bytes: Buffer, atLeast: number): string | undefined {
  let text: string;
  try {
    text = strictUtf8.decode(bytes);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ERR_ENCODING_INVALID_ENCODED_DATA') throw error;
    return undefined;
  }
  return atLeast <= 1 || (text.match(/[\u0800-\u{10ffff}]/gu)?.length ?? 0) >= atLeast ? text : undefined;
}

function isAscii(bytes: Buffer): boolean {
  for (let at = 0; at < bytes.length; at++) if ((bytes[at] as number) > 0x7f) return false;
  return true;
}

/** UTF-16 and UTF-32 are believed where a byte order mark, or NUL bytes beside the declaration, show them. */
function isWide(bytes: Buffer, declared: string): boolean {
  const mark = (bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff);
  if (mark && bytes.length % 2 === 0) return bytes.subarray(0, 400).includes(0) || /^utf-?(?:16|32)/.test(declared);
  return /^(?:utf-?(?:16|32)|ucs-?[24])/.test(declared) && bytes.some((byte) => byte === 0 || byte > 0x7f);
}

function wide(bytes: Buffer, declared: string): Decoded {
  const charset = iconv.encodingExists(declared) && !VOID.test(declared) ? declared : 'utf-16';
  const text = iconv.decode(bytes, /^utf-?(?:16|32)|^ucs/.test(charset) ? charset : 'utf-16');
  return { text, charset, fault: fits(text, charset) };
}

function fits(text: string, charset: string): string | undefined {
  return REPLACED.test(text) ? `some of its characters cannot be read as ${short(charset)}` : undefined;
}

function unknown(label: string): string {
  return `it declares a charset nobody knows (${short(label)})`;
}

function short(label: string): string {
  return label.slice(0, 40);
}
