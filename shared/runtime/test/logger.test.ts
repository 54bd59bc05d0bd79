import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CallbookError } from '@callbook/contracts';
import { expect, test } from '@jest/globals';
import { createLogger } from '../src/index.ts';
import { loggerWithLines } from './logger-lines.ts';

test('a line names its role and its level, and says when in UTC', () => {
  const { logger, lines } = loggerWithLines();
  logger.info({ key: 'k' }, 'taken');
  expect(lines).toEqual([
    { role: 'test', level: 'info', key: 'k', msg: 'taken', time: expect.stringMatching(/^\d{4}-\d\d-\d\dT.*Z$/) },
  ]);
});

test('passwords and tokens are cut out, wherever they stand in a line', () => {
  const { logger, lines } = loggerWithLines();
  const secrets = { password: 'hunter2', accessToken: 'hunter2' };
  logger.info({ ...secrets, imap: secrets, account: { imap: { password: 'hunter2' } } }, 'connecting');
  expect(JSON.stringify(lines)).not.toContain('hunter2');
  expect(lines).toMatchObject([{ imap: { password: '[secret]' }, account: { imap: { password: '[secret]' } } }]);
});

test('an error is written with its code and what caused it', () => {
  const { logger, lines } = loggerWithLines();
  const cause = new Error('connect ECONNREFUSED');
  logger.error({ err: new CallbookError('log-unavailable', 'Postgres is away.', { cause }) }, 'failed');
  expect(lines).toMatchObject([{ level: 'error', err: { code: 'log-unavailable' } }]);
  expect(JSON.stringify(lines)).toContain('connect ECONNREFUSED');
});

test('a log in a file has each line at once, in a folder that is made for it', () => {
  const folder = mkdtempSync(join(tmpdir(), 'callbook-log-'));
  const file = join(folder, 'logs', 'callbook.log');
  createLogger('up', 'info', file).info('started');
  expect(JSON.parse(readFileSync(file, 'utf8'))).toMatchObject({ role: 'up', msg: 'started' });
  rmSync(folder, { recursive: true });
});
