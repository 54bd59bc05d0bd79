import { type RunningHouse, seeded, startHouse } from '@callbook/checks';
import { type SlackPeer, startSlack } from '@callbook/peers';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { eventually, type Office, officeIn } from './slack/office.ts';

/** Short: forty messages are missed. Long (`infra/test --long`): two hundred. An hour in either. */
const MISSED = process.env.CALLBOOK_LONG === '1' ? 200 : 40;
const HOUR = 3_600_000;
const SEED = Number(process.env.SEED ?? Date.now() % 1_000_000);

let slack: SlackPeer;
let house: RunningHouse;
let office: Office;
/** Milliseconds by which Slack's clock is behind ours, so that an hour passes there in a moment. */
let behind = HOUR;

beforeAll(async () => {
  process.stderr.write(`slack-downtime: SEED=${SEED}\n`);
  const random = seeded(SEED);
  slack = await startSlack({ random, scale: 0.01, now: () => Date.now() - behind });
  office = officeIn(slack, slack.team(), random);
  house = await startHouse({ slack: settings(), args: ['--roles', 'consolidation,desk,slack'] });
}, 240_000);
afterAll(async () => {
  await house?.stop();
  await slack?.stop();
}, 120_000);

function settings() {
  const { team, help } = office;
  const receiver = { receiver: 'socket', appToken: team.app.appToken };
  return {
    apiUrl: slack.apiUrl,
    workspaces: [{ ...{ team: team.id, botToken: team.botToken, helpChannels: [help.id] }, ...receiver }],
  };
}

const ids = async () => {
  const found = await house.query<{ source_id: string }>(
    `select source_id from contacts where channel = 'slack' and revises_key is null order by received_at, id`,
  );
  return found.map(({ source_id }) => source_id);
};
const expected = () => office.expected().map(({ id }) => id);

test('what was said in an hour of downtime is logged after the start, in order and once', async () => {
  for (let before = 0; before < 5; before++) office.say();
  await slack.settled();
  const early = await eventually(ids, (found) => found.length === expected().length, 120_000);
  expect(early.sort()).toEqual(expected().sort());

  const { home } = house;
  await house.stop({ keep: true });
  slack.fallSilent();
  for (let missed = 1; missed <= MISSED; missed++) {
    office.say();
    behind = HOUR * (1 - missed / MISSED);
  }
  slack.speakAgain();
  house = await startHouse({ slack: settings(), home, args: ['--roles', 'consolidation,desk,slack'] });

  const found = await eventually(ids, (there) => there.length === expected().length, 120_000);
  expect([...found].sort()).toEqual(expected().sort());
  for (const { id } of office.team.workspace.conversations.values()) {
    const late = found.filter((one) => one.split(':')[1] === id && !early.includes(one));
    expect(late).toEqual([...late].sort());
  }
}, 180_000);

test('and the ledger misses none of it', async () => {
  const missing = async () => {
    const response = await house.ask(`/api/ledger?channel=slack&account=${office.team.id}`);
    const { items } = (await response.json()) as { items: { recorded: number; missing: number }[] };
    const sum = (name: 'recorded' | 'missing') => items.reduce((total, entry) => total + entry[name], 0);
    return { recorded: sum('recorded'), missing: sum('missing') };
  };
  const all = { recorded: expected().length, missing: 0 };
  expect(await eventually(missing, (now) => JSON.stringify(now) === JSON.stringify(all), 60_000)).toEqual(all);
}, 90_000);
