import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  type DeskFetch,
  deskFetch,
  deskToken,
  logCall,
  quietLogger,
  someContact,
  type TestDatabase,
  testDatabase,
  testServices,
} from '@callbook/checks';
import { ConfigSchema } from '@callbook/contracts';
import { EVERYTHING, getStatistics, type Log, openLog } from '@callbook/log';
import { createLifecycle, createSurface } from '@callbook/runtime';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { definitions } from '../src/figures/definitions.ts';
import { StatisticsSchema } from '../src/figures/schema.ts';
import { deskRole } from '../src/index.ts';
import { ProblemSchema } from '../src/schemas.ts';

const logger = quietLogger();
const lifecycle = createLifecycle(logger);
let database: TestDatabase;
let log: Log;
let home: string;
let desk: DeskFetch;

beforeAll(async () => {
  database = await testDatabase();
  home = mkdtempSync(join(tmpdir(), 'desk-'));
  log = openLog({ url: database.url, connections: 2 }, logger);
  const http = createSurface(logger, lifecycle);
  const config = ConfigSchema.parse({
    ...{ database: { url: database.url }, redis: { url: testServices().redisUrl } },
    response: { serviceHours: { timeZone: 'Europe/Berlin' } },
  });
  await deskRole.start({ config, home, logger, lifecycle, http });
  const origin = `http://127.0.0.1:${await http.listen('127.0.0.1', 0)}`;
  desk = deskFetch(origin, await deskToken(database.url));
  // In Berlin it is the third of November already.
  const contact = someContact({ receivedAt: '2026-11-02T23:30:00.000Z' });
  const call = { department: '=HYPERLINK("http://evil.example")', respondBy: '2026-11-03T08:00:00.000Z' };
  await logCall(log, { call, contacts: [{ contact }, { contact: someContact(), duplicateOf: contact.id }] });
});
afterAll(async () => {
  await lifecycle.stop('test');
  await log.close();
  await database.drop();
  rmSync(home, { recursive: true });
});

test('the figures of a day are told in the time zone of the desk, or in another, with what they mean', async () => {
  const ask = async (query: string) => StatisticsSchema.parse(await (await desk(`/api/statistics?${query}`)).json());
  const here = await ask('since=2026-11-03&until=2026-11-03');
  expect(here).toMatchObject({
    ...{ timeZone: 'Europe/Berlin', from: '2026-11-02T23:00:00.000Z', to: '2026-11-03T23:00:00.000Z' },
    total: { calls: 1, contacts: 2, duplicates: 1, contactsPerCall: 2, response: { done: 0, late: 1, overdue: 1 } },
    by: { hour: [{ key: '0', calls: 1 }], weekday: [{ key: '2', calls: 1 }], day: [{ key: '2026-11-03', open: 1 }] },
    definitions,
  });
  expect((await ask('since=2026-11-03&until=2026-11-03&timeZone=UTC')).total.calls).toBe(0);
  expect((await ask('since=2026-11-02&until=2026-11-02&timeZone=UTC&channel=email')).total.calls).toBe(1);
});

test('the table has a line for each group, and no cell is a formula', async () => {
  const answer = await desk(`/api/statistics/csv?since=2026-11-03&until=2026-11-04`);
  expect(answer.headers.get('content-type')).toBe('text/csv; charset=utf-8');
  expect(answer.headers.get('content-disposition')).toContain('callbook-2026-11-03-2026-11-04.csv');
  const lines = (await answer.text()).split('\r\n');
  expect(lines[1]).toMatch(/^total,2026-11-03\/2026-11-04,1,0,0,1,1,,/);
  expect(lines).toContainEqual(expect.stringMatching(/^department,"'=HYPERLINK\(""http:\/\/evil\.example""\)",1,/));
  expect(lines.filter((line) => line.startsWith('day,'))).toHaveLength(2);
});

test('a question that does not fit is answered with its faults', async () => {
  const faults = async (query: string) =>
    ProblemSchema.parse(await (await desk(`/api/statistics?${query}`)).json()).errors?.map(({ path }) => path);
  expect(await faults('timeZone=Mars/Olympus')).toEqual(['timeZone']);
  expect(await faults('since=2026-11-03&until=2026-11-01')).toEqual(['until']);
  expect(await faults('since=2026-11-03&days=3')).toEqual(['days']);
  expect(await faults('since=1999-01-01&until=2026-01-01')).toEqual(['since']);
});

test('docs/figures.md defines every figure in the same words', () => {
  const document = readFileSync(new URL('../../../docs/figures.md', import.meta.url), 'utf8');
  for (const [name, text] of Object.entries(definitions)) expect(document).toContain(`| \`${name}\` | ${text} |`);
});

test('figures are of one moment, on however few connections and while calls come', async () => {
  const [writer, reader] = [1, 1].map((connections) => openLog({ url: database.url, connections }, logger));
  if (!writer || !reader) throw new TypeError('Two are two.');
  let coming = true;
  const comes = async () => {
    while (coming) await logCall(writer, { call: { department: 'Moment' } });
  };
  const written = comes();
  const seen = new Set<number>();
  const filter = { timeZone: 'UTC', since: '2026-01-01', until: '2027-12-31', department: ['Moment'] };
  try {
    // Each call has one contact. The two are counted on two connections.
    while (seen.size < 25) {
      const both = await Promise.all([1, 2].map(() => getStatistics(reader, EVERYTHING, filter, new Date())));
      for (const { total } of both) {
        expect(total.contacts).toBe(total.calls);
        seen.add(total.calls);
      }
    }
  } finally {
    coming = false;
    await written;
    await Promise.all([writer.close(), reader.close()]);
  }
});
