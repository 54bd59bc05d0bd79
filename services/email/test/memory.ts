// Run by memory.test.ts: reads a mailbox as the adapter does, and says how much memory it took here and in its readers.
// HOST PORT PASSWORD USER MAILS.
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { openArchive } from '@callbook/archive';
// Alone: all of the checks would weigh more than the adapter.
import { memoryIntake } from '@callbook/checks/memory-intake';
import { createLogger } from '@callbook/runtime';
import { v7 } from 'uuid';
import { openLogin } from '../src/login.ts';
import { openTally } from '../src/mailbox/tally.ts';
import { openReaders } from '../src/reader/readers.ts';
import { watchMailbox } from '../src/transport.ts';

const [host = '', port = '', password = '', user = '', mails = '0'] = process.argv.slice(2);
const folder = await mkdtemp(join(tmpdir(), 'memory-'));
const logger = createLogger('memory', 'silent');
const archive = await openArchive({ folder }, folder, logger);
const intake = memoryIntake();
intake.recordAtOnce();
const stop = new AbortController();
// The readers as they run in production: from what was built, without what makes TypeScript of source here.
const program = fileURLToPath(new URL('../dist/reader/program.js', import.meta.url));
const readers = openReaders({ folder, archive, logger, program, least: 1 });
const began = Date.now();
const imap = { host, port: Number(port), security: 'none' as const, user, password, folders: ['INBOX'] };
const account = {
  ...{ name: 'desk', address: 'desk@example.org', aliases: [], trustedReceivers: [] },
  imap: { ...imap, streamAbove: 4_000_000, pollSeconds: 60, afterRecording: {} },
};
const login = openLogin(account, { cursor: intake.cursor, logger, now: Date.now });
const tally = openTally({ account: 'desk', folders: account.imap.folders, cursor: intake.cursor });
const watch = watchMailbox(
  { archive, intake, logger, now: () => new Date(), newId: () => v7(), login, tally, read: readers.read },
  { account, folder: 'INBOX' },
  stop.signal,
);
while (intake.contacts.size < Number(mails)) await new Promise((resolve) => setTimeout(resolve, 20));
const seconds = (Date.now() - began) / 1000;
const peaks = [process.pid, ...readerPids()].map(peakOf);
stop.abort();
await watch.ended;
readers.close();
await rm(folder, { recursive: true });
process.stdout.write(`${JSON.stringify({ peaks, seconds })}\n`);

function readerPids(): number[] {
  const table = execFileSync('ps', ['-A', '-o', 'pid=,ppid=,args='], { encoding: 'utf8' });
  return table
    .split('\n')
    .map((line) => line.trim().split(/\s+/))
    .filter(([, parent, ...args]) => Number(parent) === process.pid && args.includes(program))
    .map(([pid]) => Number(pid));
}

/** Megabytes of resident memory that a process had at its worst. */
function peakOf(pid: number): number {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  return Math.round((Number(/^VmHWM:\s+(\d+) kB/m.exec(status)?.[1]) * 1024) / 1e6);
}
