import { recordContacts } from '@callbook/consolidation';
import type { Contact } from '@callbook/contracts';
import { type Log, openLog } from '@callbook/log';
import { v7 } from 'uuid';
import type { Bench } from '../bench.ts';
import { type Figure, figure } from '../figure.ts';
import { anotherDatabase } from '../intake/another-database.ts';
import { sampleContacts } from '../intake/sample-contact.ts';
import { median } from '../statistics.ts';
import { fillLog } from './fill.ts';

const CALLS = 1_000_000;
const WARM_UP = 30;
/** Contacts one by one, turn about in both logs, so that a busy machine is busy for both. */
const SINGLE = 200;
const BATCHES = 20;
const BATCH = 100;

/** What it costs to consolidate a contact into a log of a million calls, beside the same in an empty one. */
export async function measureGrowth(bench: Bench): Promise<Figure[]> {
  const [empty, full] = [
    await anotherDatabase(bench.databaseUrl, 'empty'),
    await anotherDatabase(bench.databaseUrl, 'grown'),
  ];
  await fillLog(full, CALLS, bench.say);
  const logs = [empty, full].map((url) => openLog({ url, connections: 4 }, bench.logger)) as [Log, Log];
  try {
    const contacts = [...sampleContacts('growth', WARM_UP + SINGLE + BATCH * (BATCHES + 3))];
    await timed(logs, ones(contacts.splice(0, WARM_UP)));
    await timed(
      logs,
      Array.from({ length: 3 }, () => contacts.splice(0, BATCH)),
    );
    bench.say('contacts one by one, and in batches of a hundred, into both logs');
    const single = await timed(logs, ones(contacts.splice(0, SINGLE)));
    const batches = await timed(
      logs,
      Array.from({ length: BATCHES }, () => contacts.splice(0, BATCH)),
    );
    return [
      figure('consolidate_one_ms', 'ms', single.full, { empty_log: single.empty }),
      figure('consolidate_hundred_ms', 'ms', batches.full, { empty_log: batches.empty }),
      ratio('consolidation_growth_ratio', single),
      ratio('consolidation_growth_ratio_batch', batches),
    ];
  } finally {
    for (const log of logs) await log.close();
  }
}

function ones(contacts: readonly Contact[]): Contact[][] {
  return contacts.map((contact) => [contact]);
}

type Times = { readonly empty: number[]; readonly full: number[] };

async function timed(logs: readonly [Log, Log], batches: readonly (readonly Contact[])[]): Promise<Times> {
  const times: Times = { empty: [], full: [] };
  for (const [turn, batch] of batches.entries()) {
    const order = turn % 2 === 0 ? ([0, 1] as const) : ([1, 0] as const);
    for (const which of order) times[which === 0 ? 'empty' : 'full'].push(await recorded(logs[which], batch));
  }
  return times;
}

async function recorded(log: Log, contacts: readonly Contact[]): Promise<number> {
  const begin = performance.now();
  await recordContacts(contacts, { log, newId: v7, now: () => new Date() });
  return performance.now() - begin;
}

function ratio(name: string, { empty, full }: Times): Figure {
  const value = Math.round((median(full) / median(empty)) * 100) / 100;
  return { name, value, unit: 'each', min: value, max: value };
}
