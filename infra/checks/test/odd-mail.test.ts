import { readFileSync } from 'node:fs';
import { numberedMail, type RunningHouse, startHouse } from '@callbook/checks';
import { type Dovecot, startDovecot } from '@callbook/peers';
import { afterAll, beforeAll, expect, test } from '@jest/globals';

/** An odd mail must neither be lost nor keep others waiting, and a huge one must not need a huge process. */
const GOOD = 50;
const LARGE = 60 * 1024 * 1024;
const MEMORY_LIMIT = 300 * 1024 * 1024;

let dovecot: Dovecot;
let house: RunningHouse;
beforeAll(async () => {
  dovecot = await startDovecot();
  house = await startHouse({
    accounts: [dovecot.mailbox('helpdesk')],
    args: ['--separate', '--roles', 'consolidation,desk,email'],
  });
}, 240_000);
afterAll(async () => {
  await house?.stop();
  await dovecot?.stop();
}, 120_000);

/** Says utf-8 and base64, and is neither. */
function undecodableMail(): Buffer {
  const head = [
    'From: broken@example.org',
    'Subject: =?utf-8?B?4pyT?= undecodable',
    'Message-ID: <undecodable@example.org>',
    'Content-Type: text/plain; charset=x-martian',
    'Content-Transfer-Encoding: base64',
    '',
    '',
  ].join('\r\n');
  return Buffer.concat([Buffer.from(head), Buffer.from([0xff, 0xfe, 0x00, 0x80, 0xc3, 0x28]), Buffer.from('%%%%\r\n')]);
}

function largeMail(): Buffer {
  const head = [
    'From: large@example.org',
    'Subject: A large one',
    'Message-ID: <large@example.org>',
    'MIME-Version: 1.0',
    'Content-Type: multipart/mixed; boundary=b',
    '',
    '--b',
    'Content-Type: text/plain',
    '',
    'The recording is attached.',
    '--b',
    'Content-Type: application/octet-stream; name=recording.bin',
    'Content-Disposition: attachment; filename=recording.bin',
    'Content-Transfer-Encoding: base64',
    '',
    '',
  ].join('\r\n');
  const line = `${Buffer.alloc(57, 7).toString('base64')}\r\n`;
  return Buffer.from(`${head}${line.repeat(Math.floor(LARGE / line.length))}--b--\r\n`);
}

async function contactsAfter(expected: number, milliseconds: number): Promise<number> {
  for (const end = Date.now() + milliseconds; ; ) {
    const [row] = await house.query<{ count: number }>('select count(*)::int from contacts');
    if ((row?.count ?? 0) >= expected || Date.now() > end) return row?.count ?? 0;
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
}

test('one undecodable mail and one of 60 MB among fifty good ones: all are logged', async () => {
  for (let number = 1; number <= GOOD; number++) {
    if (number === 10) await dovecot.deliver('helpdesk', undecodableMail());
    if (number === 20) await dovecot.deliver('helpdesk', largeMail());
    await dovecot.deliver('helpdesk', numberedMail(number));
  }
  expect(await contactsAfter(GOOD + 2, 60_000)).toBe(GOOD + 2);

  const problems = await house.query<{ subject: string; problem: { code: string } }>(
    'select subject, problem from contacts where problem is not null',
  );
  expect(problems).toEqual([
    { subject: '✓ undecodable', problem: expect.objectContaining({ code: 'email-unparsable' }) },
  ]);
  const attachments = await house.query<{ name: string; size: string }>('select name, size from attachments');
  expect(attachments).toEqual([{ name: 'recording.bin', size: String(57 * Math.floor(LARGE / 78)) }]);
}, 90_000);

test('the process that read them never held more than 300 MB', () => {
  const status = readFileSync(`/proc/${house.pid('email')}/status`, 'utf8');
  const peak = Number(/^VmHWM:\s+(\d+) kB/m.exec(status)?.[1]) * 1024;
  process.stderr.write(`peak memory of the e-mail process: ${Math.round(peak / 1024 / 1024)} MB\n`);
  expect(peak).toBeGreaterThan(0);
  expect(peak).toBeLessThan(MEMORY_LIMIT);
});
