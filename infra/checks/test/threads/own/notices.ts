import { ANA, BEN, bounce, HOUR, idOf, letter, SPOC, VENDOR, vacation } from '../letters.ts';
import type { Scenario } from '../scenario.ts';

const list = ['List-Id: Facility <facility.lists.example>', 'List-Post: <mailto:facility@lists.example>'];

/** What machines write. */
export const notices: readonly Scenario[] = [
  {
    name: 'a bounce of the acknowledgement is noted on its call',
    letters: [letter('a'), bounce('b', { returned: '<{ack:a}>', failed: 'a.duarte@lindqvist-pumps.example', at: 1 })],
    calls: [['a', 'b']],
  },
  {
    name: 'a bounce of a mail that is not known here is no call',
    letters: [
      letter('a'),
      bounce('b', { returned: '<unknown@elsewhere.example>', failed: 'x@elsewhere.example', at: 1 }),
    ],
    calls: [['a']],
    apart: ['b'],
  },
  {
    name: 'an automatic answer to nothing that is known is no call',
    letters: [vacation('a', { references: ['<unknown@elsewhere.example>'] })],
    calls: [],
    apart: ['a'],
  },
  {
    name: 'an automatic answer to somebody else’s mail in the thread, in whatever order they come',
    letters: [
      letter('a', { to: `service@nordlift.example, ${SPOC}` }),
      vacation('b', { from: VENDOR, at: 1, references: ['a'] }),
      letter('c', { from: BEN, at: HOUR, subject: 'Re: Window in 214 does not close', references: ['a'] }),
    ],
    calls: [['a', 'b', 'c']],
  },
  {
    name: 'an alarm that answers nothing opens a call, and one call when it sounds twice',
    letters: [0, 5].map((at, index) =>
      letter(`a${index}`, {
        ...{ from: 'Monitor <monitor@lindqvist-pumps.example>', subject: 'CRITICAL: pump 3 stopped', at },
        ...{ text: 'Pump 3 stopped. Pressure 0.2 bar. Check the valve.', headers: ['Auto-Submitted: auto-generated'] },
      }),
    ),
    calls: [['a0', 'a1']],
    duplicates: ['a1'],
  },
  {
    name: 'people who write through a list',
    letters: [
      letter('a', { to: 'facility@lists.example', headers: list }),
      letter('b', {
        ...{ from: BEN, to: 'facility@lists.example', subject: 'Re: Window in 214 does not close', at: HOUR },
        ...{ references: ['a'], headers: list },
      }),
    ],
    calls: [['a', 'b']],
  },
  {
    name: 'a mail of our own that comes back to us',
    letters: [
      letter('a'),
      letter('b', {
        ...{ from: `Service Desk <${SPOC}>`, id: '<{ack:a}>', subject: 'We have it', at: 1, references: ['a'] },
        headers: ['Auto-Submitted: auto-replied'],
      }),
    ],
    calls: [['a', 'b']],
  },
  {
    name: 'a receipt that an answer of ours was read',
    letters: [
      letter('a'),
      letter('b', {
        ...{ from: ANA, subject: 'Read: Your request', at: HOUR },
        body: [
          'Content-Type: multipart/report; report-type=disposition-notification; boundary="r"',
          '',
          '--r',
          'Content-Type: text/plain',
          '',
          'Your message was read.',
          '--r',
          'Content-Type: message/disposition-notification',
          '',
          'Final-Recipient: rfc822;a.duarte@lindqvist-pumps.example',
          'Original-Message-ID: <{ack:a}>',
          'Disposition: manual-action/MDN-sent-manually; displayed',
          '--r--',
        ].join('\r\n'),
      }),
    ],
    calls: [['a', 'b']],
  },
  {
    name: 'an automatic answer twice, to two mails of the thread',
    letters: [
      letter('a'),
      vacation('b', { from: VENDOR, at: 1, references: ['a'] }),
      vacation('c', { from: VENDOR, at: 30, references: ['<{ack:a}>'], headers: [`X-Original: ${idOf('a')}`] }),
    ],
    calls: [['a', 'b', 'c']],
  },
];
