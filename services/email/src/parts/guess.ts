import { analyse } from 'chardet';

type DecodeAs = (bytes: Buffer, charset: string) => string | undefined;

/**
 * Charsets in which mail is found undeclared. Among equals the first is taken: what is Korean throughout can hardly be
 * Chinese by intention, but the other way round it is common.
 */
const CANDIDATES = [
  ...['windows-1252', 'euc-kr', 'gb18030', 'shift_jis', 'big5', 'euc-jp', 'windows-1251', 'koi8-u', 'windows-1250'],
  ...['iso-8859-2', 'windows-1254', 'windows-1253', 'iso-8859-7', 'windows-1255', 'windows-1256', 'windows-1257'],
  ...['windows-874', 'iso-8859-5', 'iso-8859-6', 'iso-8859-8', 'cp866', 'cp850', 'macintosh'],
] as const;
/** Of another time: they must read clearly better than the others. */
const OLD: ReadonlySet<string> = new Set(['cp866', 'cp850', 'macintosh']);

/** What the detector calls by names that we do not try, as the superset that we do. */
const SUPERSETS: Readonly<Record<string, string>> = {
  'iso-8859-1': 'windows-1252',
  'iso-8859-9': 'windows-1254',
  'koi8-r': 'koi8-u',
  'euc-tw': 'big5',
  gbk: 'gb18030',
  gb2312: 'gb18030',
  'ks_c_5601-1987': 'euc-kr',
  'iso-8859-15': 'windows-1252',
  'windows-31j': 'shift_jis',
};

/** Bytes that are looked at: those around characters that are not ASCII. */
const SAMPLE = 1_024;
/** How much the detector's full confidence, and the word of the mail itself, weigh beside a character that fits (1). */
const DETECTED = 0.4;
const HINTED = 0.35;

/**
 * The charset of bytes that are neither ASCII nor UTF-8. Each candidate's reading is judged by whether its characters
 * make words (letters of one script, capitals in front, no signs inside); a detector of languages, and what the mail
 * says elsewhere, decide between those that read alike.
 */
export function guessCharset(bytes: Buffer, hints: readonly string[], decodeAs: DecodeAs): string {
  const sample = sampleOf(bytes);
  const detected = new Map<string, number>();
  for (const { name, confidence } of analyse(sample)) {
    const charset = superset(name.toLowerCase());
    detected.set(charset, Math.max(confidence / 100, detected.get(charset) ?? 0));
  }
  const hinted = new Set(hints.map(superset));
  let best: string = CANDIDATES[0];
  let most = Number.NEGATIVE_INFINITY;
  for (const charset of new Set([...CANDIDATES, ...hinted])) {
    if (charset === 'utf-8') continue;
    const text = decodeAs(sample, charset);
    if (text === undefined) continue;
    const score =
      plausibility(text, sample, charset) +
      DETECTED * (detected.get(charset) ?? 0) +
      (hinted.has(charset) ? HINTED : 0) -
      (OLD.has(charset) ? 0.3 : 0);
    if (score > most + 1e-9) {
      best = charset;
      most = score;
    }
  }
  return best === 'iso-8859-2' || best === 'windows-1250' ? centralEuropean(sample, decodeAs) : best;
}

/** These two differ in a few letters, which the languages of the region do not share: Polish has ą, the others š and ž. */
function centralEuropean(sample: Buffer, decodeAs: DecodeAs): string {
  const score = (charset: string) => {
    const text = decodeAs(sample, charset) ?? '';
    const alien = text.match(/[łę]/i) ? /[šžťľ]/gi : /[ąľ]/gi;
    return plausibility(text, sample, charset) - (text.match(alien)?.length ?? 0) / text.length;
  };
  return score('iso-8859-2') > score('windows-1250') ? 'iso-8859-2' : 'windows-1250';
}

function superset(charset: string): string {
  return SUPERSETS[charset] ?? charset;
}

/** Whole lines with something to tell, up to the limit. */
function sampleOf(bytes: Buffer): Buffer {
  if (bytes.length <= SAMPLE) return bytes;
  const kept: Buffer[] = [];
  let left = SAMPLE;
  for (let at = 0; at < bytes.length && left > 0; ) {
    const end = bytes.indexOf(0x0a, at);
    const line = bytes.subarray(at, Math.min(end < 0 ? bytes.length : end + 1, at + left));
    if (line.some((byte) => byte > 0x7f)) {
      kept.push(line);
      left -= line.length;
    }
    if (end < 0) break;
    at = end + 1;
  }
  return Buffer.concat(kept);
}

