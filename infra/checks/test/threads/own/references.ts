import { ANA, BEN, DAY, HOUR, letter, SPOC, VENDOR } from '../letters.ts';
import type { Scenario } from '../scenario.ts';

const answer = { subject: 'Re: Window in 214 does not close' };

/** Threads as References and reply addresses tell them. */
export const references: readonly Scenario[] = [
  {
    name: 'three mails deep, each naming only the one before',
    letters: [
      letter('a'),
      letter('b', { ...answer, from: VENDOR, at: HOUR, references: ['a'] }),
      letter('c', { ...answer, at: 2 * HOUR, references: ['b'] }),
    ],
    calls: [['a', 'b', 'c']],
    suggestions: [],
  },
  {
    name: 'a mail in the middle that names only its parent, and its answers name all',
    letters: [
      letter('a'),
      letter('b', { ...answer, from: VENDOR, at: HOUR, references: ['a'], parentOnly: true }),
      letter('c', { ...answer, at: 2 * HOUR, references: ['a', 'b'] }),
      letter('d', { ...answer, from: BEN, at: 3 * HOUR, references: ['b'] }),
    ],
    calls: [['a', 'b', 'c', 'd']],
  },
  {
    name: 'two threads by one person on one day',
    letters: [
      letter('a'),
      letter('b', { subject: 'Chair', at: 20 }),
      letter('c', { ...answer, at: HOUR, references: ['a'] }),
      letter('d', { subject: 'Re: Chair', at: HOUR, references: ['b'] }),
    ],
    calls: [
      ['a', 'c'],
      ['b', 'd'],
    ],
  },
  {
    name: 'a server on the way changed the case of a domain',
    letters: [letter('a'), letter('b', { ...answer, at: HOUR, references: ['<a.20260302@MAIL.Example>'] })],
    calls: [['a', 'b']],
  },
  {
    name: 'an answer without a Message-ID',
    letters: [letter('a'), letter('b', { ...answer, at: HOUR, id: null, references: ['a'] })],
    calls: [['a', 'b']],
  },
  {
    name: 'an announcement to everybody that the desk got too, answered by three',
    letters: [
      letter('a', { from: VENDOR, to: 'all@lindqvist-pumps.example', subject: 'Lift 2 out of order on Monday' }),
      letter('b', { from: ANA, at: HOUR, subject: 'Re: Lift 2 out of order on Monday', references: ['a'] }),
      letter('c', { from: BEN, at: HOUR, subject: 'AW: Lift 2 out of order on Monday', references: ['a'] }),
      letter('d', { from: ANA, at: 2 * HOUR, subject: 'Re: Lift 2 out of order on Monday', references: ['a', 'c'] }),
    ],
    calls: [['a', 'b', 'c', 'd']],
  },
  {
    name: 'two people answer a mail that never came here, and one of them twice',
    letters: [
      letter('a', { from: ANA, subject: 'Re: Audit', references: ['<unseen@elsewhere.example>'] }),
      letter('b', { from: BEN, subject: 'Re: Audit', at: 10, references: ['<unseen@elsewhere.example>'] }),
      letter('c', { from: ANA, subject: 'RE: Audit', at: HOUR, references: ['<unseen@elsewhere.example>'] }),
    ],
    calls: [['a', 'c'], ['b']],
  },
  {
    name: 'a colleague passes on a mail that the desk has',
    letters: [
      letter('a'),
      letter('b', { from: BEN, at: HOUR, subject: 'WG: Window in 214 does not close', references: ['a'] }),
    ],
    calls: [['a', 'b']],
  },
  {
    name: 'an answer to the acknowledgement, whose id a server wrote in capitals',
    letters: [
      letter('a'),
      letter('b', { subject: 'RE: WE HAVE IT', at: HOUR, references: ['<{ack:a}>'] }),
      letter('c', { subject: 'Re: We have it', at: HOUR, to: 'SPOC+{token:a}@lindqvist-pumps.example' }),
    ],
    calls: [['a', 'b', 'c']],
    suggestions: [],
  },
  {
    name: 'a new subject within a running thread joins, and is offered for a split',
    letters: [letter('a'), letter('b', { subject: 'Keys for the new store', at: 2 * DAY, references: ['a'] })],
    calls: [['a', 'b']],
    suggestions: ['split: b'],
  },
  {
    name: 'an old thread under its old subject goes on',
    letters: [
      letter('a'),
      letter('b', { subject: '[EXT] AW: Window in 214 does not close', at: 90 * DAY, references: ['a'] }),
    ],
    calls: [['a', 'b']],
    suggestions: [],
  },
  {
    name: 'an old mail as an address book: the new matter has a thread of its own',
    letters: [
      letter('a'),
      letter('b', { subject: 'New starter in April', at: 90 * DAY, references: ['a'] }),
      letter('c', { subject: 'Re: New starter in April', at: 91 * DAY, references: ['a', 'b'] }),
    ],
    calls: [['a'], ['b', 'c']],
    suggestions: ['follow-up: b > a'],
  },
  {
    name: 'an old reply address as an address book, and the mail to it is answered by its own sender',
    letters: [
      letter('a'),
      letter('b', { subject: 'New starter in April', at: 90 * DAY, to: 'spoc+{token:a}@lindqvist-pumps.example' }),
      letter('c', {
        ...{ subject: 'Re: New starter in April', at: 91 * DAY, to: `${SPOC}, spoc+{token:a}@lindqvist-pumps.example` },
        references: ['b'],
      }),
    ],
    calls: [['a'], ['b', 'c']],
  },
];
