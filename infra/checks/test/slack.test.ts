import { type RunningHouse, seeded, startHouse } from '@callbook/checks';
import { type EventFault, type SlackPeer, startSlack, type Unwell } from '@callbook/peers';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { eventually, freePort, type Office, officeIn, p99 } from './slack/office.ts';

/** Short: 120 events. Long (`infra/test --long`): two thousand. Every process is killed twice in either. */
const LONG = process.env.CALLBOOK_LONG === '1';
const EVENTS = LONG ? 2_000 : 120;
const SEED = Number(process.env.SEED ?? Date.now() % 1_000_000);
/** Acked events between two kills, at least. */
const BETWEEN = 5;
const PARTS = ['slack', 'consolidation', 'redis', 'postgres'];
/** A minute of Slack's is 1.2 s: it tries an event for the last time after about seven seconds. */
const SCALE = 0.02;
/** Milliseconds, twice the mean: Slack sends an app 30,000 events an hour for a workspace at the most, and we two of them. */
const PAUSE = 120;
/** What Slack waits is three seconds; this is what we want to need at the most, 99 times in a hundred. Milliseconds. */
const ACK = 2_500;

const random = seeded(SEED);
let slack: SlackPeer;
let house: RunningHouse;
let offices: Office[];

beforeAll(async () => {
  process.stderr.write(`slack: SEED=${SEED}\n`);
  const port = await freePort();
  slack = await startSlack({
    workspaces: [{ name: 'North' }, { name: 'South', eventsUrl: `http://127.0.0.1:${port}/slack/events` }],
    ...{ scale: SCALE, random, fault, unwell },
  });
  offices = slack.teams.map((team) => officeIn(slack, team, random));
  const workspaces = offices.map(({ team, help }, at) => ({
    ...{ team: team.id, botToken: team.botToken, helpChannels: [help.id], reconcile: { minutes: 0.05 } },
    ...(at === 0
      ? { receiver: 'socket', appToken: team.app.appToken }
      : { receiver: 'http', signingSecret: team.app.signingSecret }),
  }));
  house = await startHouse({
    slack: { port, apiUrl: slack.apiUrl, workspaces },
    args: ['--separate', '--roles', 'consolidation,desk,slack'],
  });
}, 240_000);
afterAll(async () => {
  await house?.stop();
  await slack?.stop();
}, 120_000);

/** One event in five meets something on its way. Of a deletion nothing is left to be read later: none is lost. */
function fault(): EventFault | undefined {
  const faults: EventFault[] = ['lost', 'doubled', 'delayed', 'reordered', 'ack-ignored'];
  return random() < 0.2 ? faults[Math.floor(random() * faults.length)] : undefined;
}

function unwell(): Unwell | undefined {
  if (random() < 0.05) return { status: 429, retryAfter: 1 };
  return random() < 0.05 ? { status: 503 } : undefined;
}

const sleep = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));

/** As long as the killing goes on, people write. */
async function work(killed: () => boolean): Promise<void> {
  for (let events = 0; events < EVENTS || !killed(); events++) {
    offices[events % offices.length]?.act();
    await sleep(random() * (LONG ? PAUSE : 2 * PAUSE));
  }
}

/** However long a busy machine takes to start what was killed: before the next dies, some events came through. */
async function killEachTwice(): Promise<void> {
  for (let kills = 0; kills < 2 * PARTS.length; kills++) {
    const { acked } = slack.counts();
    await sleep(1_000 + random() * 1_500);
    await eventually(
      async () => slack.counts().acked - acked >= BETWEEN && house.kill(PARTS[kills % PARTS.length] as string),
      (killed) => killed,
      60_000,
    );
  }
}

type Row = {
  source_id: string;
  key: string;
  revises_key: string | null;
  revision_cause: string | null;
  call_id: string;
  occurred_at: Date;
  text: string;
  sender: { slackUser?: string };
};
const rows = () =>
  house.query<Row>(`select source_id, key, revises_key, revision_cause, call_id, occurred_at, text, sender
    from contacts where channel = 'slack'`);

/** What a contact says in the end: its latest correction, or what had to be fetched, or itself. */
function saidIn(found: readonly Row[], contact: Row): string {
  const of = (cause: string) =>
    found
      .filter(({ revises_key, revision_cause }) => revises_key === contact.key && revision_cause === cause)
      .sort((one, other) => one.occurred_at.getTime() - other.occurred_at.getTime())
      .at(-1)?.text;
  return of('edit') ?? of('fetched') ?? contact.text;
}