const SCRIPTS = [
  /\p{Script=Latin}/u,
  /\p{Script=Cyrillic}/u,
  /\p{Script=Greek}/u,
  /\p{Script=Hebrew}/u,
  /\p{Script=Arabic}/u,
  /\p{Script=Thai}/u,
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}ー]/u,
  /\p{Script=Hangul}/u,
];
/** Signs that stand inside or right after words. */
const JOINING = /[’‘'´`·\-–.°ºª\u00ad]/;
const IDEOGRAPH = 6;
const HANGUL = 7;
/** Letters that only few languages have: a reading full of them is seldom the right one. */
const RARE = /[ЂЃѓЉЊЌЏђљњќћџЅЈѕјЎўҐґªºµþÞðÐƒŕŔĺĹⁿ\u0e4e-\u0e5b]/;

/** Between about -5 and 1 for each character that is not ASCII: how well they make words in this reading. */
function plausibility(text: string, bytes: Buffer, charset: string): number {
  let score = 0;
  let counted = 0;
  let before = -1;
  let beforeChar = '';
  const chars = [...text];
  chars.forEach((char, at) => {
    const script = scriptOf(char);
    if (char > '\x7f') {
      counted += 1;
      score += char > '\u2e7f' && script < 0 ? wideSign(char) : worth(char, script, before, beforeChar, chars[at + 1]);
    } else if (script === 0 && before > 0 && before < IDEOGRAPH) {
      score -= 1.5;
    }
    before = script;
    beforeChar = char;
  });
  // The last character may be cut in two by the sample's end.
  const unfit = text.slice(0, -1).includes('\uFFFD') ? 1 : 0;
  return counted === 0 ? -5 : score / counted - unfit - rareRows(bytes, charset) * 1.5;
}

function worth(char: string, script: number, before: number, beforeChar: string, next: string | undefined): number {
  if (char === '\uFFFD' || /[\x80-\x9f\ue000-\uf8ff]/.test(char)) return -5;
  const after = next === undefined ? -1 : scriptOf(next);
  if (script < 0) {
    if (/[\u00a0\p{M}]/u.test(char)) return 0.3;
    if (JOINING.test(char)) return 0.4;
    if (/[«»„“”‚‹›¿¡€£§©®™…—–№]/.test(char)) return before >= 0 && after >= 0 ? -2 : 0.9;
    return before >= 0 || after >= 0 ? -2 : -0.5;
  }
  // A vowel sign stands on a letter.
  if (before < 0 && /\p{M}/u.test(char)) return -2;
  if (before >= 0 && before !== script && before !== IDEOGRAPH && script !== IDEOGRAPH) return -2;
  if (script === IDEOGRAPH || script === HANGUL) return /[\uff66-\uff9f]/.test(char) ? -0.4 : 1;
  const upper = char !== char.toLowerCase();
  const beforeLower = beforeChar !== beforeChar.toUpperCase();
  if (upper && before === script && beforeLower) return -2;
  // A word does not begin with capitals and go on in small letters, except for its first.
  if (!upper && before === script && after === script && !beforeLower && char !== char.toUpperCase()) return 0.6;
  return RARE.test(char) ? 0.2 : 1;
}

function wideSign(char: string): number {
  return /[\u3000-\u3020\uff01-\uff5e\u30fb\u2e80-\u2eff]/.test(char) ? 1 : -0.5;
}

function scriptOf(char: string): number {
  if (char <= '\x7f') return /[A-Za-z]/.test(char) ? 0 : -1;
  return SCRIPTS.findIndex((script) => script.test(char));
}

/** Where the characters of everyday words are in the charsets of two bytes a character, by the first byte. */
const EVERYDAY: Readonly<Record<string, (lead: number, trail: number) => boolean>> = {
  gb18030: (lead, trail) => trail >= 0xa1 && (lead === 0xa1 || lead === 0xa3 || (lead >= 0xb0 && lead <= 0xd7)),
  big5: (lead) => lead >= 0xa1 && lead <= 0xc6,
  shift_jis: (lead) => lead >= 0x81 && lead <= 0x97,
  'euc-jp': (lead) => lead === 0xa1 || (lead >= 0xa3 && lead <= 0xa5) || (lead >= 0xb0 && lead <= 0xcf),
  'euc-kr': (lead, trail) => trail >= 0xa1 && (lead === 0xa1 || lead === 0xa3 || (lead >= 0xb0 && lead <= 0xc8)),
};

/** The share of characters that are not everyday ones, where the charset tells. */
function rareRows(bytes: Buffer, charset: string): number {
  const everyday = EVERYDAY[charset];
  if (!everyday) return 0;
  let all = 0;
  let rare = 0;
  for (let at = 0; at < bytes.length; at++) {
    const lead = bytes[at] as number;
    if (lead < 0x80 || (charset === 'shift_jis' && lead >= 0xa0 && lead <= 0xdf)) continue;
    all += 1;
    if (!everyday(lead, bytes[at + 1] ?? 0)) rare += 1;
    at += 1;
  }
  return all === 0 ? 0 : rare / all;
}
