import { quietLogger, type TestDatabase, testDatabase } from '@callbook/checks';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { type FormPrinting, findForm, handOutForms, type Log, openLog } from '../src/index.ts';

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

const printing: FormPrinting = {
  kind: 'call',
  version: 1,
  paper: 'A4',
  language: 'de',
  departments: ['IT', 'Ärztlicher "Dienst", außen'],
  printedBy: 'marta',
  printedAt: new Date('2026-11-24T12:00:00Z'),
};

const handOut = (count: number, changes: Partial<FormPrinting> = {}) =>
  log.db.transaction().execute((trx) => handOutForms(trx, count, { ...printing, ...changes }));

test('a sheet is known by its number before it comes back', async () => {
  const [number = 0] = await handOut(1);
  expect(await findForm(log.db, number)).toEqual({ ...printing, number });
  expect(await findForm(log.db, number + 1_000_000)).toBeUndefined();
});

test('sheets that are printed at the same time get numbers of their own', async () => {
  const numbers = (await Promise.all([20, 1, 7, 20].map((count) => handOut(count)))).flat();
  expect(new Set(numbers).size).toBe(48);
});

test('a number is not handed out again when its printing came to nothing', async () => {
  const lost: number[] = [];
  const failing = log.db.transaction().execute(async (trx) => {
    lost.push(...(await handOutForms(trx, 3, printing)));
    throw new RangeError('no paper');
  });
  await expect(failing).rejects.toThrow('no paper');
  expect(lost).toHaveLength(3);
  const after = await handOut(3);
  expect(after.filter((number) => lost.includes(number))).toEqual([]);
});

test('later departments do not change what was printed', async () => {
  const [before = 0] = await handOut(1, { departments: ['IT'] });
  await handOut(1, { departments: ['People', 'IT'] });
  expect((await findForm(log.db, before))?.departments).toEqual(['IT']);
});