/** A message as the log has it, or as it should be: of whom, and what it says in the end; of a deleted one, that it is. */
type Message = { readonly id: string; readonly user: string; readonly deleted: boolean; readonly text: string };

/** Of a deletion that Slack gave up telling of while nobody listened, no list tells either. */
function compared(messages: readonly Message[]) {
  const deletions = new Map(offices.flatMap(({ deleted }) => [...deleted()]));
  return messages
    .map(({ id, user, deleted, text }) => {
      const told = deletions.get(id);
      return told === false ? { id, user } : { id, user, deleted, text: deleted ? '' : text };
    })
    .sort((one, other) => one.id.localeCompare(other.id));
}

async function logged() {
  const found = await rows();
  const gone = new Set(found.flatMap((row) => (row.revision_cause === 'deletion' && row.revises_key) || []));
  const messages = found.filter(({ revises_key }) => revises_key === null);
  return compared(
    messages.map((row) => ({
      ...{ id: row.source_id, user: row.sender.slackUser?.split('/')[1] ?? '', deleted: gone.has(row.key) },
      text: saidIn(found, row),
    })),
  );
}

function wanted() {
  return compared(
    offices.flatMap(({ expected, deleted }) =>
      expected().map(({ id, user, text }) => ({ id, user, deleted: deleted().has(id), text })),
    ),
  );
}

test(
  'events by both receivers, faults and kills at random: each message is one contact, and says what it says in the end',
  async () => {
    let killed = false;
    await Promise.all([work(() => killed), killEachTwice().then(() => (killed = true))]);
    await slack.settled();
    const all = JSON.stringify(wanted());
    await eventually(logged, (found) => JSON.stringify(found) === all, 120_000);
    // Nothing comes twice later, either.
    await sleep(5_000);
    expect(await logged()).toEqual(wanted());
    for (const part of PARTS) expect(house.restarts(part)).toBeGreaterThanOrEqual(2);
  },
  LONG ? 900_000 : 300_000,
);

test('each thread is one call', async () => {
  const found = (await rows()).filter(({ revises_key }) => revises_key === null);
  const calls = new Map(found.map(({ source_id, call_id }) => [source_id, call_id]));
  const threads = new Map<string, Set<string | undefined>>();
  for (const { id, thread } of offices.flatMap(({ expected }) => expected()))
    threads.set(thread, (threads.get(thread) ?? new Set()).add(calls.get(id)));
  expect([...threads].filter(([, ids]) => ids.size !== 1)).toEqual([]);
  const [log] = await house.query<{ calls: number }>(
    'select count(*)::int as calls from calls where merged_into is null',
  );
  expect(log?.calls).toBe(threads.size);
});

test('whoever was there acked within 2.5 seconds, 99 times in a hundred', () => {
  // Who was killed meanwhile did not answer at all; whoever let Slack wait until it gave up counts.
  const times = slack.deliveries.flatMap(({ tries }) =>
    tries.flatMap(({ outcome, milliseconds }) =>
      outcome === 'acked' || outcome === 'ack-ignored' || outcome === 'http_timeout' ? [milliseconds] : [],
    ),
  );
  process.stderr.write(
    `slack: ${JSON.stringify(slack.counts())}, acks: ${times.length}, p99 ${p99(times).toFixed(0)} ms\n`,
  );
  expect(times.length).toBeGreaterThan(2 * PARTS.length * BETWEEN);
  expect(p99(times)).toBeLessThan(ACK);
});

type Entry = { seen: number; recorded: number; spooled: number; missing: number };

test('the ledger says that all of them were seen and recorded, and that none is missing', async () => {
  const counts = async (account: string) => {
    const response = await house.ask(`/api/ledger?channel=slack&account=${account}`);
    const { items } = (await response.json()) as { items: Entry[] };
    const sum = (name: keyof Entry) => items.reduce((total, entry) => total + entry[name], 0);
    return { recorded: sum('recorded'), spooled: sum('spooled'), missing: sum('missing') };
  };
  for (const { team, expected } of offices) {
    const all = { recorded: expected().length, spooled: 0, missing: 0 };
    const told = await eventually(
      () => counts(team.id),
      (now) => JSON.stringify(now) === JSON.stringify(all),
      60_000,
    );
    expect({ team: team.name, ...told }).toEqual({ team: team.name, ...all });
  }
}, 150_000);
