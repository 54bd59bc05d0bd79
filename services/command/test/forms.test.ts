import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { quietLogger, type TestDatabase, testDatabase } from '@callbook/checks';
import { parseFormNumber } from '@callbook/contracts';
import { findForm, type Log, openLog } from '@callbook/log';
import { environment } from '@callbook/runtime';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { runCommand } from '../src/index.ts';

let database: TestDatabase;
let log: Log;
let home: string;

beforeAll(async () => {
  database = await testDatabase();
  log = openLog({ url: database.url, connections: 2 }, quietLogger());
  home = mkdtempSync(join(tmpdir(), 'forms-'));
});
afterAll(async () => {
  await log.close();
  await database.drop();
  rmSync(home, { recursive: true });
});

/** Runs `callbook forms` as an operator does. */
async function forms(...given: string[]) {
  const configPath = join(home, 'callbook.yaml');
  const paper = { language: 'de', departments: ['IT', 'Haustechnik'] };
  writeFileSync(configPath, JSON.stringify({ database: { url: database.url }, paper }));
  const output: string[] = [];
  const notes: string[] = [];
  const status = await runCommand(['forms', ...given], {
    environment: environment({ CALLBOOK_HOME: home, CALLBOOK_CONFIG: configPath }),
    signal: new AbortController().signal,
    output: { write: (text) => output.push(text) },
    notes: { write: (text) => notes.push(text) },
  });
  const numbers = [...output.join('').matchAll(/F-\d+/g)].map(([number]) => parseFormNumber(number) ?? 0);
  return { status, output: output.join(''), notes: notes.join(''), numbers };
}

const pages = (file: string) => readFileSync(file, 'latin1').match(/\/Type \/Page\b/g)?.length;

test('prints as many sheets as are wanted, and the log knows each of them', async () => {
  const out = join(home, 'twenty.pdf');
  const { status, numbers } = await forms('call', '--count', '20', '--out', out);
  expect(status).toBe(0);
  expect(pages(out)).toBe(20);
  const [first = 0, last = 0] = numbers;
  expect(last - first).toBe(19);
  for (let number = first; number <= last; number += 1)
    expect(await findForm(log.db, number)).toMatchObject({
      ...{ kind: 'call', version: 1, paper: 'A4', language: 'de' },
      ...{ departments: ['IT', 'Haustechnik'], printedBy: expect.stringMatching(/./) },
    });
});

test('prints in the language and on the paper that are asked for', async () => {
  const out = join(home, 'letter.pdf');
  const { status, numbers } = await forms('log-book', '--language', 'en', '--paper', 'letter', '--out', out);
  expect(status).toBe(0);
  expect(await findForm(log.db, numbers[0] ?? 0)).toMatchObject({ kind: 'log-book', paper: 'Letter', language: 'en' });
});

test('leaves a file alone that is there already', async () => {
  const out = join(home, 'mine.pdf');
  writeFileSync(out, 'mine');
  const { status, notes } = await forms('separator', '--out', out);
  expect(status).toBe(2);
  expect(notes).toContain('is there already');
  expect(readFileSync(out, 'utf8')).toBe('mine');
});

test('says what it does not understand, and prints nothing', async () => {
  const out = join(home, 'nothing.pdf');
  const wrong = [['--out', out], ['cal', '--out', out], ['call'], ['call', '--out', out, '--count', '0']];
  wrong.push(['call', '--out', out, '--count', '501'], ['call', '--out', out, '--language', 'xx']);
  wrong.push(
    ['call', '--out', out, '--paper', 'A5'],
    ['call', '--out', out, '--copies', '2'],
    ['call', 'call', '--out', out],
  );
  for (const given of wrong) {
    const { status, output, notes } = await forms(...given);
    expect([given, status, output]).toEqual([given, 2, '']);
    expect(notes).toContain('callbook forms call|log-book|separator');
  }
  expect(existsSync(out)).toBe(false);
  expect(readdirSync(home)).not.toContain('nothing.pdf');
});
