import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { type Dovecot, startDovecot } from '@callbook/peers';
import { createLogger } from '@callbook/runtime';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { largeMail, longText } from './large-mail.ts';

const logger = createLogger('test', 'info');
let dovecot: Dovecot;
beforeAll(async () => {
  dovecot = await startDovecot();
});
afterAll(() => dovecot.stop());

/** Reads a mailbox, and tells the peaks of resident memory in megabytes: of the adapter, and of each of its readers. */
async function peaksOf(user: string, mails: number): Promise<readonly number[]> {
  const script = fileURLToPath(new URL('memory.ts', import.meta.url));
  const { stdout } = await promisify(execFile)(process.execPath, [
    ...['--import', 'tsx', script],
    ...[dovecot.host, String(dovecot.port), dovecot.password, user, String(mails)],
  ]);
  const { peaks, seconds } = JSON.parse(stdout);
  logger.info({ user, mails, peaks, seconds }, 'memory of the e-mail processes');
  return peaks;
}

const kinds: [user: string, large: () => Buffer | string | ReturnType<typeof largeMail>][] = [
  ['film', largeMail],
  ['log', () => longText('text/plain')],
  ['page', () => longText('text/html')],
];

test.each(process.env.CALLBOOK_LONG === '1' ? kinds : kinds.slice(0, 1))(
  'a mail of 60 MB among fifty small ones is read within 300 MB a process (%s)',
  async (user, large) => {
    for (let i = 0; i < 25; i++) await dovecot.drop(user, `From: a@example.org\r\nSubject: ${i}\r\n\r\nhello\r\n`);
    await dovecot.drop(user, large());
    for (let i = 25; i < 50; i++) await dovecot.drop(user, `From: a@example.org\r\nSubject: ${i}\r\n\r\nhello\r\n`);
    const peaks = await peaksOf(user, 51);
    expect(peaks.length).toBeGreaterThan(1);
    for (const peak of peaks) expect(peak).toBeLessThan(300);
  },
  120_000,
);
