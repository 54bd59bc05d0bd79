import { openIntake } from '@callbook/intake';
import { createLifecycle, createLogger, environment, loadConfig, sleep } from '@callbook/runtime';
import { clock } from '../../clock.ts';
import { doTasks } from '../../part.ts';
import { inFlight } from '../in-flight.ts';
import { sampleContacts } from '../sample-contact.ts';

/** What an adapter does with its intake, without a channel: contacts come from nowhere and are accepted. */
export type Burst = {
  readonly account: string;
  readonly count: number;
  readonly concurrency: number;
  /** Make the contacts before the clock runs. Not for a million: they would have to be in memory at once. */
  readonly prepared: boolean;
};
export type Pace = { readonly account: string; readonly count: number; readonly perSecond: number };

const around = environment();
const logger = createLogger('bench-adapter', 'warn');
const lifecycle = createLifecycle(logger);
const intake = await openIntake('bench', { config: loadConfig(around), home: around.home, logger, lifecycle });

/** Accepts contacts as fast as they are accepted. Answers with the milliseconds that it took. */
async function burst({ account, count, concurrency, prepared }: Burst): Promise<number> {
  const contacts = sampleContacts(account, count);
  const source = prepared ? [...contacts] : contacts;
  const start = clock();
  await inFlight(source, concurrency, (contact) => intake.accept(contact));
  return clock() - start;
}

/** Accepts contacts at a steady pace, however long each takes. Answers with the key of each and when it was given. */
async function pace({ account, count, perSecond }: Pace): Promise<[key: string, at: number][]> {
  const given: [string, number][] = [];
  const accepting: Promise<unknown>[] = [];
  const start = clock();
  for (const contact of sampleContacts(account, count)) {
    const due = start + (given.length * 1000) / perSecond;
    if (due > clock()) await sleep(due - clock());
    given.push([contact.key, clock()]);
    accepting.push(intake.accept(contact));
  }
  await Promise.all(accepting);
  return given;
}

/** Resolves when the log has everything that was accepted and the spool is empty. */
async function drained(): Promise<void> {
  while (intake.pending() > 0) await sleep(20);
}

const tasks = { burst, pace, drained, pending: async () => intake.pending() };
export type AdapterTasks = typeof tasks;
doTasks(tasks);
