import { join } from 'node:path';
import { environment } from '@callbook/runtime';
import { open } from 'lmdb';
import { clock } from '../../clock.ts';
import { doTasks } from '../../part.ts';
import { inFlight } from '../in-flight.ts';
import { sampleContacts } from '../sample-contact.ts';

// The ceiling of accepting: LMDB by itself, with the flush of the spool (shared/intake/src/spool.ts) and none of its work.
const root = open({
  path: join(environment().home, 'lmdb-alone'),
  maxDbs: 1,
  overlappingSync: false,
  eventTurnBatching: false,
});
const contacts = root.openDB<string, number>({ name: 'contacts', encoding: 'string' });
let place = 0;

export type Puts = { readonly account: string; readonly count: number; readonly concurrency: number };

/** Writes contacts that are JSON already. Answers with the milliseconds that it took. */
async function put({ account, count, concurrency }: Puts): Promise<number> {
  const texts = Array.from(sampleContacts(account, count), (contact) => JSON.stringify(contact));
  const start = clock();
  await inFlight(texts, concurrency, (text) => contacts.put(++place, text));
  return clock() - start;
}

const tasks = { put };
export type LmdbTasks = typeof tasks;
doTasks(tasks);
