import { CallbookError, ConfigSchema, type Delivery } from '@callbook/contracts';
import { type MailSink, startMailSink } from '@callbook/peers';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { openSend, type Send, type SendDeps, sendingAccounts } from '../src/send.ts';

let sink: MailSink;
let clock: number;
beforeEach(async () => {
  clock = 0;
  sink = await startMailSink();
});
afterEach(() => sink.stop());

function sender(smtp: object = {}, login?: ReturnType<SendDeps['loginOf']>): Send {
  const account = {
    ...{ name: 'helpdesk', address: 'desk@example.org' },
    smtp: { host: sink.host, port: sink.port, security: 'none', ...smtp },
    ...(login && { imap: { host: 'x', user: 'desk', oauth: { tokenUrl: 'https://x.example', clientId: 'c' } } }),
  };
  const { email } = ConfigSchema.parse({
    email: { accounts: [account, { name: 'silent', address: 'no@example.org' }] },
  });
  return openSend(sendingAccounts(email.accounts), { now: () => clock, loginOf: () => login });
}

const delivery = (parts: Partial<Delivery> = {}): Delivery => ({
  id: '0198c8f2-7c1f-7aaa-8bbb-0123456789ab',
  ...{ kind: 'acknowledgement', channel: 'email', account: 'helpdesk', to: 'ada@example.org', from: 'Bürohaus "Nord"' },
  ...{ subject: 'Re: Der Aufzug hängt [CB-10429]', text: 'Guten Tag Ada,\n\nIhre Nachricht ist bei uns.' },
  thread: { messageId: 'CB-10429.3f0c9d4be1a24c6f8e21b7a05c9d3e44@example.org', references: ['a@x', 'b@x'] },
  ...{ language: 'de-DE', timeZone: 'Europe/Berlin' },
  call: { reference: 'CB-10429', title: 'Der Aufzug hängt', status: 'new' },
  ...parts,
});

describe('an acknowledgement', () => {
  test('goes to one person, from nobody who could be answered by a machine, and says what it is', async () => {
    expect(await sender()(delivery())).toMatchObject({ outcome: 'sent' });
    const [mail] = sink.mails;
    expect(mail).toMatchObject({ from: '', to: ['ada@example.org'] });
    expect(mail?.header('Auto-Submitted')).toBe('auto-replied');
    expect(mail?.header('X-Auto-Response-Suppress')).toBe('All');
    expect(mail?.header('From')).toMatch(/<desk@example\.org>$/);
    expect(mail?.header('To')).toBe('ada@example.org');
    expect(mail?.header('Message-ID')).toBe('<CB-10429.3f0c9d4be1a24c6f8e21b7a05c9d3e44@example.org>');
    expect(mail?.header('In-Reply-To')).toBe('<b@x>');
    expect(mail?.header('References')).toBe('<a@x> <b@x>');
    expect(mail?.header('Reply-To')).toBeUndefined();
  });

  test('is the same mail when it is sent again', async () => {
    const send = sender();
    await send(delivery());
    await send(delivery());
    const [once, again] = sink.mails.map((mail) => mail.header('Message-ID'));
    expect(again).toBe(once);
  });

  test('has an envelope sender where its server asks for one', async () => {
    await sender({ nullSender: false })(delivery());
    expect(sink.mails[0]).toMatchObject({ from: 'desk@example.org' });
  });

  test('asks for answers at the address of its call', async () => {
    await sender()(delivery({ replyTo: 'desk+3f0c@example.org' }));
    expect(sink.mails[0]?.header('Reply-To')).toMatch(/<desk\+3f0c@example\.org>$/);
  });
});

test('a link that somebody asked for goes out as from a machine, which nobody answers', async () => {
  await sender()(delivery({ kind: 'link', thread: { references: [], messageId: 'link.1@example.org' } }));
  expect(sink.mails[0]).toMatchObject({ from: '', to: ['ada@example.org'] });
  expect(sink.mails[0]?.header('Auto-Submitted')).toBe('auto-generated');
  expect(sink.mails[0]?.header('Message-ID')).toBe('<link.1@example.org>');
});

