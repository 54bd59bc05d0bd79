import { logCall, quietLogger, someContact, testDatabase } from '@callbook/checks';
import type { Contact, LedgerReport } from '@callbook/contracts';
import { enterReports, type LedgerFilter, listLedger, openLog } from '@callbook/log';
import { afterAll, describe, expect, test } from '@jest/globals';

const database = await testDatabase();
const log = openLog({ url: database.url, connections: 4 }, quietLogger());
afterAll(async () => {
  await log.close();
  await database.drop();
});

const DAY = '2026-11-02';
const NOW = new Date('2026-11-24T12:00:00Z');
let accounts = 0;

/** An account of its own for each test, with ways to report of it and to record contacts of it. */
function someAccount() {
  const account = `desk-${accounts++}`;
  const report = (parts: Partial<LedgerReport>): LedgerReport => ({
    ...{ channel: 'email', account, part: 'INBOX', day: DAY },
    ...{ seen: 0, spooled: 0, untaken: 0, at: '2026-11-02T10:00:00.000Z' },
    ...parts,
  });
  const contacts = (count: number, parts: Partial<Contact> = {}) =>
    Array.from({ length: count }, () => ({
      contact: someContact({ account, occurredAt: `${DAY}T12:00:00Z`, ...parts }),
    }));
  const list = async (filter: LedgerFilter = {}) => (await listLedger(log.db, { account, ...filter }, NOW)).items;
  return {
    account,
    list,
    contacts,
    entry: async () => (await list())[0],
    tell: (...parts: Partial<LedgerReport>[]) =>
      log.db.transaction().execute((trx) => enterReports(trx, parts.map(report))),
    record: (count: number, parts?: Partial<Contact>) => logCall(log, { contacts: contacts(count, parts) }),
  };
}

describe('nothing is missing', () => {
  test('when all that lies at the source is recorded, or on its way', async () => {
    const { tell, record, entry, account } = someAccount();
    await record(7);
    await tell({ seen: 10, spooled: 3 });
    expect(await entry()).toEqual({
      ...{ channel: 'email', account, day: DAY },
      ...{ seen: 10, spooled: 3, recorded: 7, duplicates: 0, missing: 0 },
      parts: [{ part: 'INBOX', seen: 10, spooled: 3, untaken: 0, reportedAt: '2026-11-02T10:00:00.000Z' }],
      reportedAt: '2026-11-02T10:00:00.000Z',
    });
  });

  test('when some of the mails were a telephone system’s, and are voice contacts', async () => {
    const { tell, record, entry, account, list } = someAccount();
    await record(2);
    const mail = { channel: 'voice', provider: 'pbx', mail: { folder: 'INBOX', uid: 3 } } as const;
    await record(3, { channel: 'voice', details: mail });
    await tell({ seen: 5 });
    expect(await entry()).toMatchObject({ channel: 'email', seen: 5, recorded: 5, missing: 0 });
    expect(await list({ channel: 'email' })).toHaveLength(1);
    expect(await list({ channel: 'voice' })).toEqual([]);
    // What a provider brings under the same name is counted by itself.
    await record(1, { channel: 'voice', details: { channel: 'voice', provider: 'twilio' } });
    expect(await list()).toMatchObject([
      { channel: 'email', account, recorded: 5, missing: 0 },
      { channel: 'voice', account, recorded: 1, missing: 0 },
    ]);
  });

  test('when mails were moved away after they were recorded', async () => {
    const { tell, record, entry } = someAccount();
    await record(10);
    await tell({ seen: 1, confirmed: 10 });
    expect(await entry()).toMatchObject({ seen: 10, recorded: 10, missing: 0 });
  });

  test('when what was spooled has been recorded since the report', async () => {
    const { tell, record, entry } = someAccount();
    await tell({ seen: 10, spooled: 10 });
    await record(10);
    expect(await entry()).toMatchObject({ recorded: 10, missing: 0 });
  });

  test('on a day with contacts and without a report', async () => {
    const { record, entry } = someAccount();
    await record(2);
    const found = await entry();
    expect(found).toMatchObject({ seen: 2, recorded: 2, missing: 0, parts: [] });
    expect(found).not.toHaveProperty('reportedAt');
  });

  test('when a mail was dragged from one folder to another', async () => {
    const { tell, record, entry } = someAccount();
    await record(5);
    await tell({ seen: 5 }, { part: 'Done', seen: 0 });
    await tell({ seen: 4, at: '2026-11-02T11:00:00Z' }, { part: 'Done', seen: 1, at: '2026-11-02T11:00:05Z' });
    expect(await entry()).toMatchObject({ seen: 5, missing: 0, reportedAt: '2026-11-02T11:00:05.000Z' });
  });
});

describe('something is missing', () => {
  test('while mails lie at the source that cannot be taken', async () => {
    const { tell, record, entry } = someAccount();
    await record(4);
    await tell({ seen: 7, spooled: 1, untaken: 2 });
    expect(await entry()).toMatchObject({ seen: 7, spooled: 1, recorded: 4, missing: 2 });
    await tell({ seen: 2, untaken: 2, confirmed: 4, at: '2026-11-02T10:30:00Z' });
    expect(await entry()).toMatchObject({ seen: 6, recorded: 4, missing: 2 });
  });

  test('when the log has fewer than lie at the source, in all folders together', async () => {
    const { tell, record, entry } = someAccount();
    await record(4);
    await tell({ seen: 5 }, { part: 'Orders', seen: 3, spooled: 1 });
    expect(await entry()).toMatchObject({ seen: 8, spooled: 1, recorded: 4, missing: 3 });
  });

  test('when the log has fewer than it once confirmed, though the mailbox is empty', async () => {
    const { tell, record, entry } = someAccount();
    await record(4);
    await tell({ confirmed: 9 }, { part: 'Orders', spooled: 1, seen: 1, confirmed: 9 });
    expect(await entry()).toMatchObject({ seen: 10, spooled: 1, recorded: 4, missing: 5 });
  });

  test('when the log has nothing of a day at all', async () => {
    const { tell, list } = someAccount();
    await tell({ seen: 3 }, { seen: 1, spooled: 1, day: '2026-11-03' });
    expect((await list()).map(({ day, missing }) => [day, missing])).toEqual([
      ['2026-11-03', 0],
      [DAY, 3],
    ]);
    expect((await list({ missing: true })).map(({ day }) => day)).toEqual([DAY]);
    expect((await list({ missing: false })).map(({ day }) => day)).toEqual(['2026-11-03']);
  });
});

