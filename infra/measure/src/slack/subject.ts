import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { SECOND } from '@callbook/contracts';
import { type SlackPeer, startSlack } from '@callbook/peers';
import { sleep } from '@callbook/runtime';
import type { Bench } from '../bench.ts';
import { clock } from '../clock.ts';
import { type Figure, figure } from '../figure.ts';
import { freePort } from '../port.ts';
import { mainOf, startProgram } from '../program.ts';
import { percentile } from '../statistics.ts';

const RUNS = 3;
const PER_SECOND = 50;
const SECONDS = 10;
const WARM_UP_SECONDS = 3;
const PEOPLE = 40;
/** Nobody listens there. */
const NO_REDIS = 'redis://127.0.0.1:1';

/** How long Slack waits until it is told that it may forget a message, which is when the message is safe on disk. */
export async function measureSlack(bench: Bench): Promise<Figure[]> {
  return [
    ...(await acked(bench, 'slack_ack', 'http', bench.redisUrl)),
    ...(await acked(bench, 'slack_ack_without_redis', 'http', NO_REDIS)),
    ...(await acked(bench, 'slack_socket_ack', 'socket', bench.redisUrl)),
    ...(await acked(bench, 'slack_socket_ack_without_redis', 'socket', NO_REDIS)),
  ];
}

async function acked(bench: Bench, name: string, receiver: 'http' | 'socket', redisUrl: string): Promise<Figure[]> {
  const port = await freePort();
  const eventsUrl = `http://127.0.0.1:${port}/slack/events`;
  const slack = await startSlack({
    workspaces: [{ name: 'Northbank', ...(receiver === 'http' && { eventsUrl }) }],
    limits: 'none',
  });
  const team = slack.team();
  const { appToken, signingSecret } = team.app;
  const secret = receiver === 'http' ? { signingSecret } : { appToken };
  const workspaces = [{ team: team.id, botToken: team.botToken, receiver, ...secret }];
  const config = join(bench.folder, `${name}.yaml`);
  await writeFile(config, JSON.stringify({ slack: { apiUrl: slack.apiUrl, workspaces } })); // JSON is YAML
  const program = await startProgram(bench, name, mainOf('services/slack'), {
    CALLBOOK_CONFIG: config,
    CALLBOOK_HOME: join(bench.folder, name),
    CALLBOOK_PORT: String(port),
    REDIS_URL: redisUrl,
  });
  const people = Array.from({ length: PEOPLE }, (_, at) => {
    const email = `person-${at}@northbank.example`;
    return team.addUser({ realName: `Person ${at}`, email });
  });
  const p50: number[] = [];
  const p99: number[] = [];
  for (let run = 0; run <= RUNS; run += 1) {
    bench.say(`${name} at ${PER_SECOND}/s, ${run === 0 ? 'warm-up' : `run ${run} of ${RUNS}`}`);
    const before = slack.deliveries.length;
    const begin = clock();
    for (let at = 0; at < PER_SECOND * (run === 0 ? WARM_UP_SECONDS : SECONDS); at += 1) {
      await sleep(Math.max(0, begin + (at * SECOND) / PER_SECOND - clock()), bench.lifecycle.signal);
      const user = people[at % PEOPLE];
      if (user) team.post({ user, in: team.direct(user), text: `The printer on floor ${run}.${at} is jammed again.` });
    }
    await slack.settled();
    if (run === 0) continue;
    const waits = waitsSince(slack, before);
    p50.push(percentile(waits, 50));
    p99.push(percentile(waits, 99));
  }
  await program.stop();
  await slack.stop();
  return [figure(`${name}_p50_ms`, 'ms', p50), figure(`${name}_p99_ms`, 'ms', p99)];
}

/** Milliseconds until each message was acked. One that had to be sent again has no place in such a figure. */
function waitsSince({ deliveries }: SlackPeer, before: number): number[] {
  return deliveries.slice(before).map(({ acked, tries: [first, again] }) => {
    if (!acked || !first || again) throw new Error('A message was not acked the first time.');
    return first.milliseconds;
  });
}
