import { join } from 'node:path';
import { startDovecot } from '@callbook/peers';
import type { Bench } from '../bench.ts';
import type { Figure } from '../figure.ts';
import { mainOf, startProgram } from '../program.ts';
import { measureGiving } from './giving.ts';
import { measureReading } from './reading.ts';

/** The way of a mail from a mailbox, or from a mail server, into the log. */
export async function measureEmail(bench: Bench): Promise<Figure[]> {
  const dovecot = await startDovecot({ directory: join(bench.folder, 'dovecot') });
  bench.lifecycle.onStop('Dovecot', dovecot.stop);
  const worker = await startProgram(bench, 'consolidation', mainOf('workers/consolidation'));
  const reading = await measureReading(bench, dovecot);
  await worker.stop();
  return [...reading, ...(await measureGiving(bench))];
}
