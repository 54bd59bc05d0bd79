import { PAPERS, SHEET_KINDS, SHEET_LANGUAGES } from '@callbook/contracts';
import { describe, expect, test } from '@jest/globals';
import { type FormCode, formatFormCode, type Look, printForms } from '../src/index.ts';
import { WORDS } from '../src/print/words.ts';
import { readCodes } from './codes.ts';
import { rasterise, textsOf } from './raster.ts';

const look: Look = { language: 'en', organisation: 'Example Ltd', departments: ['IT', 'Ärztlicher Dienst'] };
const printedAt = new Date('2026-11-24T12:00:00Z');
const sheets = SHEET_KINDS.flatMap((kind, at) =>
  PAPERS.map((paper): FormCode => ({ kind, version: 1, paper, number: 1042 + at, page: 1 })),
);

describe('a printed sheet', () => {
  test('carries its code twice, and both are read from a scan of it', async () => {
    const pages = await rasterise(await printForms(sheets, look, printedAt), 110);
    expect(pages).toHaveLength(sheets.length);
    for (const [at, page] of pages.entries()) {
      const codes = (await readCodes(page)).map(({ format, text }) => [format, text]);
      const text = formatFormCode(sheets[at]!);
      expect(codes.sort()).toEqual([
        ['DataMatrix', text],
        ['QRCode', text],
      ]);
    }
  });

  test('has the size of its paper', async () => {
    const sizes = (await rasterise(await printForms(sheets.slice(0, 2), look, printedAt), 72)).map(
      ({ width, height }) => [width, height],
    );
    expect(sizes).toEqual([
      [595, 842],
      [612, 792],
    ]);
  });

  test.each(SHEET_LANGUAGES)('says what goes where in the language %s', async (language) => {
    const [call, logBook, separator] = await textsOf(
      await printForms([sheets[0]!, sheets[2]!, sheets[4]!], { ...look, language }, printedAt),
    );
    const words = WORDS[language];
    const { note, date, time, phoneOrRoom, ...fields } = words.fields;
    for (const text of [...Object.values(fields), ...Object.values(words.options), words.titles.call, 'Example Ltd'])
      expect(call).toContain(text);
    for (const text of [time, phoneOrRoom, words.groups.urgent, words.titles['log-book']])
      expect(logBook).toContain(text);
    for (const text of [note, words.banner, words.groups.department, 'Ärztlicher Dienst', 'F-10441'])
      expect(separator).toContain(text);
    expect(call).toContain(`${words.form} F-10429`);
    expect(call).toContain(date);
  });

  test('shows no group of boxes without an answer in it', async () => {
    const [call] = await textsOf(await printForms(sheets.slice(0, 1), { ...look, departments: [] }, printedAt));
    expect(call).not.toContain(WORDS.en.groups.department);
  });

  test('shortens a name that is longer than its place', async () => {
    const departments = ['The department of everything that has no other department in this organisation'];
    const [call] = await textsOf(await printForms(sheets.slice(0, 1), { ...look, departments }, printedAt));
    expect(call).toMatch(/The department of everything [\w ]*…/);
  });
});
