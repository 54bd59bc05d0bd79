import { logCall, quietLogger, someContact, testDatabase } from '@callbook/checks';
import { EVERYTHING, getCall, getContact, listContacts, openLog } from '@callbook/log';
import { afterAll, expect, test } from '@jest/globals';

const database = await testDatabase();
const log = openLog({ url: database.url, connections: 4 }, quietLogger());
afterAll(async () => {
  await log.close();
  await database.drop();
});

const sha256 = 'a'.repeat(64);
const attachment = { sha256, name: 'Foto – Keller.jpg', mediaType: 'image/jpeg', size: 3_000_000_000, inline: false };
const first = someContact({
  subject: 'Wasser im Keller',
  text: 'Es steht im Keller.',
  fullText: 'Es steht im Keller.\n> Wo?',
  language: 'de',
  html: sha256,
  attachments: [attachment, { ...attachment, name: 'two.png', inline: true }],
});
const again = someContact({
  receivedAt: '2026-11-02T08:05:00.000Z',
  problem: { code: 'email-unparsable', message: 'x' },
});
const bounce = someContact({ receivedAt: '2026-11-02T07:00:00.000Z', machine: 'bounce', channel: 'web' });
const call = await logCall(log, {
  contacts: [
    { contact: first },
    { contact: again, duplicateOf: first.id, linkedBy: 'thread', why: 'the same Message-ID', confidence: 1 },
    { contact: bounce, linkedBy: 'reference' },
  ],
});

test('a call comes with everything that was said, oldest first, just as it came', async () => {
  const view = await getCall(log.db, EVERYTHING, call.reference.toLowerCase());
  expect(view).toEqual({
    ...{ version: 1, tasks: [], links: [], watchers: [], knownErrors: [] },
    reference: call.reference,
    status: 'new',
    title: 'Wasser im Keller',
    requester: {
      id: expect.any(String),
      name: 'Ada Lindqvist',
      identities: [{ kind: 'email', value: 'ada@example.org', verified: true }],
    },
    firstChannel: 'email',
    channels: ['email'],
    impact: 'medium',
    urgency: 'medium',
    priority: 'P3',
    receivedAt: '2026-11-02T08:00:01.000Z',
    contacts: [
      { ...bounce, linkedBy: 'reference', why: 'for a test' },
      { ...first, linkedBy: 'new', why: 'for a test' },
      { ...again, duplicateOf: first.id, linkedBy: 'thread', why: 'the same Message-ID', confidence: 1 },
    ],
    history: [
      { at: first.receivedAt, by: 'callbook', kind: 'call.opened', detail: { contact: first.id, channel: 'email' } },
      { at: again.receivedAt, by: 'callbook', kind: 'contact.joined', detail: { contact: again.id, channel: 'email' } },
      { at: bounce.receivedAt, by: 'callbook', kind: 'contact.joined', detail: { contact: bounce.id, channel: 'web' } },
    ],
    suggestions: [],
  });
});

test.each(['CB-99999', 'CB-', '', "' or true"])('there is no call %p', async (reference) => {
  await expect(getCall(log.db, EVERYTHING, reference)).rejects.toMatchObject({ code: 'call-unknown' });
});

test('a contact leads to its call', async () => {
  expect(await getContact(log.db, EVERYTHING, again.id)).toEqual({
    ...again,
    duplicateOf: first.id,
    linkedBy: 'thread',
    why: 'the same Message-ID',
    confidence: 1,
    reference: call.reference,
    recordedAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT.*Z$/),
  });
});

test.each(['0190a1b2-0000-7000-8000-000000000000', 'not-an-id'])('there is no contact %p', async (id) => {
  await expect(getContact(log.db, EVERYTHING, id)).rejects.toMatchObject({ code: 'contact-unknown' });
});

test.each([
  ['none', {}, [again, first, bounce]],
  ['channel', { channel: 'web' }, [bounce]],
  ['account', { account: 'elsewhere' }, []],
  ['source id', { sourceId: first.sourceId }, [first]],
  ['channel, account and source id', { channel: 'email', account: 'helpdesk', sourceId: first.sourceId }, [first]],
  ['key', { key: again.key }, [again]],
  ['what was repeated', { duplicateOf: first.id }, [again]],
  ['being a repetition', { duplicateOf: true }, [again]],
  ['being none', { duplicateOf: false }, [first, bounce]],
  ['being from a machine', { machine: true }, [bounce]],
  ['being from a person', { machine: false }, [again, first]],
  ['kind of machine', { machine: 'auto-reply' }, []],
  ['having a problem', { problem: true }, [again]],
  ['having none', { problem: false }, [first, bounce]],
  ['code of the problem', { problem: 'contact-poison' }, []],
  ['time', { since: '2026-11-02T08:00:01Z' }, [again, first]],
] as const)('contacts are filtered by %s', async (_, filter, expected) => {
  const { items, nextCursor } = await listContacts(log.db, EVERYTHING, filter);
  expect(items.map(({ id }) => id)).toEqual(expected.map(({ id }) => id));
  expect(nextCursor).toBeUndefined();
});

test('contacts come in pages, each once', async () => {
  const one = await listContacts(log.db, EVERYTHING, { limit: 2 });
  const two = await listContacts(log.db, EVERYTHING, { limit: 2, cursor: one.nextCursor });
  expect([...one.items, ...two.items].map(({ id }) => id)).toEqual([again.id, first.id, bounce.id]);
  expect(two.nextCursor).toBeUndefined();
});

test('a page of huge contacts ends early, and the next one goes on', async () => {
  const text = 'word '.repeat(1_000_000);
  await logCall(log, {
    contacts: [1, 2, 3].map(() => ({ contact: someContact({ account: 'huge', text, fullText: text }) })),
  });
  const seen: string[] = [];
  let cursor: string | undefined;
  do {
    const page = await listContacts(log.db, EVERYTHING, { account: 'huge', cursor });
    expect(page.items).toHaveLength(1);
    seen.push(...page.items.map(({ id }) => id));
    cursor = page.nextCursor;
  } while (cursor !== undefined);
  expect(new Set(seen).size).toBe(3);
});
