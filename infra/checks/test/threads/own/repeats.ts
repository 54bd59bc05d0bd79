import { ANA, BEN, DAY, FACILITY, HOUR, letter, MINUTE, SPOC } from '../letters.ts';
import type { Scenario } from '../scenario.ts';

const said = { text: 'The window in room 214 does not close any more, and it rains in. Please have a look.' };
const [LONG] = [{ text: `${said.text} `.repeat(4) }];
const withFile = (content: string) => ({
  body: [
    'Content-Type: multipart/mixed; boundary="m"',
    '',
    '--m',
    'Content-Type: text/plain',
    '',
    said.text,
    '--m',
    'Content-Type: application/pdf; name="form.pdf"',
    'Content-Disposition: attachment; filename="form.pdf"',
    'Content-Transfer-Encoding: base64',
    '',
    Buffer.from(content).toString('base64'),
    '--m--',
  ].join('\r\n'),
});

/** The same thing said again, and what only looks like it. */
export const repeats: readonly Scenario[] = [
  {
    name: 'seven mails with seven ids and one text within five minutes',
    letters: [0, 1, 1, 2, 3, 4, 5].map((at, index) => letter(`a${index}`, { ...said, at })),
    calls: [['a0', 'a1', 'a2', 'a3', 'a4', 'a5', 'a6']],
    duplicates: ['a1', 'a2', 'a3', 'a4', 'a5', 'a6'],
  },
  {
    name: 'sent again every forty minutes, and the middle one comes last',
    letters: [0, 40, 80].map((at, index) => letter(`a${index}`, { ...said, at })),
    calls: [['a0', 'a1', 'a2']],
    duplicates: ['a1', 'a2'],
  },
  {
    name: 'a long text sent again in the afternoon, and told again next week',
    letters: [letter('a', LONG), letter('b', { ...LONG, at: 7 * HOUR }), letter('c', { ...LONG, at: 7 * DAY })],
    calls: [['a', 'b'], ['c']],
    duplicates: ['b'],
  },
  {
    name: 'an answer to the mail that was sent again',
    letters: [
      letter('a', said),
      letter('b', { ...said, at: 6 }),
      letter('c', { from: BEN, subject: 'Re: Window in 214 does not close', at: HOUR, references: ['b'] }),
    ],
    calls: [['a', 'b', 'c']],
    duplicates: ['b'],
  },
  {
    name: 'one mail to two mailboxes, one of which is a list with a footer and a tag',
    letters: [
      letter('a', { ...said, to: `${SPOC}, ${FACILITY}` }),
      letter('b', {
        ...{
          id: '<a.20260302@mail.example>',
          to: `${SPOC}, ${FACILITY}`,
          mailbox: 'facility',
          sent: 0,
          at: 2 * MINUTE,
        },
        ...{ subject: '[Facility] Window in 214 does not close' },
        text: `${said.text}\r\n_______________________________________________\r\nFacility mailing list`,
      }),
    ],
    calls: [['a', 'b']],
    duplicates: ['b'],
  },
  {
    name: 'a few words again, minutes later',
    letters: [
      letter('a', { text: 'Test' }),
      letter('b', { text: 'Test', at: 2 }),
      letter('c', { text: 'Test', at: 30 }),
    ],
    calls: [['a', 'b'], ['c']],
    duplicates: ['b'],
  },
  {
    name: 'the same words with another file',
    letters: [letter('a', withFile('page one')), letter('b', { ...withFile('page two'), at: 5 })],
    calls: [['a'], ['b']],
  },
  {
    name: 'the same words by somebody else',
    letters: [letter('a', { ...said, from: ANA }), letter('b', { ...said, from: BEN, at: 5 })],
    calls: [['a'], ['b']],
  },
  {
    name: 'two matters of one person under one subject within ten minutes',
    letters: [letter('a', { subject: 'Request' }), letter('b', { subject: 'Request', at: 10 })],
    calls: [['a'], ['b']],
    suggestions: [],
  },
  {
    name: 'mails of a device without any id, one of them twice',
    letters: [
      letter('a', { id: null, subject: 'Fault', text: 'Device: MFP Hall 2, code SC-542' }),
      letter('b', { id: null, subject: 'Fault', text: 'Device: MFP Hall 2, code SC-899', at: 2 }),
      letter('c', { id: null, subject: 'Fault', text: 'Device: MFP Hall 2, code SC-899', at: 4 }),
    ],
    calls: [['a'], ['b', 'c']],
    duplicates: ['c'],
  },
];
