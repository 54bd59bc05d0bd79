import { type Archive, openArchive } from '@callbook/archive';
import { type Contact, isCallbookError } from '@callbook/contracts';
// Not the whole of it: a reader is started for each mail that kills one, and has no use for a web server.
import { createLogger } from '@callbook/runtime/logger';
import { startGuard } from './guard.ts';
import type { ReaderAnswer, ReaderJob } from './messages.ts';
import type { Reading } from './read.ts';

/** Reads mails for the process that started this one, until that is gone. */
export async function serveReader(read: (archive: Archive, reading: Reading) => Promise<Contact>): Promise<void> {
  const [folder = '', memory = ''] = process.argv.slice(2);
  startGuard(Number(memory) * 1024 * 1024);
  const archive = await openArchive({ folder }, folder, createLogger('email reader', 'silent'));
  const say = (answer: ReaderAnswer) => process.send?.(answer);
  process.on('disconnect', () => process.exit(0));
  // A terminal sends its signals to every process. The adapter ends its readers itself, when it needs them no more.
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => undefined);
  process.on('message', async ({ id, ...reading }: ReaderJob) => {
    try {
      say({ id, contact: await read(archive, reading) });
    } catch (error) {
      if (isCallbookError(error)) say({ id, refused: { code: error.code, message: error.message } });
      else say({ id, failed: error instanceof Error ? (error.stack ?? error.message) : String(error) });
    }
  });
  say('ready');
}