describe('a contact counts', () => {
  test('on its UTC day, for its account, as a duplicate too, and not when it revises another', async () => {
    const { contacts, list, account } = someAccount();
    const [first, second, revision] = contacts(3);
    if (!first || !second || !revision) throw new Error('there are three');
    await logCall(log, {
      contacts: [
        first,
        { ...second, duplicateOf: first.contact.id },
        { contact: { ...revision.contact, revises: { key: first.contact.key, cause: 'edit' } } },
        ...contacts(1, { occurredAt: '2026-11-02T23:59:59.999Z' }),
        ...contacts(1, { occurredAt: '2026-11-03T00:00:00.000Z' }),
        { contact: someContact({ account: 'another', occurredAt: `${DAY}T12:00:00Z` }) },
        { contact: someContact({ account, channel: 'web', occurredAt: `${DAY}T12:00:00Z` }) },
      ],
    });
    expect((await list()).map((entry) => [entry.day, entry.channel, entry.recorded, entry.duplicates])).toEqual([
      ['2026-11-03', 'email', 1, 0],
      [DAY, 'email', 3, 1],
      [DAY, 'web', 1, 0],
    ]);
  });
});

describe('a report', () => {
  test('is entered once however often it comes, and the latest stands in whatever order they come', async () => {
    const { tell, entry } = someAccount();
    const early = { seen: 9, confirmed: 1, at: '2026-11-02T09:00:00Z' };
    const late = { seen: 5, confirmed: 2, at: '2026-11-02T11:00:00.5Z' };
    for (const order of [[late, early], [early], [late], [late, late, early]]) await tell(...order);
    expect(await entry()).toMatchObject({ seen: 5, parts: [{ seen: 5, reportedAt: '2026-11-02T11:00:00.500Z' }] });
  });

  test('of a spool that remembers less does not take back what the log confirmed to another', async () => {
    const { tell, entry } = someAccount();
    await tell({ confirmed: 6 });
    await tell({ confirmed: 0, at: '2026-11-02T11:00:00Z' });
    expect(await entry()).toMatchObject({ missing: 6 });
  });

  test('may come from many at once, in any order of its parts', async () => {
    const { tell, entry } = someAccount();
    const parts = Array.from({ length: 50 }, (_, i) => ({ part: `folder ${i}`, seen: 1 }));
    await Promise.all(Array.from({ length: 8 }, (_, i) => tell(...(i % 2 ? parts : parts.toReversed()))));
    expect(await entry()).toMatchObject({ seen: 50 });
  });

  test('may name a folder by anything', async () => {
    const { tell, entry } = someAccount();
    await tell({ part: 'a\0b\ud800 "c", Entwürfe', seen: 1 });
    expect((await entry())?.parts[0]?.part).toBe('ab\ufffd "c", Entwürfe');
  });
});

describe('the list', () => {
  test('is of the last thirty days, or of those that are asked for', async () => {
    const { tell, list } = someAccount();
    const days = ['2026-11-25', '2026-11-24', '2026-10-26', '2026-10-25', '2025-01-01'];
    await tell(...days.map((day) => ({ day, seen: 1 })));
    const listed = async (filter: LedgerFilter) => (await list(filter)).map(({ day }) => day);
    expect(await listed({})).toEqual(days.slice(0, 3));
    expect(await listed({ days: 31 })).toEqual(days.slice(0, 4));
    expect(await listed({ since: '2025-01-01' })).toEqual(days);
    expect(await listed({ since: '2025-01-01', until: '2026-10-26' })).toEqual(days.slice(2));
    expect(await listed({ until: '2026-10-26', days: 2 })).toEqual(days.slice(2, 4));
    expect(await listed({ channel: 'voice' })).toEqual([]);
  });

  test('comes page by page, each entry once', async () => {
    const { account, tell, record, list } = someAccount();
    await record(3, { occurredAt: '2026-11-20T10:00:00Z' });
    for (const channel of ['email', 'slack'] as const)
      await tell(...Array.from({ length: 9 }, (_, i) => ({ channel, day: `2026-11-1${i}`, seen: i })));
    const whole = await list();
    expect(whole).toHaveLength(19);
    const paged: unknown[] = [];
    for (let cursor: string | undefined, pages = 0; pages === 0 || cursor !== undefined; pages++) {
      const page = await listLedger(log.db, { account, limit: 4, cursor }, NOW);
      paged.push(...page.items);
      cursor = page.nextCursor;
    }
    expect(paged).toEqual(whole);
  });

  test('refuses the cursor of another', async () => {
    const cursor = Buffer.from('["-receivedAt","2026-11-02","email","desk"]').toString('base64url');
    for (const wrong of [cursor, 'x', Buffer.from('["ledger","2026","email","a"]').toString('base64url')])
      await expect(listLedger(log.db, { cursor: wrong }, NOW)).rejects.toMatchObject({ code: 'request-invalid' });
  });
});
