import { type Channel, type Contact, contactKey } from '../src/index.ts';

const sha256 = (digit: string) => digit.repeat(64);

/** A contact in which everything is said that the contract knows. */
export function fullContact(channel: Channel): Contact {
  const email = channel === 'email';
  return {
    version: 1,
    id: '01a9f3c2-7b1e-7c4d-9a55-0f2e6d1b8c33',
    channel,
    account: 'helpdesk',
    sourceId: 'source-1',
    key: contactKey(channel, 'helpdesk', 'source-1'),
    revises: { key: contactKey(channel, 'helpdesk', 'source-0'), cause: 'edit' },
    occurredAt: '2026-11-02T08:00:00Z',
    receivedAt: '2026-11-02T08:00:01.250Z',
    from: {
      name: 'Ada Lindqvist',
      email: 'ada@example.org',
      phone: '+4915123456789',
      slackUser: 'T1/U1',
      employeeNumber: '4711',
    },
    to: ['helpdesk@example.org'],
    subject: 'Paper jam 🖨️',
    text: 'The printer in 214 is jammed.\nAgain.',
    fullText: 'The printer in 214 is jammed.\nAgain.\n\n> on Monday you wrote',
    html: sha256('a'),
    language: 'en-GB',
    thread: {
      messageId: 'two@example.org',
      references: ['one@example.org'],
      slackThread: '1700000000.000100',
      callReference: 'CB-10429',
      formNumber: 'F-17',
    },
    attachments: [{ sha256: sha256('b'), name: 'jam.jpg', mediaType: 'image/jpeg', size: 120_000, inline: false }],
    original: { sha256: sha256('c'), mediaType: 'message/rfc822', size: 170_000 },
    machine: 'list',
    media: { kind: 'recording', state: 'needs-person', confidence: 0.4 },
    problem: { code: 'email-unparsable', message: 'One part could not be decoded.' },
    details: email
      ? {
          channel: 'email',
          folder: 'INBOX',
          uidValidity: '1',
          uid: 7,
          cc: ['boss@example.org'],
          replyTo: 'ada@home.example',
          sender: 'assistant@example.org',
          sentAt: '2026-11-02T07:59:00Z',
          inReplyTo: 'one@example.org',
        }
      : { channel },
  };
}
