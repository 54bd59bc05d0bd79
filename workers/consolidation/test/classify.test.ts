import { quietLogger, someContact, type TestDatabase, testDatabase } from '@callbook/checks';
import { ConfigSchema, type Contact, contactKey } from '@callbook/contracts';
import { changeCall, EVERYTHING, getCall, type Log, openLog } from '@callbook/log';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { v7 } from 'uuid';
import { promisesOf } from '../src/acknowledge.ts';
import { openClassify } from '../src/classify/classify.ts';
import { recordContacts } from '../src/record.ts';

const config = ConfigSchema.parse({
  departments: [
    { name: 'IT', aliases: ['computers'] },
    { name: 'HR', serviceHours: { timeZone: 'Europe/Berlin', open: ['mon-fri 09:00-12:00'] } },
    { name: 'Facilities' },
  ],
  services: [
    { name: 'Meeting rooms', department: 'Facilities', words: ['projector', 'video conference', 'Beamer'] },
    { name: 'Laptops', department: 'IT', words: ['laptop', 'notebook'], urgency: 'low', resolveMinutes: 600 },
    { name: 'Accounts', department: 'IT', words: ['password', 'locked out'] },
    {
      ...{ name: 'New colleague', department: 'HR', words: ['onboarding'] },
      tasks: [
        { department: 'IT', title: 'Accounts and a laptop' },
        { department: 'Facilities', title: 'A desk and a key' },
        { department: 'HR', title: 'The contract' },
      ],
    },
  ],
  routing: {
    rules: [
      { name: 'payroll', when: { senders: ['@payroll.example'], words: ['payslip'] }, department: 'HR' },
      {
        name: 'night line',
        when: { channels: ['voice'], accounts: ['night'] },
        department: 'Facilities',
        impact: 'high',
      },
      { name: 'French', when: { languages: ['fr'] }, assignee: 'Amélie' },
      { name: 'menu', when: { chosen: ['5'] }, service: 'accounts' },
    ],
    vips: ['boss@example.org', '@board.example', '+493012345678'],
    urgentWords: ['outage', 'on fire'],
  },
  priorities: { P2: { respondMinutes: 15 } },
});
const classify = openClassify(config);
const asks = (text: string, parts: Partial<Contact> = {}) => someContact({ subject: undefined, text, ...parts });
const taken = (chosen: object) => asks('Hello', { channel: 'phone', details: { channel: 'phone', ...chosen } });

describe('a call goes', () => {
  test.each([
    ['where it was chosen', taken({ department: 'it' }), ['IT', undefined, 'choice', 'it was chosen']],
    [
      'to the department of what was chosen',
      taken({ service: 'laptops' }),
      ['IT', 'Laptops', 'choice', 'laptops was chosen'],
    ],
    [
      'where it was chosen, whatever it says',
      asks('projector', { channel: 'phone', details: { channel: 'phone', department: 'HR' } }),
      ['HR', undefined, 'choice', 'HR was chosen'],
    ],
    [
      'to the service that its words point to within what was chosen',
      asks('my password', { channel: 'phone', details: { channel: 'phone', department: 'IT' } }),
      ['IT', 'Accounts', 'choice', 'IT was chosen'],
    ],
    [
      'to what stands behind the + of the address',
      asks('Hello', { to: ['desk+Computers@example.org'] }),
      ['IT', undefined, 'choice', 'it was sent to +Computers'],
    ],
    ['not to a reply token', asks('Hello', { to: ['desk+0a1b@example.org'] }), [undefined, undefined, 'triage']],
    [
      'by the first rule that fits',
      asks('About my payslip.', { from: { email: 'Eve@Payroll.example' } }),
      ['HR', undefined, 'rule', 'rule “payroll”: @payroll.example, “payslip”'],
    ],
    [
      'not by a rule of which half fits',
      asks('payslip', { from: { email: 'eve@other.example' } }),
      [undefined, undefined, 'triage'],
    ],
    [
      'not by a rule about a sender who could not be verified',
      asks('payslip', { from: { email: 'eve@payroll.example', verified: false } }),
      [undefined, undefined, 'triage'],
    ],
    ['by a rule about what was chosen', taken({ department: 'HR', service: '5' }), ['HR', '5', 'choice']],
    [
      'by the words of a service, in any case and with any accent',
      asks('The BÉAMER is dark.'),
      ['Facilities', 'Meeting rooms', 'words', '“beamer” points to Meeting rooms'],
    ],
    ['by several words in a row', asks('I am locked out.'), ['IT', 'Accounts', 'words']],
    ['by whole words only', asks('The projectors, passwords'), [undefined, undefined, 'triage']],
    [
      'to where more words point',
      asks('projector for a video conference, on my laptop'),
      ['Facilities', 'Meeting rooms', 'words'],
    ],
    ['into triage where as many words point elsewhere', asks('projector, laptop'), [undefined, undefined, 'triage']],
    ['to a department where words point to two services of it', asks('laptop password'), ['IT', undefined, 'words']],
    [
      'into triage when nothing is known of it',
      asks('Hello'),
      [undefined, undefined, 'triage', 'nothing tells for sure where it belongs'],
    ],
  ])('%s', (_, contact, [department, service, by, why]) => {
    const found = classify(contact);
    expect([found.department, found.service, found.routedBy]).toEqual([department, service, by]);
    if (why) expect(found.routedWhy).toBe(why);
  });

  test('nowhere in particular where there are no departments', () => {
    const found = openClassify(ConfigSchema.parse({}))(asks('projector'));
    expect(found).toMatchObject({ department: undefined, routedBy: undefined, routedWhy: undefined });
  });
});

