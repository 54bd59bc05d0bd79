import { quietLogger, seeded, someContact, type TestDatabase, testDatabase } from '@callbook/checks';
import { type Contact, contactKey, type MissedReason } from '@callbook/contracts';
import { EVERYTHING, getCall, type Log, listCalls, listContacts, openLog } from '@callbook/log';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { v7 } from 'uuid';
import { recordContacts } from '../src/record.ts';

const SEED = Number(process.env.SEED ?? Math.floor(Math.random() * 1e6));
process.stderr.write(`attempts in random orders: SEED=${SEED}\n`);

let database: TestDatabase;
let log: Log;
/** Nobody else has this number: each test its own. */
let phone: string;
let phones = 0;

beforeAll(async () => {
  database = await testDatabase();
  log = openLog({ url: database.url, connections: 4 }, quietLogger());
});
afterAll(async () => {
  await log.close();
  await database.drop();
});
beforeEach(() => {
  phone = `+4930${5_000_000 + phones++}`;
});

const record = (...contacts: Contact[]) =>
  recordContacts(contacts, { log, newId: v7, now: () => new Date('2026-11-20T08:00:00.000Z') });
const at = (minutes: number) => new Date(Date.parse('2026-11-02T08:00:00Z') + minutes * 60_000).toISOString();

type Call = {
  minutes: number;
  /** Default: it leaves a message. */
  missed?: MissedReason;
  from?: Contact['from'];
  account?: string;
};

/** A telephone call as it is logged while it rings, and the news of how it ended; in the recording it says who it is. */
function call({ minutes, missed, from = { phone }, account = 'hotline' }: Call) {
  const callSid = `CA${v7()}`;
  const voice = (sourceId: string, seconds: number, parts: Partial<Contact>) =>
    someContact({
      ...{ channel: 'voice', account, sourceId, from: {}, to: [], text: '', fullText: '', attachments: [] },
      ...{ occurredAt: at(minutes + seconds / 60), receivedAt: at(minutes + seconds / 60) },
      ...{ thread: { references: [] }, subject: undefined },
      ...parts,
      details: { channel: 'voice', provider: 'twilio', callSid, ...parts.details } as Contact['details'],
    });
  const key = contactKey('voice', account, callSid);
  const rings = voice(callSid, 0, { from, media: { kind: 'recording', state: 'pending' } });
  const ended = voice(`${callSid}/ended`, 40, {
    revises: { key, cause: 'ended' },
    details: { channel: 'voice', ...(missed && { missed }) },
  });
  const recording = voice(`${callSid}/recording/RE1`, 30, {
    revises: { key, cause: 'recording' },
    attachments: [{ sha256: 'a'.repeat(64), name: 'RE1.wav', mediaType: 'audio/wav', size: 32_044, inline: false }],
    media: { kind: 'recording', state: 'pending' },
  });
  return { rings, news: missed ? [ended] : [recording, ended] };
}

/** As it happens: each call rings, and a while after it ended that is told. */
async function happen(...calls: ReturnType<typeof call>[]): Promise<void> {
  for (const { rings, news } of calls) {
    await record(rings);
    for (const one of news) await record(one);
  }
}

/** Which of the calls share a call of the log, as their places in the list. */
async function together(...calls: ReturnType<typeof call>[]): Promise<number[][]> {
  const rows = await database.query<{ key: string; call_id: string }>('select key, call_id from contacts');
  const callOf = new Map(rows.map(({ key, call_id }) => [key, call_id]));
  const groups = new Map<string | undefined, number[]>();
  calls.forEach(({ rings, news }, index) => {
    const id = callOf.get(rings.key);
    groups.set(id, [...(groups.get(id) ?? []), index]);
    for (const one of news) expect(callOf.get(one.key)).toBe(id);
  });
  return [...groups.values()];
}

async function viewOf({ rings }: ReturnType<typeof call>) {
  const [row] = await database.query<{ reference: string }>(
    'select reference from calls join contacts on call_id = calls.id where key = $1',
    [rings.key],
  );
  return getCall(log.db, EVERYTHING, row?.reference ?? '');
}