test('what an agent wrote is a mail as people send them', async () => {
  await sender()(delivery({ kind: 'reply', text: 'Try again.' }));
  expect(sink.mails[0]).toMatchObject({ from: 'desk@example.org' });
  expect(sink.mails[0]?.header('Auto-Submitted')).toBeUndefined();
  expect(sink.mails[0]?.raw).toContain('Try again.');
});

test.each([
  ['two addresses', 'ada@example.org, bo@example.org'],
  ['an address that goes on', 'ada@example.org>\r\nRCPT TO:<bo@example.org'],
  ['a name and an address', 'Ada <ada@example.org>'],
  ['no address', 'ada'],
])('to %s nothing is sent', async (_, to) => {
  expect(await sender()(delivery({ to }))).toMatchObject({ outcome: 'refused' });
  expect(sink.mails).toEqual([]);
});

test('what somebody else wrote stays in its header', async () => {
  const subject = 'Re: x\r\nBcc: bo@example.org [CB-10429]';
  const references = ['a@x>\r\nBcc: <bo@example.org', 'b@x'];
  await sender()(delivery({ subject, from: 'Desk\r\nBcc: bo@example.org', thread: { references } }));
  const [mail] = sink.mails;
  expect(mail?.to).toEqual(['ada@example.org']);
  expect(mail?.header('Bcc')).toBeUndefined();
  expect(mail?.header('References')).toBe('<b@x>');
});

describe('a server that', () => {
  const thrown = async (send: Send) => {
    try {
      await send(delivery());
    } catch (error) {
      if (error instanceof CallbookError) return error.code;
      throw error;
    }
    return undefined;
  };

  test.each(['recipient', 'data', 'sender'] as const)('refuses the %s for good is believed', async (step) => {
    sink.refuse(step, 550, 1);
    expect(await sender()(delivery())).toMatchObject({ outcome: 'refused', reason: expect.stringContaining('550') });
    expect(sink.mails).toEqual([]);
  });

  test.each(['recipient', 'data', 'sender'] as const)('cannot take the %s now is asked again', async (step) => {
    const send = sender();
    sink.refuse(step, 451, 1);
    expect(await thrown(send)).toBe('email-send');
    expect(await send(delivery())).toMatchObject({ outcome: 'sent' });
    expect(sink.mails).toHaveLength(1);
  });

  test('dies before it says that it has the mail gets it again, as the same mail', async () => {
    const send = sender();
    sink.forgetToAnswer(1);
    expect(await thrown(send)).toBe('email-send');
    clock = 60_000;
    expect(await send(delivery())).toMatchObject({ outcome: 'sent' });
    expect(new Set(sink.mails.map((mail) => mail.header('Message-ID'))).size).toBe(1);
  });

  test('is away is left alone for a while', async () => {
    const send = sender();
    const { port } = sink;
    await sink.stop();
    expect(await thrown(send)).toBe('email-send');
    sink = await startMailSink({ port });
    expect(await thrown(send)).toBe('email-send');
    expect(sink.mails).toEqual([]);
    clock = 15_000;
    expect(await send(delivery())).toMatchObject({ outcome: 'sent' });
  });

  test('refuses the login is a matter for a person, and no fault of the mail', async () => {
    await sink.stop();
    sink = await startMailSink({ user: 'desk', password: 'right' });
    expect(await thrown(sender({ user: 'desk', password: 'wrong' }))).toBe('email-login');
    expect(await sender({ user: 'desk', password: 'right' })(delivery())).toMatchObject({ outcome: 'sent' });
  });

  test('takes tokens gets the current one, and one that it refuses is not used again', async () => {
    await sink.stop();
    sink = await startMailSink({ user: 'desk', token: 'fresh' });
    const tokens = ['stale', 'fresh'];
    const login = {
      credentials: async () => ({ auth: { user: 'desk' }, token: { value: tokens[0] ?? '', renewAt: 0, endsAt: 0 } }),
      refused: () => tokens.shift() !== undefined,
    };
    const send = sender({ user: 'desk' }, login);
    expect(await thrown(send)).toBe('email-login');
    expect(await send(delivery())).toMatchObject({ outcome: 'sent' });
  });
});
