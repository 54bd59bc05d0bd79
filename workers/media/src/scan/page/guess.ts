import type { FieldReading, ReadWord, SheetField } from '@callbook/contracts';

/** A label as forms have it, and what is written behind it on its line or in the next. */
const LABELS: readonly (readonly [SheetField, RegExp])[] = [
  ['name', /^(?:(?:full |your )?name|from|requester|caller|nom|nombre|von|gemeldet von)\b[\s:.]*(.*)$/i],
  ['room', /^(?:room|raum|zimmer|office|bureau|despacho|location)\b[\s:.]*(?:no\.?|nr\.?|n[o°º])?[\s:.]*(.*)$/i],
  ['employeeNumber', /^(?:(?:personnel|employee|staff|personal)[ -]?(?:no\.?|number|nummer|id))\b[\s:.]*(.*)$/i],
];
const PATTERNS: readonly (readonly [SheetField, RegExp])[] = [
  ['email', /[\w.+-]+@[\w-]+(?:\.[\w-]+)+/g],
  ['reference', /\bCB-\d{3,9}\b/g],
  [
    'date',
    /\b(?:\d{1,2}[./-]\d{1,2}[./-](?:\d{4}|\d{2})|\d{4}-\d{2}-\d{2}|\d{1,2}\.? (?:jan|feb|mar|apr|ma[iy]|jun|jul|aug|sep|o[ck]t|nov|de[cz])\w* \d{4}|(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)\w* \d{1,2},? \d{4})\b/gi,
  ],
  [
    'phone',
    /(?:(?<=(?:tel|phone|telefon|t[ée]l[ée]phone|ext|mobile|fax)\w*[.: ]{1,3})[+(]?\d[\d ()/.-]{2,18}\d)|\+\d[\d ()/.-]{6,18}\d|\(\d{3}\) ?\d{3}-\d{4}|\b0\d{2,5}[ /-]\d[\d -]{3,12}\d\b|\b\d{3}[-.]\d{3}[-.]\d{4}\b/gi,
  ],
  ['room', /\b(?:room|raum|zimmer|bureau|despacho)[ :.]+([A-Z]{0,2}\.?\d[\w.-]{0,8})/gi],
];
/** What one sheet has of one kind at the most that is worth showing. */
const MOST = 4;

/** What looks like a field on a sheet that is not ours. It is a guess, whatever it looks like. */
export function guessFields(text: string, words: readonly ReadWord[]): FieldReading[] {
  const lines = text.split('\n').map((line) => line.trim());
  const found: { name: SheetField; guess: string }[] = [];
  const add = (name: SheetField, guess: string) => {
    const tidy = guess
      .replace(/\s+/g, ' ')
      .replace(/[\s:.,;_-]+$/, '')
      .trim();
    if (tidy.length < 2 || tidy.length > 80 || found.some((one) => one.name === name && one.guess === tidy)) return;
    if (found.filter((one) => one.name === name).length < MOST) found.push({ name, guess: tidy });
  };
  for (const [name, pattern] of PATTERNS) for (const match of text.matchAll(pattern)) add(name, match[1] ?? match[0]);
  lines.forEach((line, at) => {
    for (const [name, pattern] of LABELS) {
      const behind = pattern.exec(line)?.[1];
      if (behind === undefined) continue;
      const said = behind.trim() || (lines[at + 1] ?? '');
      if (name !== 'name' || /^\p{L}[\p{L} .,'-]+$/u.test(said)) add(name, said);
    }
  });
  return found.map(({ name, guess }) => {
    const place = placeOf(guess, words);
    return {
      ...{ name, state: 'unsure', guess, doubts: ['guessed'], readings: [] },
      box: place?.box ?? { x: 0, y: 0, width: 1, height: 1 },
      ...(place && { confidence: place.confidence }),
    };
  });
}

/** Where words stand that say it, one after another. */
function placeOf(guess: string, words: readonly ReadWord[]): Pick<ReadWord, 'box' | 'confidence'> | undefined {
  const wanted = guess.replaceAll(' ', '');
  for (let from = 0; from < words.length; from += 1) {
    let said = '';
    for (let to = from; to < words.length && said.length < wanted.length; to += 1) {
      said += (words[to]?.text ?? '').replaceAll(' ', '');
      if (said.length < wanted.length || !said.includes(wanted)) continue;
      return around(words.slice(from, to + 1));
    }
  }
  return undefined;
}

function around(words: readonly ReadWord[]): Pick<ReadWord, 'box' | 'confidence'> {
  const x = Math.min(...words.map(({ box }) => box.x));
  const y = Math.min(...words.map(({ box }) => box.y));
  const right = Math.max(...words.map(({ box }) => box.x + box.width));
  const bottom = Math.max(...words.map(({ box }) => box.y + box.height));
  return {
    box: { x, y, width: Math.min(1 - x, right - x), height: Math.min(1 - y, bottom - y) },
    confidence: Math.min(...words.map(({ confidence }) => confidence)),
  };
}
