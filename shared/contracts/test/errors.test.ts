import { describe, expect, test } from '@jest/globals';
import { CallbookError, type ErrorCode, errorCodes, isCallbookError } from '../src/index.ts';

describe('an error of ours', () => {
  test('keeps its code, its words and what caused it', () => {
    const cause = new Error('ENOSPC');
    const error = new CallbookError('spool-full', 'The disk is full.', { cause });
    expect(error).toMatchObject({ name: 'CallbookError', code: 'spool-full', message: 'The disk is full.', cause });
    expect(error).toBeInstanceOf(Error);
    expect(error.stack).toContain('errors.test.ts');
  });

  test('is told from a stranger, and by its code', () => {
    const error: unknown = new CallbookError('log-unavailable', 'Postgres is away.');
    expect(isCallbookError(error)).toBe(true);
    expect(isCallbookError(error, 'log-unavailable')).toBe(true);
    expect(isCallbookError(error, 'log-schema')).toBe(false);
    expect(isCallbookError(Object.assign(new Error('x'), { code: 'log-unavailable' }))).toBe(false);
    expect(isCallbookError('log-unavailable')).toBe(false);
    expect(isCallbookError(undefined)).toBe(false);
  });

  test('has a code that reads as words, and a sentence that explains it', () => {
    for (const [code, meaning] of Object.entries(errorCodes)) {
      expect(code).toMatch(/^[a-z]+(-[a-z]+)*$/);
      expect(meaning).toMatch(/^[A-Z].*\.$/);
    }
    expect(new Set(Object.values<string>(errorCodes)).size).toBe(Object.keys(errorCodes).length);
  });

  test('has a code for what has no name yet', () => {
    const code: ErrorCode = 'internal';
    expect(errorCodes[code]).toBeDefined();
  });
});
