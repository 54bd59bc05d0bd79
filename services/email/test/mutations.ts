/** Damage to mails, as lines, servers and attackers do it. `random` gives 0 ≤ x < 1. */

type Random = () => number;
type Mutation = (mail: Buffer, random: Random, others: readonly Buffer[]) => Buffer;

/** No input is longer: that a mail's size does not matter is another test's. */
const LONGEST = 1_500_000;
const HEADERS =
  'From To Cc Subject Reply-To Sender Date Message-ID In-Reply-To References Content-Type Content-Disposition Content-Transfer-Encoding Content-ID Content-Language Received Authentication-Results Auto-Submitted List-Id X-Spam-Flag Return-Path Delivered-To X-Failed-Recipients MIME-Version'.split(
    ' ',
  );
const VALUES = [
  ...[
    '',
    ' ',
    '"',
    '<',
    '<>',
    '()',
    '=?',
    '=?utf-8?B?',
    '=?utf-8?Q?=?=',
    '=?x?b?////?=',
    '\\',
    ';',
    ';;;=',
    '\0',
    '\x1b$B',
    '\xff\xfe',
  ],
  ...[
    'multipart/mixed',
    'multipart/mixed; boundary=',
    'multipart/alternative; boundary="="',
    'message/rfc822',
    'text/html; charset=utf-16',
  ],
  ...[
    'multipart/encrypted; protocol=',
    'application/ms-tnef',
    'application/pkcs7-mime',
    'text/calendar',
    'text/enriched',
    'text/plain; format=flowed; delsp=yes',
  ],
  ...[
    'base64',
    'quoted-printable',
    'x-uuencode',
    "attachment; filename*0*=''%; filename*1=\"=?utf-8?Q?",
    "attachment; filename*=x''%E2%80",
  ],
  ...[
    'a@b',
    '<a@b>, "x" <c@d>; (((',
    'Friends: a@b, c@d;',
    '@',
    'mx.example.org; spf=pass dkim=fail (',
    'auto-replied',
    'Mon, 99 Foo 0000 99:99:99 +9999',
  ],
];
const CHARSETS =
  'utf-8 us-ascii iso-8859-1 koi8-r windows-1251 gb18030 big5 shift_jis euc-jp euc-kr iso-2022-jp iso-2022-kr hz-gb-2312 utf-7 utf-16 utf-32 x-none "" macintosh'.split(
    ' ',
  );
/** What rules with a weak spot are slow on, when there is much of it. */
const RUNS = [
  ...[
    '(',
    ')',
    '<',
    '>',
    '"',
    "'",
    '=',
    '=?',
    '?=',
    '[',
    ']',
    '{',
    '}',
    '\\',
    '-',
    '--',
    '_',
    '*',
    '#',
    '&',
    '&#',
    ';',
    ':',
    ',',
    '.',
    '@',
    '|',
    '/',
  ],
  ...[
    ' ',
    '\t',
    '\n',
    '\r\n',
    '\r\n ',
    '\r',
    '\0',
    '> ',
    '>',
    'a',
    'A',
    '0',
    '1 ',
    '+1',
    'On ',
    'wrote:',
    'From: ',
    'http://',
    'a@',
    '\xa0',
    '\xc3',
    '\xe2\x80',
    '\x1b$B',
  ],
  ...[
    '<div>',
    '<table><td>',
    '<blockquote>',
    '<!--',
    '<a href=',
    '</',
    '\r\n--b',
    '\r\n--',
    '=C3',
    '=\r\n',
    '{\\rtf1',
    '\\u1',
    "\\'e4",
    '_____\r\n',
    '-- \r\n',
    'begin 644 a\r\n',
  ],
];

const at = (random: Random, below: number) => Math.floor(random() * below);
const pick = <T>(random: Random, of: readonly T[]): T => of[at(random, of.length)] as T;
const bytes = (text: string) => Buffer.from(text, 'latin1');
const joined = (...pieces: readonly Uint8Array[]) => Buffer.concat(pieces);
const asText = (change: (text: string, random: Random) => string): Mutation => {
  return (mail, random) => bytes(change(mail.toString('latin1'), random));
};

