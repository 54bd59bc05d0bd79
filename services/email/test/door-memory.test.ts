import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { createLogger } from '@callbook/runtime';
import { expect, test } from '@jest/globals';
import { largeMail } from './large-mail.ts';
import { mailClient } from './mail-client.ts';

/** Twenty in the long run (`infra/test --long`): more than a gigabyte. */
const AT_ONCE = process.env.CALLBOOK_LONG === '1' ? 20 : 4;
/** Megabytes. One mail held as a whole would be 60, and what is made of it more. */
const GROWTH = 150;
const logger = createLogger('test', 'info');

test('many mails of 60 MB at the same time are taken in little memory', async () => {
  const script = fileURLToPath(new URL('door-memory.ts', import.meta.url));
  const door = spawn(process.execPath, ['--import', 'tsx', script], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const lines = createInterface(door.stdout)[Symbol.asyncIterator]();
  const said = async () => JSON.parse((await lines.next()).value);
  const { port, baseMb } = await said();
  const raw = Buffer.from(largeMail());
  const give = async (number: number) => {
    const client = await mailClient(port);
    await client.begin(['desk@callbook.example']);
    await client.send(`X-Number: ${number}\r\n`, raw, '.\r\n');
    const answer = await client.reply();
    client.cut();
    return answer;
  };
  const began = Date.now();
  const answers = await Promise.all(Array.from({ length: AT_ONCE }, (_, number) => give(number)));
  const seconds = (Date.now() - began) / 1000;
  door.stdin.end();
  const { peakMb, contacts } = await said();
  await once(door, 'exit');
  logger.info({ mails: AT_ONCE, baseMb, peakMb, seconds }, 'memory of the door');
  for (const answer of answers) expect(answer).toMatch(/^250 /);
  expect(contacts).toBe(AT_ONCE);
  expect(peakMb - baseMb).toBeLessThan(GROWTH);
}, 180_000);