describe('who calls again after a missed call', () => {
  test('is one line of the log, which says how often and why', async () => {
    const calls = [
      call({ minutes: 0, missed: 'hung-up' }),
      call({ minutes: 12, missed: 'silent' }),
      call({ minutes: 40, missed: 'too-short' }),
    ];
    await happen(...calls);
    expect(await together(...calls)).toEqual([[0, 1, 2]]);
    const view = await viewOf(calls[0] as ReturnType<typeof call>);
    const attempts = view.contacts.filter(({ revises }) => !revises);
    expect(attempts.map(({ linkedBy, why }) => [linkedBy, why])).toEqual([
      ['new', 'nothing known that it belongs to'],
      ['same-matter', 'calls again within half an hour of a missed call from the same number'],
      ['same-matter', 'calls again within half an hour of a missed call from the same number'],
    ]);
    expect(attempts.map(({ details, media }) => [(details as { missed?: string }).missed, media])).toEqual([
      ['hung-up', undefined],
      ['silent', undefined],
      ['too-short', undefined],
    ]);
    const line = (await listCalls(log.db, EVERYTHING, { q: view.reference })).items[0];
    expect(line).toMatchObject({ reference: view.reference, contactCount: 3, missed: true, receivedAt: at(0) });
    // How far a recording is, is told where a contact is listed by itself, too: nothing waits here.
    const listed = (await listContacts(log.db, EVERYTHING, { channel: 'voice', sourceId: attempts[0]?.sourceId }))
      .items;
    expect(listed.map(({ media }) => media)).toEqual([undefined]);
  });

  test('and then leaves a message has left it on that call; the next message is another matter', async () => {
    const calls = [
      call({ minutes: 0, missed: 'hung-up' }),
      call({ minutes: 5 }),
      call({ minutes: 10 }),
      call({ minutes: 15, missed: 'hung-up' }),
      call({ minutes: 20 }),
    ];
    await happen(...calls);
    expect(await together(...calls)).toEqual([[0, 1], [2], [3, 4]]);
    const { reference } = await viewOf(calls[0] as ReturnType<typeof call>);
    expect((await listCalls(log.db, EVERYTHING, { q: reference })).items[0]).toMatchObject({
      contactCount: 2,
      missed: false,
    });
  });

  test('is seen however the news and the calls come', async () => {
    const random = seeded(SEED);
    for (let round = 0; round < 25; round++) {
      phone = `+4989${1_000_000 + round}`;
      const calls = [
        call({ minutes: 0, missed: 'hung-up' }),
        call({ minutes: 20, missed: 'silent' }),
        call({ minutes: 41, missed: 'hung-up' }),
        call({ minutes: 60 }),
      ];
      const waiting = calls
        .flatMap(({ rings, news }) => [rings, ...news])
        .map((contact) => ({ contact, place: random() }))
        .sort((a, b) => a.place - b.place)
        .map(({ contact }) => contact);
      while (waiting.length > 0) await record(...waiting.splice(0, 1 + Math.floor(random() * 3)));
      expect({ round, groups: await together(...calls) }).toEqual({ round, groups: [[0, 1, 2, 3]] });
      const view = await viewOf(calls[3] as ReturnType<typeof call>);
      expect(view.receivedAt).toBe(at(0));
    }
  });

  test('in the same second, as far as the clock of a telephone system can tell, is no less the same', async () => {
    const calls = [0, 0, 0].map((minutes) => call({ minutes, missed: 'hung-up' }));
    for (const { rings } of calls) await record(rings);
    for (const { news } of calls.toReversed()) await record(...news);
    expect(await together(...calls)).toEqual([[0, 1, 2]]);
  });

  test('while the first call has no end yet opens a second one, which is folded into the first', async () => {
    const [first, second] = [call({ minutes: 0, missed: 'hung-up' }), call({ minutes: 1, missed: 'hung-up' })];
    await record(first.rings);
    await record(second.rings);
    expect(await together({ ...first, news: [] }, { ...second, news: [] })).toEqual([[0], [1]]);
    const { reference } = await viewOf(second);
    await record(...second.news);
    await record(...first.news);
    expect(await together(first, second)).toEqual([[0, 1]]);
    const view = await viewOf(first);
    expect(await getCall(log.db, EVERYTHING, reference)).toEqual(view);
    expect(view.history.map(({ kind }) => kind)).toEqual(expect.arrayContaining(['call.merged', 'call.absorbed']));
  });

  test('stays with the call that an agent has begun to work on, and opens a new one when it was resolved', async () => {
    const [first, second, third] = [
      call({ minutes: 0, missed: 'hung-up' }),
      call({ minutes: 5, missed: 'hung-up' }),
      call({ minutes: 9, missed: 'hung-up' }),
    ] as const;
    await happen(first);
    const { reference } = await viewOf(first);
    await database.query(`update calls set status = 'in-progress', assignee = 'ada' where reference = $1`, [reference]);
    await happen(second);
    expect(await together(first, second)).toEqual([[0, 1]]);
    await database.query(`update calls set status = 'resolved', resolved_at = now() where reference = $1`, [reference]);
    await happen(third);
    expect(await together(first, second, third)).toEqual([[0, 1], [2]]);
  });

  test('is suggested, where agents work on both', async () => {
    const [first, second] = [call({ minutes: 0, missed: 'hung-up' }), call({ minutes: 1, missed: 'hung-up' })];
    await record(first.rings, second.rings);
    await database.query(
      `update calls set status = 'in-progress' from contacts where call_id = calls.id and key = any($1)`,
      [[first.rings.key, second.rings.key]],
    );
    await record(...first.news, ...second.news);
    expect(await together(first, second)).toEqual([[0], [1]]);
    expect((await viewOf(first)).suggestions).toMatchObject([{ reference: (await viewOf(second)).reference }]);
  });
});

