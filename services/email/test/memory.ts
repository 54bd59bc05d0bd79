// Run by memory.test.ts: reads a mailbox and says how much memory that took. HOST PORT PASSWORD USER MAILS.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openArchive } from '@callbook/archive';
import { createLogger } from '@callbook/runtime';
import { v7 } from 'uuid';
import { openLogin } from '../src/login.ts';
import { openTally } from '../src/mailbox/tally.ts';
import { watchMailbox } from '../src/transport.ts';
import { memoryIntake } from './memory-intake.ts';

const [host = '', port = '', password = '', user = '', mails = '0'] = process.argv.slice(2);
const folder = await mkdtemp(join(tmpdir(), 'memory-'));
const logger = createLogger('memory', 'silent');
const archive = await openArchive({ folder }, folder, logger);
const intake = memoryIntake();
intake.recordAtOnce();
const stop = new AbortController();
let peak = 0;
const sampling = setInterval(() => {
  peak = Math.max(peak, process.memoryUsage.rss());
}, 5);
const began = Date.now();
const imap = { host, port: Number(port), security: 'none' as const, user, password, folders: ['INBOX'] };
const account = {
  ...{ name: 'desk', address: 'desk@example.org', aliases: [], trustedReceivers: [] },
  imap: { ...imap, streamAbove: 4_000_000, pollSeconds: 60, afterRecording: {} },
};
const login = openLogin(account, { cursor: intake.cursor, logger, now: Date.now });
const tally = openTally({ account: 'desk', folders: account.imap.folders, cursor: intake.cursor });
const watch = watchMailbox(
  { archive, intake, logger, now: () => new Date(), newId: () => v7(), login, tally },
  { account, folder: 'INBOX' },
  stop.signal,
);
while (intake.contacts.size < Number(mails)) await new Promise((resolve) => setTimeout(resolve, 20));
const seconds = (Date.now() - began) / 1000;
clearInterval(sampling);
stop.abort();
await watch.ended;
await rm(folder, { recursive: true });
process.stdout.write(`${JSON.stringify({ peakMb: Math.round(peak / 1e6), seconds })}\n`);
