import type { Contact } from '@callbook/contracts';
import { environment } from '@callbook/runtime';
import { Queue, Worker } from 'bullmq';
import { Redis } from 'ioredis';
import { clock } from '../../clock.ts';
import { doTasks } from '../../part.ts';
import { sampleContacts } from '../sample-contact.ts';

// The ceiling of queueing: BullMQ with a worker that does nothing, without shared/queue, which is why it is imported
// here. One process adds, another one works.

const CONCURRENCY = 64;
/** Contacts in one call of addBulk. */
const BULK = 100;

export type Adding = {
  readonly queue: string;
  readonly account: string;
  readonly count: number;
  /** Contacts in one job. */
  readonly pack: number;
};
export type Working = { readonly queue: string; readonly count: number };

const connection = new Redis(environment().redisUrl ?? '', { maxRetriesPerRequest: null });

/** Adds contacts to the queue. Answers with the time at which it began, by the machine's clock. */
async function add({ queue: name, account, count, pack }: Adding): Promise<number> {
  const queue = new Queue<{ contacts: Contact[] }>(name, { connection, prefix: 'bench' });
  const contacts = [...sampleContacts(account, count)];
  const start = clock();
  for (let at = 0; at < count; at += BULK) {
    const jobs = [];
    for (let from = at; from < Math.min(at + BULK, count); from += pack)
      jobs.push({ name, data: { contacts: contacts.slice(from, from + pack) }, opts: { removeOnComplete: true } });
    await queue.addBulk(jobs);
  }
  return start;
}

/** Takes contacts from the queue until so many have come. Answers with the time of the last one. */
async function work({ queue: name, count }: Working): Promise<number> {
  let worked = 0;
  let over: () => void = () => {};
  const done = new Promise<void>((resolve) => {
    over = resolve;
  });
  const worker = new Worker<{ contacts: Contact[] }>(name, async () => undefined, {
    connection,
    prefix: 'bench',
    concurrency: CONCURRENCY,
  });
  worker.on('completed', ({ data }) => {
    worked += data.contacts.length;
    if (worked >= count) over();
  });
  await done;
  const end = clock();
  await worker.close();
  return end;
}

const tasks = { add, work };
export type NoopQueueTasks = typeof tasks;
doTasks(tasks);
