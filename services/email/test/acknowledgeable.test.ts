import { ConfigSchema, DAY } from '@callbook/contracts';
import { expect, test } from '@jest/globals';
import { type AcknowledgeFacts, mayAcknowledge } from '../src/acknowledgeable.ts';
import { ownAddresses } from '../src/config.ts';

const at = new Date('2026-11-02T08:00:00.000Z');
const PERSON: AcknowledgeFacts = {
  ...{ machine: undefined, machineWhy: undefined, device: undefined },
  ...{
    sender: 'ada@example.net',
    to: ['desk@example.org'],
    ours: ['desk@example.org'],
    occurredAt: at,
    receivedAt: at,
  },
  ...{
    invitation: undefined,
    autoSubmitted: undefined,
    returnPath: '<ada@example.net>',
    authenticationResults: undefined,
  },
  ...{ autoResponseSuppress: undefined, spamFlag: undefined, passedOn: false },
};

test.each([
  ['a plain mail', {}],
  ['one to a plus-address of ours', { to: ['x@example.net', 'desk+t0ken@example.org'] }],
  ['one that wants no out-of-office notices', { autoResponseSuppress: 'OOF, DR' }],
  ['one a day old', { occurredAt: new Date(at.getTime() - DAY) }],
  ['one that passed DMARC', { authenticationResults: 'mx; spf=fail; dmarc=pass' }],
  ['one where our addresses are not known', { ours: [], to: [] }],
  ['an invitation', { invitation: 'request' }],
  ['one that says that a person sent it', { autoSubmitted: ' (not automatic) No; x=y' }],
  ['a person whose name begins with No', { sender: 'noreen.reply@example.net' }],
])('%s may be acknowledged', (_, facts) => {
  expect(mayAcknowledge({ ...PERSON, ...facts })).toEqual({ may: true, why: expect.any(String) });
});

test.each<[string, Partial<AcknowledgeFacts>, RegExp]>([
  [
    'machine mail',
    { machine: 'list', machineWhy: 'it comes from a list' },
    /machine mail \(list\): it comes from a list/,
  ],
  ['our own', { machine: 'own' }, /address of this desk/],
  ['from our plus-address', { sender: 'desk+x@example.org' }, /address of this desk/],
  ['of a scanner', { device: 'scan' }, /scanner/],
  ['with an empty return path', { returnPath: '< >' }, /return path/],
  ['without a sender', { sender: undefined }, /no sender/],
  ['that somebody passed on', { passedOn: true }, /passed it on/],
  ['from noreply', { sender: 'no-reply@example.net' }, /nobody reads/],
  ['from a noreply with a prefix', { sender: 'shop.do_not_reply+7@example.net' }, /nobody reads/],
  ['from a scanner by its address', { sender: 'mfp-hall2@example.net' }, /nobody reads/],
  ['to us in Bcc only', { to: ['boss@example.net'] }, /not addressed/],
  ['that failed DMARC', { authenticationResults: 'mx; dkim=none; dmarc=fail (p=reject)' }, /DMARC/],
  ['marked as spam', { spamFlag: 'YES' }, /spam/],
  ['of two days ago', { occurredAt: new Date(at.getTime() - 2 * DAY) }, /older/],
  ['that asks for none', { autoResponseSuppress: 'DR, RN, AutoReply' }, /Suppress/],
  ['that is a calendar answer', { invitation: 'reply' }, /calendar/],
  ['that a program sent for a person', { autoSubmitted: 'auto-generated' }, /program/],
])('mail %s may not be acknowledged', (_, facts, why) => {
  expect(mayAcknowledge({ ...PERSON, ...facts })).toEqual({ may: false, why: expect.stringMatching(why) });
});

test('mail to an alias of an account is mail to the desk, and mail from it its own', () => {
  const imap = { host: 'imap.example.org', user: 'desk', password: 'secret' };
  const account = { name: 'desk', address: 'desk@example.org', aliases: ['IT@example.org'], imap };
  const ours = ownAddresses(ConfigSchema.parse({ email: { accounts: [account] } }).email.accounts);
  expect(mayAcknowledge({ ...PERSON, to: ['it@example.org'], ours }).may).toBe(true);
  expect(mayAcknowledge({ ...PERSON, to: ['it@example.org'], ours: ['desk@example.org'] }).may).toBe(false);
  expect(mayAcknowledge({ ...PERSON, sender: 'it@example.org', ours }).may).toBe(false);
});
