import { deskToken } from '@callbook/checks';
import { formatReference } from '@callbook/contracts';
import { makeSearchable, openLog } from '@callbook/log';
import pg from 'pg';
import type { Bench } from '../bench.ts';
import { type Figure, figure } from '../figure.ts';
import { fillLog } from '../growth/fill.ts';
import { anotherDatabase } from '../intake/another-database.ts';
import { freePort } from '../port.ts';
import { mainOf, startProgram } from '../program.ts';
import { percentile } from '../statistics.ts';

const CALLS = 1_000_000;
const WARM_UP = 20;
const RUNS = 200;

type Desk = (path: string) => Promise<Response>;

/** What agents wait for in a log of a million calls: from the request to the whole answer of a desk of its own. */
export async function measureMillion(bench: Bench): Promise<Figure[]> {
  const url = await anotherDatabase(bench.databaseUrl, 'million');
  await fillLog(url, CALLS, bench.say);
  const searchable = await madeSearchable(bench, url);
  const port = await freePort();
  await startProgram(bench, 'desk', mainOf('services/desk'), { DATABASE_URL: url, CALLBOOK_PORT: String(port) });
  const headers = { authorization: `Bearer ${await deskToken(url, { scopes: ['read'] })}` };
  const desk: Desk = (path) => fetch(new URL(path, `http://127.0.0.1:${port}`), { headers });
  const words = await sampleWords(desk);
  // From the first to the last: what was opened long ago is in nobody's memory.
  const references = Array.from({ length: RUNS }, (_, run) => formatReference(1 + run * Math.floor(CALLS / RUNS)));

  const list = await timed(desk, () => '/api/calls');
  const open = await timed(desk, (run) => `/api/calls/${references[run % references.length]}`);
  const rare = await timed(desk, (run) => `/api/calls?q=${words[run % words.length]}`);
  // Parts of words, from what one call has to what thousands have.
  const parts = await timed(desk, (run) => `/api/calls?q=${(words[run % words.length] ?? '').slice(0, 2 + (run % 4))}`);
  const pairs = await timed(desk, (run) => {
    const [one, other] = [words[run % words.length], words[(run * 7 + 1) % words.length]];
    return `/api/calls?q=${one?.slice(0, 3)}+${other?.slice(0, 4)}`;
  });
  const nothing = await timed(desk, (run) => `/api/calls?q=zz${run}qqq`);
  const searches = [...rare, ...parts, ...pairs, ...nothing];
  return [
    figure('searchable_calls', '/s', [searchable]),
    figure('million_list_ms', 'ms', list),
    figure('million_open_ms', 'ms', open),
    figure('million_search_ms', 'ms', searches),
    figure('million_search_p95_ms', 'ms', [percentile(searches, 95)]),
  ];
}

/** How many calls a second become searchable. */
async function madeSearchable(bench: Bench, url: string): Promise<number> {
  const log = openLog({ url, connections: 1 }, bench.logger);
  const start = performance.now();
  const next = () => makeSearchable(log, (_, error) => bench.breakDown(error as Error));
  let done = 0;
  try {
    for (let some = await next(); some > 0; some = await next()) {
      done += some;
      if (done % 50_000 < some) bench.say(`${done.toLocaleString('en')} calls are searchable`);
    }
  } finally {
    await log.close();
  }
  const rate = done / ((performance.now() - start) / 1000);
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query('vacuum analyze searchable');
  await client.end();
  return rate;
}

/** Words of the latest calls. */
async function sampleWords(desk: Desk): Promise<string[]> {
  const words = new Set<string>();
  let cursor = '';
  for (let page = 0; page < 4; page++) {
    const answer = await desk(`/api/calls?limit=50${cursor && `&cursor=${cursor}`}`);
    const { items, nextCursor } = (await answer.json()) as { items: { firstWords: string }[]; nextCursor: string };
    cursor = nextCursor;
    for (const { firstWords } of items) for (const word of firstWords.split(' ').slice(3, 6)) words.add(word);
  }
  return [...words];
}

async function timed(desk: Desk, path: (run: number) => string): Promise<number[]> {
  const times: number[] = [];
  for (let run = -WARM_UP; run < RUNS; run++) {
    const start = performance.now();
    const answer = await desk(path(Math.abs(run)));
    await answer.arrayBuffer();
    if (!answer.ok) throw new Error(`The desk answers ${answer.status} to ${path(Math.abs(run))}.`);
    if (run >= 0) times.push(performance.now() - start);
  }
  return times;
}
