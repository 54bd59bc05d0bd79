import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type RunningHouse, startHouse } from '@callbook/checks';
import { type SlackConversation, type SlackPeer, type SlackTeam, type SlackUser, startSlack } from '@callbook/peers';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { eventually, freePort } from './slack/office.ts';

let slack: SlackPeer;
let team: SlackTeam;
let anna: SlackUser;
let help: SlackConversation;
let house: RunningHouse;
/** Somebody's server, to which files are said to lie. */
let elsewhere: Server;
let visits = 0;

beforeAll(async () => {
  elsewhere = createServer((_, response) => {
    visits += 1;
    response.end('give me your token');
  });
  await new Promise<void>((resolve) => elsewhere.listen(0, '127.0.0.1', resolve));
  const port = await freePort();
  slack = await startSlack({
    workspaces: [{ name: 'North', eventsUrl: `http://127.0.0.1:${port}/slack/events` }],
    scale: 0.01,
  });
  team = slack.team();
  anna = team.addUser({ realName: 'Anna Berg', email: 'anna.berg@north.example' });
  help = team.addConversation('help', { members: [anna] });
  const { id, botToken, app } = team;
  const { signingSecret } = app;
  const workspace = { team: id, botToken, receiver: 'http', signingSecret, helpChannels: [help.id] };
  house = await startHouse({
    slack: { port, apiUrl: slack.apiUrl, workspaces: [workspace] },
    args: ['--roles', 'consolidation,desk,slack'],
  });
}, 240_000);
afterAll(async () => {
  await house?.stop();
  await slack?.stop();
  elsewhere?.close();
}, 120_000);

type Row = {
  text: string;
  revision_cause: string | null;
  source_id: string;
  details: { refusedFiles?: { name: string; code: string }[] };
  files: number;
};
const rows = () =>
  house.query<Row>(`select source_id, text, revision_cause, details,
      (select count(*)::int from attachments where contact_id = contacts.id) as files
    from contacts where channel = 'slack' order by received_at, id`);
const texts = async () => (await rows()).filter((row) => row.revision_cause === null).map(({ text }) => text);

test('what Slack did not sign, signed long ago or sends for another workspace is refused with 401, and not logged', async () => {
  const event = (text: string) => ({
    ...{ type: 'message', channel: help.id, channel_type: 'channel', user: anna.id, text },
    ...{ ts: '1764000000.000100', event_ts: '1764000000.000100' },
  });
  for (const forgery of ['unsigned', 'other-secret', 'altered', 'stale'] as const)
    expect({ forgery, answer: await slack.forge(team, event(forgery), forgery) }).toMatchObject({
      ...{ forgery, answer: { status: 401 } },
    });
  expect(await slack.forge(team, event('another team'), undefined, { teamId: 'T0STRANGER' })).toMatchObject({
    status: 401,
  });
  team.post({ user: anna, in: help, text: 'This one is true.' });
  await slack.settled();
  expect(await eventually(texts, (found) => found.length > 0, 120_000)).toEqual(['This one is true.']);
}, 60_000);

test('a file of 3 GB, one that lies elsewhere, one that lies about its size and one that stalls hold up nothing', async () => {
  const { port } = elsewhere.address() as AddressInfo;
  const share = (text: string, file: Omit<Parameters<SlackTeam['addFile']>[0], 'user'>) =>
    team.post({ user: anna, in: help, text, files: [team.addFile({ ...file, user: anna })] });
  const shared = [
    share('Here is the image of my disk.', { name: 'disk.img', content: 3_000_000_000 }),
    share('Here is my screen.', { name: 'screen.png', content: 1, url: `http://127.0.0.1:${port}/screen.png` }),
    share('Here is a small one.', { name: 'small.txt', content: 3_000_000_000, size: 12 }),
    share('Here is a slow one.', { name: 'slow.txt', content: 'stalls' }),
    share('Here is the log of the door.', { name: 'door.log', content: Buffer.from('badge refused') }),
  ];
  team.post({ user: anna, in: help, text: 'And this is what I say behind them.' });
  await slack.settled();

  const all = ['This one is true.', ...shared.map(({ text }) => text), 'And this is what I say behind them.'];
  const found = await eventually(texts, (there) => there.length === all.length, 120_000);
  expect(found.sort()).toEqual(all.sort());

  const refused = async () => {
    const files = (await rows()).filter((row) => row.revision_cause === 'files');
    return Object.fromEntries(
      files.flatMap(({ details }) => (details.refusedFiles ?? []).map(({ name, code }) => [name, code])),
    );
  };
  const codes = {
    'disk.img': 'slack-file-too-large',
    'screen.png': 'slack-file-foreign',
    'small.txt': 'slack-file-too-large',
  };
  expect(await eventually(refused, (now) => Object.keys(now).length >= 3, 60_000)).toMatchObject(codes);
  const kept = async () => (await rows()).filter(({ files }) => files > 0).map(({ source_id }) => source_id);
  expect(await eventually(kept, (there) => there.length > 0, 120_000)).toEqual([
    `${team.id}:${help.id}:${shared[4]?.ts}:files`,
  ]);
  expect(visits).toBe(0);
}, 180_000);
