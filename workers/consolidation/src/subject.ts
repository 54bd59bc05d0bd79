/**
 * What mail programs put before the subject of an answer or of a mail that is passed on, in lower case and without the
 * colon. A table to add to: an unknown prefix makes a subject look new, and then an agent is asked once too often.
 */
const PREFIXES: readonly string[] = [
  // International, and programs that number them: Re[2], Re(3), Re^2
  ...['re', 'fw', 'fwd', 'fwd re'],
  // Germanic
  ...[
    'aw',
    'antw',
    'antwort',
    'wg',
    'weitergeleitet',
    'sv',
    'vs',
    'vb',
    'videresend',
    'vedr',
    'betr',
    'doorst',
    'doorgestuurd',
  ],
  // Romance
  ...['r', 'rif', 'i', 'inoltro', 'tr', 'réf', 'ref', 'rép', 'rv', 'reenv', 'reenviado', 'res', 'enc', 'resp', 'răsp'],
  // Slavic and Baltic
  ...['odp', 'pd', 'podaj dalej', 'ha', 'на', 'отв', 'ответ', 'пересл', 'відп', 'пд', 'atb', 'ats', 'pers', 'nh', 'od'],
  // Finnish, Estonian, Hungarian, Turkish, Greek, Vietnamese, Indonesian
  ...[
    'vl',
    'vä',
    'edasi',
    'vá',
    'továbbítás',
    'tov',
    'ynt',
    'yan',
    'i̇lt',
    'ilt',
    'απ',
    'σχετ',
    'πρθ',
    'trả lời',
    'chuyển tiếp',
    'bls',
    'trs',
  ],
  // Hebrew, Arabic, Persian, Thai
  ...['תשובה', 'השב', 'הועבר', 'رد', 'إعادة توجيه', 'پاسخ', 'ارسال', 'ตอบกลับ', 'ส่งต่อ'],
  // Chinese, Japanese, Korean
  ...['回复', '答复', '转发', '回覆', '答覆', '轉寄', '轉發', '返信', '転送', '답장', '회신', '전달'],
];

const escaped = PREFIXES.map((prefix) => prefix.toLowerCase().replace(/[()^[\]]/g, '\\$&')).sort(
  (a, b) => b.length - a.length,
);
const PREFIX = new RegExp(`^(?:${escaped.join('|')})\\s*(?:[[(^]?\\d{1,3}[\\])]?)?\\s*[:：]\\s*`, 'u');
/** `[list]`, `[EXTERN]`, `[CB-10427]`: what lists, gateways and desks put into a subject. */
const TAG = /^(?:\[[^\]]{1,60}\]|\(CB-\d+\)|CB-\d+\b)[\s:.–-]*/iu;
const REFERENCE = /[[(#]*\bCB-\d+\b[\])]*/giu;

/** Whether a mail program made this subject from that of another mail. */
export function isInherited(subject: string): boolean {
  return PREFIX.test(withoutTags(folded(subject)));
}

/** What somebody wrote into the subject: without prefixes, tags and references of calls, folded for comparison. */
export function bareSubject(subject: string): string {
  let rest = folded(subject);
  for (let before = ''; before !== rest; ) {
    before = rest;
    rest = withoutTags(rest).replace(PREFIX, '');
  }
  return rest.replace(REFERENCE, ' ').replace(/\s+/g, ' ').trim();
}

/** More than so much of the shorter one's words must stand in the longer one: "New laptop" is not "New chair". */
const SHARE = 0.5;

/** Whether two bare subjects may be about one thing. An empty one says nothing against it. */
export function alike(one: string, other: string): boolean {
  if (one === '' || other === '' || one.includes(other) || other.includes(one)) return true;
  const [fewer, more] = [wordsOf(one), wordsOf(other)].sort((a, b) => a.size - b.size) as [Set<string>, Set<string>];
  const shared = [...fewer].filter((word) => more.has(word)).length;
  return shared > SHARE * fewer.size;
}

const segmenter = new Intl.Segmenter(undefined, { granularity: 'word' });

function wordsOf(text: string): Set<string> {
  return new Set([...segmenter.segment(text)].filter(({ isWordLike }) => isWordLike).map(({ segment }) => segment));
}

function withoutTags(subject: string): string {
  let rest = subject;
  for (let before = ''; before !== rest; ) {
    before = rest;
    rest = rest.replace(TAG, '');
  }
  return rest;
}

function folded(text: string): string {
  // A subject may be long, and the loops above are quadratic in their number of prefixes.
  return text.slice(0, 500).normalize('NFKC').toLowerCase().replace(/\s+/g, ' ').trim();
}
