import { describe, expect, test } from '@jest/globals';
import { Channel, Contact, contactKey } from '../src/index.ts';
import { fullContact } from './example-contact.ts';

/** The paths of what the contract objects to; empty for a contact that it takes. */
function faultsOf(contact: unknown): string[] {
  return (Contact.safeParse(contact).error?.issues ?? []).map(({ path }) => path.join('.'));
}

describe('the contract of a contact', () => {
  test.each(Channel.options)('takes a full %s contact as it is', (channel) => {
    expect(Contact.parse(fullContact(channel))).toEqual(fullContact(channel));
  });

  test('takes a contact of which nothing is known but where it came from and its original', () => {
    const { version, id, channel, account, sourceId, key, occurredAt, receivedAt, original } = fullContact('paper');
    const bare = { version, id, channel, account, sourceId, key, occurredAt, receivedAt, original };
    expect(
      faultsOf({
        ...{ ...bare, from: {}, to: [], text: '', fullText: '' },
        ...{ thread: { references: [] }, attachments: [], details: { channel: 'paper' } },
      }),
    ).toEqual([]);
  });

  test('refuses a key that is not the one of its channel, account and source id', () => {
    const contact = fullContact('email');
    expect(faultsOf({ ...contact, key: contactKey('email', 'helpdesk', 'source-2') })).toEqual(['key']);
    expect(faultsOf({ ...contact, account: 'other' })).toEqual(['key']);
    expect(faultsOf({ ...contact, key: 'short' })).toContain('key');
  });

  test('takes of a voicemail that came by mail the key of that mail, and no other', () => {
    const voicemail = { ...fullContact('voice'), details: { channel: 'voice', mail: { folder: 'INBOX', uid: 7 } } };
    const { account, sourceId } = voicemail;
    expect(faultsOf({ ...voicemail, key: contactKey('email', account, sourceId) })).toEqual([]);
    expect(faultsOf(voicemail)).toEqual(['key']);
  });

  test('refuses the details of another channel', () => {
    expect(faultsOf({ ...fullContact('email'), details: { channel: 'voice' } })).toEqual(['details.channel']);
    expect(faultsOf({ ...fullContact('voice'), details: { channel: 'fax' } })).toEqual(['details.channel']);
  });

  test.each([
    '',
    'yesterday',
    '2026-11-02',
    '2026-11-02 08:00:00Z',
    '2026-11-02T08:00:00',
    '2026-11-02T08:00:00+01:00',
    '2026-02-30T08:00:00Z',
    '2026-13-01T08:00:00Z',
    '2026-11-02T25:00:00Z',
    '+012026-11-02T08:00:00Z',
  ])('refuses %j as an instant', (instant) => {
    expect(faultsOf({ ...fullContact('web'), occurredAt: instant })).toEqual(['occurredAt']);
    expect(faultsOf({ ...fullContact('web'), receivedAt: instant })).toEqual(['receivedAt']);
  });

  test.each([
    ['version', 2],
    ['id', '17'],
    ['channel', 'fax'],
    ['account', ''],
    ['sourceId', 'x'.repeat(513)],
    ['html', 'A'.repeat(64)],
    ['machine', 'robot'],
    ['original.size', -1],
    ['original.sha256', '../../etc/passwd'],
    ['from.phone', '0151 2345'],
    ['thread.references', Array.from({ length: 501 }, () => 'a@b')],
    ['media.confidence', 1.1],
    ['problem.code', 'no-such-code'],
    ['revises.cause', 'whim'],
    ['attachments.0.size', 0.5],
    ['text', undefined],
  ])('refuses a %s of %j', (path, value) => {
    const contact = structuredClone(fullContact('email'));
    const steps = path.split('.');
    const last = steps.pop() ?? '';
    const place = steps.reduce<unknown>((node, step) => Reflect.get(node as object, step), contact);
    Reflect.set(place as object, last, value);
    expect(faultsOf(contact)).toContain(path);
  });

  test('cleans what Postgres could not store, and computes the key over what is left', () => {
    const contact = Contact.parse({
      ...fullContact('web'),
      account: 'help\0desk',
      sourceId: 'form\ud800-1',
      key: contactKey('web', 'helpdesk', 'form\ufffd-1'),
      subject: 'Half of a pair: \udc00',
      text: 'NUL\0 in the middle',
      attachments: [{ ...fullContact('web').attachments[0], name: 'a\0.txt' }],
    });
    expect(contact).toMatchObject({
      account: 'helpdesk',
      sourceId: 'form\ufffd-1',
      subject: 'Half of a pair: \ufffd',
      text: 'NUL in the middle',
      attachments: [{ name: 'a.txt' }],
    });
    expect(JSON.stringify(contact)).not.toContain('\\u0000');
    expect(Contact.parse(contact)).toEqual(contact);
  });

  test('refuses a name of which nothing is left when it is cleaned', () => {
    expect(faultsOf({ ...fullContact('web'), account: '\0', key: contactKey('web', '', 'source-1') })).toEqual([
      'account',
    ]);
  });

  test('drops what it does not know, so that a newer adapter does not stop an older log', () => {
    expect(Contact.parse({ ...fullContact('web'), mood: 'cross' })).toEqual(fullContact('web'));
  });
});
