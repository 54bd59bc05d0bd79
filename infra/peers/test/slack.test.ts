import { createServer } from 'node:net';
import { afterEach, expect, test } from '@jest/globals';
import bolt from '@slack/bolt';
import { type SlackPeer, type SlackPeerOptions, startSlack } from '../src/index.ts';

const { App, HTTPReceiver, LogLevel, SocketModeReceiver } = bolt;
/** A minute of Slack's is 60 ms. */
const SCALE = 0.001;

let slack: SlackPeer;
const stops: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const stop of stops.splice(0).reverse()) await stop();
});

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as { port: number };
  await new Promise<void>((resolve) => server.close(() => resolve()));
  return port;
}

type Heard = { readonly type: string; readonly event: Record<string, unknown>; readonly retry?: number };

/** The real Bolt, by either of its receivers, that notes what it hears and acks it. */
async function start(by: 'http' | 'socket', options: Partial<SlackPeerOptions> = {}) {
  const port = await freePort();
  const eventsUrl = `http://127.0.0.1:${port}/slack/events`;
  slack = await startSlack({
    workspaces: [{ name: 'North', ...(by === 'http' && { eventsUrl }) }],
    scale: SCALE,
    ...options,
  });
  stops.push(() => slack.stop());
  const team = slack.team();
  const clientOptions = { slackApiUrl: slack.apiUrl };
  const { signingSecret, appToken } = team.app;
  const logLevel = LogLevel.ERROR;
  const receiver =
    by === 'http'
      ? new HTTPReceiver({ signingSecret, port, processBeforeResponse: true, logLevel })
      : new SocketModeReceiver({ appToken, logLevel, clientPingTimeout: 100, installerOptions: { clientOptions } });
  const app = new App({ token: team.botToken, receiver, clientOptions, logLevel, ignoreSelf: false });
  const heard: Heard[] = [];
  app.use(async ({ body, context, next }) => {
    const event = (body.event ?? body) as Record<string, unknown>;
    heard.push({
      type: String(event.type ?? 'command'),
      event,
      ...(context.retryNum !== undefined && { retry: context.retryNum }),
    });
    await next();
  });
  await app.start();
  stops.push(() => app.stop());
  const anna = team.addUser({
    realName: 'Anna Berg',
    email: 'anna@north.example',
    phone: '+49 30 111',
    tz: 'Europe/Vienna',
  });
  const help = team.addConversation('help', { members: [anna] });
  return { team, app, heard, anna, help, port };
}

for (const by of ['http', 'socket'] as const) {
  test(`Bolt by ${by} hears a message once, and a mention twice`, async () => {
    const { team, heard, anna, help } = await start(by);
    const message = team.post({ user: anna, in: help, text: 'The printer is jammed.' });
    team.post({ user: anna, in: help, text: `${team.mention} please help`, thread: message });
    await slack.settled();
    expect(heard.map(({ type }) => type).sort()).toEqual(['app_mention', 'message', 'message']);
    expect(heard.find(({ event }) => event.ts === message.ts)?.event).toMatchObject({
      ...{ channel: help.id, user: anna.id, text: 'The printer is jammed.', channel_type: 'channel' },
    });
    expect(slack.deliveries.every(({ acked, tries }) => acked && tries.length === 1)).toBe(true);
  });

  test(`what Bolt by ${by} does not ack comes three times more, with the reason`, async () => {
    const { team, app, heard, anna, help } = await start(by, { patience: 200 });
    app.error(async (error) => {
      throw error;
    });
    app.message(async () => {
      throw new Error('not now');
    });
    team.post({ user: anna, in: help, text: 'Hello?' });
    await slack.settled();
    if (by === 'http') expect(heard.map(({ retry }) => retry)).toEqual([undefined, 1, 2, 3]);
    else expect(heard.length).toBeGreaterThan(0);
  });
}

test('Web API', async () => {
  const { team, app, anna, help } = await start('socket');
  const client = app.client;
  expect(await client.auth.test()).toMatchObject({ ok: true, team_id: team.id, bot_id: expect.any(String) });
  for (let number = 0; number < 5; number++) team.post({ user: anna, in: help, text: `number ${number}` });
  const pages = [];
  for await (const page of client.paginate('conversations.history', { channel: help.id, limit: 2 })) pages.push(page);
  expect(pages).toHaveLength(3);
  const { user } = await client.users.info({ user: anna.id });
  expect(user).toMatchObject({ tz: 'Europe/Vienna', profile: { email: 'anna@north.example', phone: '+49 30 111' } });
  await client.chat.postMessage({ channel: help.id, text: 'CB-1' });
  expect(slack.posted).toMatchObject([{ text: 'CB-1' }]);
  await slack.settled();
});