describe('how much a call matters', () => {
  test.each([
    ['medium where nobody says', asks('Hello'), ['medium', 'medium', 'P3']],
    ['what its service says', asks('laptop'), ['medium', 'low', 'P4']],
    ['what the requester chose, before that', taken({ service: 'Laptops', urgency: 'high' }), ['medium', 'high', 'P2']],
    ['high with an urgent word', asks('The flat is ON FIRE, and the laptop'), ['medium', 'high', 'P2']],
    ['high for a VIP', asks('laptop', { from: { email: 'Boss@example.org' } }), ['medium', 'high', 'P2']],
    ['high for everybody of a domain', asks('Hi', { from: { email: 'x@board.example' } }), ['medium', 'high', 'P2']],
    ['high for a number', asks('Hi', { from: { phone: '+493012345678' } }), ['medium', 'high', 'P2']],
    [
      'not for who only says so',
      asks('Hi', { from: { email: 'boss@example.org', verified: false } }),
      ['medium', 'medium', 'P3'],
    ],
    [
      'what the rule says',
      asks('', { channel: 'voice', account: 'night', details: { channel: 'voice' } }),
      ['high', 'medium', 'P2'],
    ],
  ])('is %s', (_, contact, expected) => {
    const { impact, urgency, priority } = classify(contact);
    expect([impact, urgency, priority]).toEqual(expected);
  });

  test('says why it is urgent, and a rule without a place leaves the place to others', () => {
    expect(classify(asks('An outage, laptop')).routedWhy).toBe(
      '“laptop” points to Laptops; urgent, since it says “outage”',
    );
    expect(classify(asks('laptop', { language: 'fr-CA' }))).toMatchObject({ department: 'IT', assignee: 'Amélie' });
  });

  test('decides when it must be answered, by the clock of its department and the minutes of its service', () => {
    const receivedAt = '2026-11-06T10:30:00.000Z';
    expect(classify(asks('Hello', { receivedAt })).respondBy).toBe('2026-11-06T14:30:00.000Z');
    // Friday, half past eleven in Berlin: half an hour is left until Monday.
    expect(classify(asks('onboarding', { receivedAt })).respondBy).toBe('2026-11-10T08:30:00.000Z');
    expect(classify(asks('laptop', { receivedAt })).resolveBy).toBe('2026-11-06T20:30:00.000Z');
    expect(classify(asks('outage', { receivedAt }))).toMatchObject({
      respondBy: '2026-11-06T10:45:00.000Z',
      resolveBy: undefined,
    });
  });
});

