import { PAPERS, SHEET_KINDS } from '@callbook/contracts';
import { describe, expect, test } from '@jest/globals';
import { type FormCode, formatFormCode, parseFormCode } from '../src/index.ts';

const code: FormCode = { kind: 'call', version: 1, paper: 'A4', number: 1042, page: 1 };

describe('the code of a sheet', () => {
  test('says kind, version, paper, form number and page', () => {
    expect(formatFormCode(code)).toBe('CBF1:C1A:F-10429:1');
  });

  test('gives back what it was made of, in the characters that QR writes densely', () => {
    for (const kind of SHEET_KINDS)
      for (const paper of PAPERS)
        for (const number of [1, 572, 99_999_999]) {
          const made = { ...code, kind, paper, number, page: 99, version: 99 };
          expect(parseFormCode(formatFormCode(made))).toEqual(made);
          expect(formatFormCode(made)).toMatch(/^[0-9A-Z $%*+\-./:]+$/);
        }
  });

  test('of somebody else is none of ours', () => {
    for (const text of [
      'https://example.org/CBF1:C1A:F-10429:1',
      'WIFI:S:guest;;',
      '',
      'F-10429',
      'cbf1:C1A:F-10429:1',
    ])
      expect(parseFormCode(text)).toBeUndefined();
  });

  test('is refused where anything in it is wrong, with a code', () => {
    const wrong = ['CBF', 'CBF1:C1A:F-10428:1', 'CBF1:X1A:F-10429:1', 'CBF1:C0A:F-10429:1', 'CBF1:C1Z:F-10429:1'];
    for (const text of [
      ...wrong,
      'CBF1:C1A:F-10429',
      'CBF1:C1A:F-10429:0',
      'CBF1:C1A:F-10429:1 ',
      'CBF2:C1A:F-10429:1',
    ])
      expect(() => parseFormCode(text)).toThrow(expect.objectContaining({ code: 'form-code-invalid' }));
  });
});
