import {
  type LoggedCall,
  logCall,
  logContact,
  nowSearchable,
  quietLogger,
  someContact,
  testDatabase,
} from '@callbook/checks';
import { EVERYTHING, getCall, listCalls, makeSearchable, openLog } from '@callbook/log';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';

const database = await testDatabase();
const log = openLog({ url: database.url, connections: 4 }, quietLogger());
afterAll(async () => {
  await log.close();
  await database.drop();
});

const at = (minute: number) => new Date(Date.UTC(2026, 10, 2, 8, minute)).toISOString();
const references = (page: { items: readonly { reference: string }[] }) => page.items.map(({ reference }) => reference);

/** A call of one contact, received at a minute past eight. */
function call(minute: number, parts: Parameters<typeof someContact>[0] = {}, head = {}): Promise<LoggedCall> {
  return logCall(log, { call: head, contacts: [{ contact: someContact({ receivedAt: at(minute), ...parts }) }] });
}

describe('the list of calls', () => {
  let calls: LoggedCall[];
  beforeAll(async () => {
    calls = [];
    for (let minute = 0; minute < 7; minute++) calls.push(await call(minute));
  });
  const newestFirst = () => calls.map(({ reference }) => reference).reverse();

  test('is newest first, with what a line needs', async () => {
    const page = await listCalls(log.db, EVERYTHING, { from: at(0) });
    expect(references(page)).toEqual(newestFirst());
    expect(page.nextCursor).toBeUndefined();
    expect(page.items[0]).toMatchObject({
      status: 'new',
      priority: 'P3',
      requester: { name: 'Ada Lindqvist', identities: [{ kind: 'email', value: 'ada@example.org', verified: true }] },
      channels: ['email'],
      receivedAt: at(6),
      updatedAt: at(6),
      contactCount: 1,
      problem: false,
      firstWords: expect.stringMatching(/^The printer in room 214/),
    });
  });

  test.each(['-receivedAt', 'receivedAt', 'updatedAt'] as const)(
    'shows each call once by %s while others arrive',
    async (sort) => {
      const seen: string[] = [];
      let cursor: string | undefined;
      do {
        const page = await listCalls(log.db, EVERYTHING, { sort, limit: 2, to: at(7), cursor });
        seen.push(...references(page));
        cursor = page.nextCursor;
        await call(sort === '-receivedAt' ? 30 : -30, {}, { status: 'closed' });
      } while (cursor !== undefined && seen.length < 100);
      expect(seen.filter((reference) => newestFirst().includes(reference))).toEqual(
        sort.startsWith('-') ? newestFirst() : newestFirst().reverse(),
      );
      expect(new Set(seen).size).toBe(seen.length);
    },
  );

  test('keeps calls of one instant apart by their id', async () => {
    const same = await Promise.all([call(50), call(50), call(50)]);
    const first = await listCalls(log.db, EVERYTHING, { from: at(50), to: at(51), limit: 2 });
    const second = await listCalls(log.db, EVERYTHING, {
      from: at(50),
      to: at(51),
      limit: 2,
      cursor: first.nextCursor,
    });
    expect([...references(first), ...references(second)].sort()).toEqual(same.map((one) => one.reference).sort());
    expect(second.nextCursor).toBeUndefined();
  });

  test.each(['nonsense', Buffer.from('["-receivedAt","2026","x"]').toString('base64url'), 'bnVsbA'])(
    'refuses %s as a cursor',
    async (cursor) => {
      await expect(listCalls(log.db, EVERYTHING, { cursor })).rejects.toMatchObject({ code: 'request-invalid' });
    },
  );

  test('refuses the cursor of another order', async () => {
    const { nextCursor } = await listCalls(log.db, EVERYTHING, { limit: 1 });
    await expect(listCalls(log.db, EVERYTHING, { cursor: nextCursor, sort: 'updatedAt' })).rejects.toMatchObject({
      code: 'request-invalid',
    });
  });
});

describe('a filter', () => {
  const day = { from: '2026-12-01T00:00:00Z' };
  const receivedAt = '2026-12-01T09:00:00.000Z';
  let voice: LoggedCall;
  let urgent: LoggedCall;
  beforeAll(async () => {
    voice = await call(0, { receivedAt, channel: 'voice', from: { phone: '+4930901820' } });
    urgent = await call(0, { receivedAt }, { impact: 'high', urgency: 'high', status: 'waiting' });
    await database.query(`update calls set department = 'Buildings, grounds' where id = $1`, [urgent.id]);
  });

  test.each([
    ['channel', { channel: ['voice', 'paper'] }, () => [voice]],
    ['status', { status: ['waiting'] }, () => [urgent]],
    ['priority', { priority: ['P1', 'P2'] }, () => [urgent]],
    ['department', { department: ['Buildings, grounds'] }, () => [urgent]],
    ["requester's number", { requester: '+4930901820' }, () => [voice]],
    ["requester's address in any case", { requester: 'ADA@example.org' }, () => [urgent]],
    ['several at once', { channel: ['voice'], status: ['waiting'] }, () => []],
    ['end', { to: '2026-12-01T09:00:00Z' }, () => []],
  ] as const)('by %s narrows the list', async (_, filter, expected) => {
    expect(references(await listCalls(log.db, EVERYTHING, { ...day, ...filter }))).toEqual(
      expected().map(({ reference }) => reference),
    );
  });

  test("by requester's id narrows the list", async () => {
    const { requester } = await getCall(log.db, EVERYTHING, voice.reference);
    expect(references(await listCalls(log.db, EVERYTHING, { requester: requester?.id }))).toEqual([voice.reference]);
  });

  test('by channel finds a call that another channel joined', async () => {
    const joined = await call(0, { receivedAt: '2026-12-05T09:00:00.000Z' });
    await logContact(log, joined, { contact: someContact({ channel: 'slack', receivedAt }) });
    expect(references(await listCalls(log.db, EVERYTHING, { channel: ['slack'] }))).toEqual([joined.reference]);
  });
});