test('a call whose recording is listed after it was said to be missed is no missed call', async () => {
  const [late, missed] = [call({ minutes: 0 }), call({ minutes: 0, missed: 'hung-up' })];
  const [recording] = late.news;
  await record(missed.rings, ...missed.news);
  await record({
    ...(recording as Contact),
    revises: { key: missed.rings.key, cause: 'recording' },
  });
  const view = await viewOf(missed);
  expect(view.contacts[0]).toMatchObject({ media: { state: 'pending' } });
  expect(view.contacts[0]?.details).not.toHaveProperty('missed');
  expect((await listCalls(log.db, EVERYTHING, { q: view.reference })).items[0]).toMatchObject({ missed: false });
});

describe('calls of their own are', () => {
  const cases: readonly [string, () => Call[]][] = [
    ['two messages', () => [{ minutes: 0 }, { minutes: 1 }]],
    ['a message and a missed call after it', () => [{ minutes: 0 }, { minutes: 1, missed: 'hung-up' }]],
    ['attempts that are further apart', () => [{ minutes: 0, missed: 'hung-up' }, { minutes: 31 }]],
    ['those of two numbers', () => [{ minutes: 0, missed: 'hung-up', from: { phone: '+493055' } }, { minutes: 1 }]],
    ['those at two accounts', () => [{ minutes: 0, missed: 'hung-up', account: 'branch' }, { minutes: 1 }]],
    [
      'those of callers who withhold their numbers',
      () => [
        { minutes: 0, missed: 'hung-up', from: {} },
        { minutes: 1, missed: 'hung-up', from: {} },
        { minutes: 2, from: {} },
      ],
    ],
    [
      'those under a number that its carrier disowns',
      () => [
        { minutes: 0, missed: 'hung-up' },
        { minutes: 1, from: { phone, verified: false } },
      ],
    ],
  ];
  test.each(cases)('%s', async (_, calls) => {
    const made = calls().map(call);
    await happen(...made);
    expect(await together(...made)).toEqual(made.map((_, index) => [index]));
  });
});

test('the same silence in two recordings is nobody’s repetition', async () => {
  const [one, other] = [call({ minutes: 0 }), call({ minutes: 10 })];
  await happen(one, other);
  const rows = await database.query('select 1 from contacts where duplicate_of is not null');
  expect(rows).toHaveLength(0);
});