const MUTATIONS: Readonly<Record<string, Mutation>> = {
  flips(mail, random) {
    const damaged = Buffer.from(mail);
    for (let n = 1 + at(random, 30); n > 0 && damaged.length > 0; n--)
      damaged[at(random, damaged.length)] = at(random, 256);
    return damaged;
  },
  cut: (mail, random) => mail.subarray(0, at(random, mail.length + 1)),
  cutFront: (mail, random) => mail.subarray(at(random, mail.length + 1)),
  hole(mail, random) {
    const from = at(random, mail.length + 1);
    return joined(mail.subarray(0, from), mail.subarray(from + at(random, 400)));
  },
  repeat(mail, random) {
    const from = at(random, mail.length + 1);
    const piece = mail.subarray(from, from + 1 + at(random, random() < 0.5 ? 8 : 2_000));
    const times = Math.min(at(random, 5_000), Math.floor(200_000 / Math.max(1, piece.length)));
    return joined(mail.subarray(0, from), ...Array.from({ length: times }, () => piece), mail.subarray(from));
  },
  run(mail, random) {
    const from = at(random, mail.length + 1);
    const run = pick(random, RUNS);
    const length = pick(random, [10, 1_000, 30_000, 100_000]);
    return joined(mail.subarray(0, from), bytes(run.repeat(Math.ceil(length / run.length))), mail.subarray(from));
  },
  runs(mail, random) {
    const [one, other] = [pick(random, RUNS), pick(random, RUNS)];
    const from = at(random, mail.length + 1);
    return joined(mail.subarray(0, from), bytes(`${one}${other}`.repeat(20_000)), mail.subarray(from));
  },
  parts: asText((text, random) => {
    const parts = text.split(/(?=\r?\n--)/);
    const moved = parts.splice(at(random, parts.length), 1);
    parts.splice(at(random, parts.length + 1), 0, ...moved, ...(random() < 0.5 ? moved : []));
    return parts.join('');
  }),
  boundary: asText((text, random) => {
    const declared = /boundary="?([^\s";]+)/i.exec(text)?.[1];
    if (!declared) return text;
    const pieces = text.split(declared);
    const damage = pick(random, ['', ' ', `${declared}x`, declared.slice(1), declared.toUpperCase(), `${declared}--`]);
    const nth = 1 + at(random, pieces.length - 1);
    return pieces.slice(0, nth).join(declared) + damage + pieces.slice(nth).join(declared);
  }),
  header: asText((text, random) => {
    const lines = text.split('\n');
    const injected = Array.from(
      { length: 1 + at(random, 4) },
      () => `${pick(random, HEADERS)}: ${pick(random, VALUES)}\r`,
    );
    lines.splice(at(random, Math.min(lines.length, 20)), random() < 0.3 ? 1 : 0, ...injected);
    return lines.join('\n');
  }),
  charset: asText((text, random) =>
    text.replace(/charset="?[\w-]+"?|=\?[\w-]+\?/gi, (label) =>
      random() < 0.6
        ? label.startsWith('=?')
          ? `=?${pick(random, CHARSETS)}?`
          : `charset=${pick(random, CHARSETS)}`
        : label,
    ),
  ),
  encoding: asText((text, random) => text.replace(/(?<=transfer-encoding: ?)[\w-]+/gi, () => pick(random, VALUES))),
  lineEnds: asText((text, random) =>
    text.replace(/\r?\n/g, () => pick(random, ['\n', '\r\n', '\r', '\n\r', '\r\n\r\n'])),
  ),
  splice(mail, random, others) {
    const other = pick(random, others);
    return joined(mail.subarray(0, at(random, mail.length + 1)), other.subarray(at(random, other.length + 1)));
  },
  within(mail, random, others) {
    const nested = [
      'From: a@example.org',
      'Content-Type: multipart/mixed; boundary=qq',
      '',
      '--qq',
      'Content-Type: message/rfc822',
      '',
      '',
    ];
    return joined(
      bytes(nested.join('\r\n')),
      mail,
      bytes('\r\n--qq\r\n\r\n'),
      pick(random, others),
      bytes('\r\n--qq--'),
    );
  },
  deep(mail, random) {
    const levels = 1 + at(random, 200);
    const head = (n: number) => `Content-Type: multipart/mixed; boundary=d${n}\r\n\r\n--d${n}\r\n`;
    return joined(bytes(`From: a@example.org\r\n${Array.from({ length: levels }, (_, n) => head(n)).join('')}`), mail);
  },
  noise: (_, random) => Buffer.from(Array.from({ length: at(random, 4_000) }, () => at(random, 256))),
};

/** A mail with one to four kinds of damage, and their names. */
export function mutated(samples: readonly Buffer[], random: Random): { mail: Buffer; by: string[] } {
  const names = Object.keys(MUTATIONS);
  let mail = pick(random, samples);
  const by: string[] = [];
  for (let n = 1 + at(random, 4); n > 0; n--) {
    const name = pick(random, names);
    by.push(name);
    mail = (MUTATIONS[name] as Mutation)(mail, random, samples).subarray(0, LONGEST);
  }
  return { mail, by };
}
