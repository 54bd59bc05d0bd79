import { ANA, BEN, DAY, EVE, HOUR, letter, VENDOR } from '../letters.ts';
import type { Scenario } from '../scenario.ts';

const failed = ['Authentication-Results: mx.lindqvist-pumps.example; dmarc=fail header.from=lindqvist-pumps.example'];
const believed = ['Authentication-Results: mx.somewhere-else.example; dmarc=fail header.from=lindqvist-pumps.example'];

/** Who may join what. */
export const senders: readonly Scenario[] = [
  {
    name: 'a sender who could not be verified joins nothing by itself',
    letters: [
      letter('a'),
      letter('b', { subject: 'Re: Window in 214 does not close', at: HOUR, references: ['a'], headers: failed }),
      letter('c', { subject: 'Re: {ref:a}', at: HOUR, headers: failed }),
      letter('d', { subject: 'Re: We have it', at: HOUR, references: ['<{ack:a}>'], headers: failed }),
    ],
    calls: [['a'], ['b'], ['c'], ['d']],
    suggestions: ['same-matter: b > a', 'same-matter: c > a', 'same-matter: d > a'],
  },
  {
    name: 'what a stranger’s server says of a sender does not count',
    letters: [
      letter('a'),
      letter('b', { subject: 'Re: Window in 214 does not close', at: HOUR, references: ['a'], headers: believed }),
    ],
    calls: [['a', 'b']],
  },
  {
    name: 'a reference is quoted by its requester, by somebody who came to it by a thread, and by a stranger',
    letters: [
      letter('a'),
      letter('b', { from: VENDOR, subject: 'Re: Window in 214 does not close', at: HOUR, references: ['a'] }),
      letter('c', { from: VENDOR, subject: 'Order 60-4471, your {ref:a}', at: DAY }),
      letter('d', { subject: 'cb window again ({ref:a})', at: 2 * DAY }),
      letter('e', { from: EVE, subject: 'Re: {ref:a}', at: 2 * DAY }),
      letter('f', { subject: 'Re: {badref:a}', at: 2 * DAY }),
    ].map((one) => (['c', 'd'].includes(one.name) ? { ...one, raw: `${one.raw}\r\n{ref:b}` } : one)),
    calls: [['a', 'b', 'c', 'd'], ['e'], ['f']],
    suggestions: ['same-matter: e > a'],
  },
  {
    name: 'a form program gives one id to everything that it sends',
    letters: [
      letter('a', { from: ANA, id: '<form@www.lindqvist-pumps.example>', subject: 'Contact form' }),
      letter('b', { from: BEN, id: '<form@www.lindqvist-pumps.example>', subject: 'Contact form', at: HOUR }),
      letter('c', { from: ANA, id: '<form@www.lindqvist-pumps.example>', subject: 'Contact form', at: 2 * DAY }),
    ],
    calls: [['a'], ['b'], ['c']],
    suggestions: [],
  },
  {
    name: 'an answer to such an id belongs to its own sender',
    letters: [
      letter('a', { from: ANA, id: '<form@www.lindqvist-pumps.example>', subject: 'Contact form' }),
      letter('b', { from: BEN, id: '<form@www.lindqvist-pumps.example>', subject: 'Contact form', at: HOUR }),
      letter('c', {
        ...{ from: BEN, subject: 'Re: Contact form', at: DAY, references: ['<form@www.lindqvist-pumps.example>'] },
        // Whoever answers has seen what they answer.
        text: 'And now? {ref:b} {ref:a}',
      }),
      letter('d', {
        ...{ from: EVE, subject: 'Re: Contact form', at: DAY, references: ['<form@www.lindqvist-pumps.example>'] },
        text: 'What about mine? {ref:b} {ref:a}',
      }),
    ],
    calls: [['a'], ['b', 'c'], ['d']],
  },
];