describe('search', () => {
  let wet: LoggedCall;
  let percent: LoggedCall;
  beforeAll(async () => {
    wet = await call(0, {
      from: { name: 'Zoë Ångström', email: 'zoe@ward7.example' },
      subject: 'Wasser im Keller',
      text: 'Im Keller steht das Wasser zehn Zentimeter hoch.',
    });
    percent = await call(0, { subject: 'Disk at 100%_full', text: 'C:\\temp has no room' });
    await nowSearchable(log);
  });

  test.each([
    ['a reference', () => wet.reference, () => [wet]],
    ['a reference in lower case, with blanks', () => ` ${wet.reference.toLowerCase()} `, () => [wet]],
    ['part of a word that was said', () => 'entimet', () => [wet]],
    ['words from several places', () => 'keller ward7 Ångström', () => [wet]],
    ['how a word of two letters begins', () => 'ze', () => [wet]],
    ['nothing within a word by two letters', () => 'nt', () => []],
    ['words of which one is missing', () => 'keller printer', () => []],
    ['a percent sign', () => '100%', () => [percent]],
    ['an underscore', () => '%_f', () => [percent]],
    ['a backslash', () => ':\\t', () => [percent]],
    ['a lone wildcard that is not there', () => 'K_ller', () => []],
    ['a quote', () => `'; drop table calls; --`, () => []],
  ])('finds %s', async (_, q, expected) => {
    expect(references(await listCalls(log.db, EVERYTHING, { q: q() }))).toEqual(
      expected().map(({ reference }) => reference),
    );
  });

  test('shows what stands around the first word that was found', async () => {
    const long = await call(0, {
      text: `${'Before it. '.repeat(30)}Then the GIRAFFE came. ${'After it. '.repeat(30)}`,
    });
    await nowSearchable(log);
    const { items } = await listCalls(log.db, EVERYTHING, { q: 'giraffe after' });
    expect(references({ items })).toEqual([long.reference]);
    expect(items[0]?.excerpt).toMatch(
      /^…(re it|it|efore it|Before it)?[.] Before it[.].* Then the GIRAFFE came[.] After it[.].*…$/,
    );
    expect((await listCalls(log.db, EVERYTHING, { q: long.reference })).items[0]).not.toHaveProperty('excerpt');
  });

  test('follows what is moved, renamed and added', async () => {
    const [one, other] = [await call(0, { text: 'the okapi' }), await call(0, { text: 'the tapir' })];
    const found = async (q: string) => {
      await nowSearchable(log);
      return references(await listCalls(log.db, EVERYTHING, { q }));
    };
    expect(await found('okapi')).toEqual([one.reference]);
    await logContact(log, one, { contact: someContact({ text: 'and the quokka' }) });
    expect(await found('okapi quokka')).toEqual([one.reference]);
    await database.query('update contacts set call_id = $1 where call_id = $2', [other.id, one.id]);
    expect(await found('okapi')).toEqual([other.reference]);
    await database.query(`update calls set title = 'A wombat' where id = $1`, [one.id]);
    expect(await found('wombat')).toEqual([one.reference]);
    await database.query(
      `update requesters set name = 'Numbat' where id = (select requester_id from calls where id = $1)`,
      [one.id],
    );
    expect(await found('numbat wombat')).toEqual([one.reference]);
  });

  test('is not held up by a call that cannot be searched', async () => {
    await database.query(`alter table searchable add constraint poison check (text not like '%hemlock%')`);
    const [before, poison, after] = [
      await call(0, { text: 'the dugong' }),
      await call(0, { text: 'the hemlock' }),
      await call(0, { text: 'the dugong too' }),
    ];
    const failed: string[] = [];
    while ((await makeSearchable(log, (callId) => void failed.push(callId))) > 0);
    expect(failed).toEqual([poison.id]);
    expect(references(await listCalls(log.db, EVERYTHING, { q: 'dugong' })).sort()).toEqual(
      [before.reference, after.reference].sort(),
    );
    expect(references(await listCalls(log.db, EVERYTHING, { q: poison.reference }))).toEqual([poison.reference]);
  });
});