describe('in the log', () => {
  let database: TestDatabase;
  let log: Log;
  beforeAll(async () => {
    database = await testDatabase();
    log = openLog({ url: database.url, connections: 4 }, quietLogger());
  });
  afterAll(async () => {
    await log.close();
    await database.drop();
  });
  const now = '2026-11-06T10:40:00.000Z';
  const promises = promisesOf(config);
  const record = (...contacts: Contact[]) =>
    recordContacts(contacts, { log, promises, newId: v7, now: () => new Date(now) });
  const callOf = async ({ key }: Contact) => {
    const [row] = await database.query<{ reference: string }>(
      'select reference from calls where id = (select call_id from contacts where key = $1)',
      [key],
    );
    return getCall(log.db, EVERYTHING, row?.reference ?? '');
  };
  const mail = (text: string, parts: Partial<Contact> = {}) =>
    asks(text, {
      ...{ occurredAt: '2026-11-06T10:30:00.000Z', receivedAt: '2026-11-06T10:30:00.000Z' },
      ...{ from: { email: `${v7()}@example.org` }, ...parts },
    });
  const revising = ({ key }: Contact, cause: 'transcript' | 'choice', parts: Partial<Contact>) => {
    const sourceId = v7();
    return mail('', {
      ...{ channel: 'voice', account: 'day', sourceId, key: contactKey('voice', 'day', sourceId), from: {} },
      ...{ revises: { key, cause }, details: { channel: 'voice' }, ...parts },
    });
  };

  test('a new call has its place, its targets and the reason', async () => {
    const contact = mail('An outage of the projector');
    await record(contact);
    expect(await callOf(contact)).toMatchObject({
      ...{ department: 'Facilities', service: 'Meeting rooms', priority: 'P2', routedBy: 'words', version: 1 },
      why: '“projector” points to Meeting rooms; urgent, since it says “outage”',
      respondBy: '2026-11-06T10:45:00.000Z',
    });
  });

  test('a call for what three departments do has a task for each', async () => {
    const contact = mail('onboarding of Ada');
    await record(contact);
    const { tasks, history } = await callOf(contact);
    expect(tasks.map(({ department, status }) => `${department} ${status}`)).toEqual([
      ...['IT open', 'Facilities open', 'HR open'],
    ]);
    expect(history.filter(({ kind }) => kind === 'task.opened')).toHaveLength(3);
  });

  test('a voice message that is written down later leaves triage; by a choice, also another place', async () => {
    const message = mail('', { channel: 'voice', account: 'day', details: { channel: 'voice' } });
    await record(message);
    expect(await callOf(message)).toMatchObject({ routedBy: 'triage' });
    await record(revising(message, 'transcript', { text: 'I am locked out' }));
    expect(await callOf(message)).toMatchObject({ department: 'IT', service: 'Accounts', routedBy: 'words' });
    await record(revising(message, 'choice', { details: { channel: 'voice', department: 'HR' } }));
    const chosen = await callOf(message);
    // The clock of HR has half an hour left on this Friday.
    expect(chosen).toMatchObject({ department: 'HR', routedBy: 'choice', respondBy: '2026-11-10T08:30:00.000Z' });
    expect(chosen.history.filter(({ kind }) => kind === 'call.reclassified')).toHaveLength(2);
  });

  test('what a person decided is not decided anew', async () => {
    const message = mail('', { channel: 'voice', account: 'day', details: { channel: 'voice' } });
    await record(message);
    const { reference } = await callOf(message);
    const deed = { reference, by: 'Ada', at: now, messageId: v7(), canSend: () => false, targets: promises.targets };
    await log.db.transaction().execute((trx) => changeCall(trx, { ...deed, change: { department: 'HR' } }));
    await record(revising(message, 'choice', { text: 'locked out', details: { channel: 'voice', department: 'IT' } }));
    expect(await callOf(message)).toMatchObject({ department: 'HR', routedBy: 'person', why: 'Ada put it there' });
  });

  test('an answer of the requester lets a call go on, and its clock with it', async () => {
    const contact = mail('laptop', { thread: { messageId: `${v7()}@example.org`, references: [] } });
    await record(contact);
    const { reference, resolveBy } = await callOf(contact);
    const deed = { reference, by: 'Ada', messageId: v7(), canSend: () => false, targets: promises.targets };
    const at = '2026-11-06T10:35:00.000Z';
    await log.db.transaction().execute((trx) => changeCall(trx, { ...deed, at, change: { status: 'waiting' } }));
    expect(await callOf(contact)).toMatchObject({ status: 'waiting', waitingSince: at });
    expect(await callOf(contact)).not.toHaveProperty('resolveBy');
    await record(
      mail('It is the grey one.', {
        from: contact.from,
        thread: { messageId: `${v7()}@example.org`, references: [contact.thread.messageId ?? ''] },
      }),
    );
    const on = await callOf(contact);
    // Five minutes of waiting.
    expect(Date.parse(on.resolveBy ?? '') - Date.parse(resolveBy ?? '')).toBe(300_000);
    expect(on).toMatchObject({ status: 'in-progress' });
    expect(on.history.at(-1)).toMatchObject({ by: 'callbook', kind: 'call.woken' });
  });
});
