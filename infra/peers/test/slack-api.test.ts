import { afterEach, expect, test } from '@jest/globals';
import type { SlackPeerOptions, Unwell } from '../src/index.ts';
import { type Started, startBolt } from './slack/bolt.ts';

let here: Started;
afterEach(() => here.stop());

async function start(options: Partial<SlackPeerOptions> = {}) {
  here = await startBolt('socket', options);
  return { ...here, client: here.app.client };
}
const refused = (error: string) => ({ data: { ok: false, error } });

test('tells who the app is, who a person is, and which conversations there are', async () => {
  const { team, client, anna, help } = await start();
  const bot = { user_id: team.bot.id, bot_id: expect.any(String) };
  expect(await client.auth.test()).toMatchObject({ team_id: team.id, ...bot });
  const { user } = await client.users.info({ user: anna.id });
  expect(user).toMatchObject({
    ...{ id: anna.id, tz: 'Europe/Vienna', real_name: 'Anna Berg', is_bot: false },
    profile: { email: 'anna@north.example', phone: '+49 30 111' },
  });
  expect((await client.users.lookupByEmail({ email: 'Anna@north.example' })).user?.id).toBe(anna.id);
  await expect(client.users.info({ user: 'U0' })).rejects.toMatchObject(refused('user_not_found'));

  team.addConversation('elsewhere', { withoutApp: true });
  team.addConversation('secret', { kind: 'private', withoutApp: true });
  const direct = team.direct(anna);
  const names = async (types: string) => (await client.conversations.list({ types })).channels?.map(({ name }) => name);
  expect(await names('public_channel,private_channel')).toEqual(['help', 'elsewhere']);
  const { channels } = await client.users.conversations({ types: 'public_channel,im' });
  expect(channels?.map(({ id }) => id)).toEqual([help.id, direct.id]);
  expect((await client.conversations.open({ users: anna.id })).channel?.id).toBe(direct.id);
  expect((await client.conversations.info({ channel: direct.id })).channel).toMatchObject({
    is_im: true,
    user: anna.id,
  });
});

test('lists a conversation page by page, newest first, between two times, and its threads in order', async () => {
  const { team, client, anna, help } = await start();
  const said = ['a', 'b', 'c', 'd', 'e'].map((text) => team.post({ user: anna, in: help, text }));
  const [, b, , d] = said;
  const root = b!;
  for (const text of ['b1', 'b2', 'b3'])
    team.post({ user: anna, in: help, text, thread: root, broadcast: text === 'b3' });
  const channel = help.id;
  const pages: (string | undefined)[][] = [];
  for await (const page of client.paginate('conversations.history', { channel, limit: 4 }))
    pages.push((page as unknown as { messages: { text: string }[] }).messages.map(({ text }) => text));
  expect(pages).toEqual([
    ['b3', 'e', 'd', 'c'],
    ['b', 'a'],
  ]);
  const between = async (options: object) =>
    (await client.conversations.history({ channel, oldest: root.ts, latest: d!.ts, ...options })).messages?.map(
      ({ text }) => text,
    );
  expect(await between({})).toEqual(['c']);
  expect(await between({ inclusive: true })).toEqual(['d', 'c', 'b']);
  const { messages } = await client.conversations.history({ channel, latest: root.ts, inclusive: true, limit: 1 });
  expect(messages).toMatchObject([{ text: 'b', thread_ts: root.ts, reply_count: 3, reply_users: [anna.id] }]);

  const thread = await client.conversations.replies({ channel, ts: root.ts, limit: 2 });
  expect(thread).toMatchObject({ has_more: true, messages: [{ text: 'b' }, { text: 'b1', parent_user_id: anna.id }] });
  const cursor = thread.response_metadata?.next_cursor ?? '';
  const rest = await client.conversations.replies({ channel, ts: root.ts, limit: 2, cursor });
  expect(rest).toMatchObject({ has_more: false, messages: [{ text: 'b2' }, { text: 'b3' }] });
  await expect(client.conversations.history({ channel: 'C0' })).rejects.toMatchObject(refused('channel_not_found'));
});

test('takes what the app posts, changes and takes back, and shows it as people see it', async () => {
  const { slack, team, client, anna, help } = await start();
  const asked = team.post({ user: anna, in: help, text: `Hello ${team.mention} &amp; all, the *printer* is jammed` });
  const channel = help.id;
  const blocks = [
    { type: 'section', text: { type: 'mrkdwn', text: 'Logged as *CB-17*' } },
    {
      type: 'actions',
      elements: [{ type: 'button', action_id: 'close', text: { type: 'plain_text', text: 'Close' } }],
    },
  ];
  const { ts } = await client.chat.postMessage({ channel, thread_ts: asked.ts, text: 'Logged as CB-17', blocks });
  await client.chat.postEphemeral({ channel, user: anna.id, text: 'We answer by <https://desk.example|ten>.' });
  await client.reactions.add({ channel, timestamp: asked.ts, name: 'eyes' });
  await client.chat.update({ channel, ts: ts!, text: 'Logged as CB-18', blocks: [] });
  const again = client.reactions.add({ channel, timestamp: asked.ts, name: 'eyes' });
  await expect(again).rejects.toMatchObject(refused('already_reacted'));
  const others = client.chat.update({ channel, ts: asked.ts, text: 'no' });
  await expect(others).rejects.toMatchObject(refused('cant_update_message'));
  await expect(client.chat.postMessage({ channel, text: '' })).rejects.toMatchObject(refused('no_text'));
  const { permalink } = await client.chat.getPermalink({ channel, message_ts: asked.ts });
  expect(permalink).toBe(`https://north.slack.com/archives/${channel}/p${asked.ts.replace('.', '')}`);
  expect(slack.posted.map(({ method, text, threadTs, onlyFor }) => ({ method, text, threadTs, onlyFor }))).toEqual([
    { method: 'chat.postMessage', text: 'Logged as CB-17', threadTs: asked.ts, onlyFor: undefined },
    { method: 'chat.postEphemeral', text: expect.stringContaining('ten'), threadTs: undefined, onlyFor: anna.id },
    { method: 'chat.update', text: 'Logged as CB-18', threadTs: asked.ts, onlyFor: undefined },
  ]);
  const times = (text: string) => text.replace(/\d\d:\d\d/g, '09:00');
  expect(times(slack.read(team, help, anna))).toBe(`#help

Anna Berg  09:00
  Hello @Callbook & all, the *printer* is jammed

    Callbook [app]  09:00
      Logged as CB-18

Callbook [app]  09:00  (only visible to you)
  We answer by ten.`);
});

test('limits each method by its tier, and says for how long', async () => {
  const { client, team, help, anna } = await start({ scale: 1 });
  const history = () => client.conversations.history({ channel: help.id });
  for (let calls = 0; calls < 50; calls++) await history();
  const limited = await fetch(`${here.slack.apiUrl}conversations.history?channel=${help.id}`, {
    headers: { Authorization: `Bearer ${team.botToken}` },
  });
  expect(limited.status).toBe(429);
  expect(Number(limited.headers.get('retry-after'))).toBeGreaterThan(50);
  expect(await limited.json()).toEqual({ ok: false, error: 'ratelimited' });
  // Other methods have limits of their own.
  await client.users.info({ user: anna.id });
});

test('gives an app that is distributed 15 messages, once a minute', async () => {
  const { client, team, help, anna } = await start({ limits: 'distributed', scale: 1 });
  for (let number = 0; number < 20; number++) team.post({ user: anna, in: help, text: String(number) });
  const { messages } = await client.conversations.history({ channel: help.id, limit: 1_000 });
  expect(messages).toHaveLength(15);
  const again = await fetch(`${here.slack.apiUrl}conversations.history?channel=${help.id}`, {
    headers: { Authorization: `Bearer ${team.botToken}` },
  });
  expect(again.status).toBe(429);
});

test('knows nobody by a wrong token, and is unwell when it is told to be', async () => {
  let unwell: Unwell | undefined;
  const { client, team } = await start({ unwell: () => unwell });
  unwell = { status: 503 };
  const sick = client.auth.test();
  await expect(sick).rejects.toMatchObject({ statusCode: 503 });
  unwell = undefined;
  const old = team.botToken;
  const token = team.revokeToken();
  await expect(client.auth.test({ token: old })).rejects.toMatchObject(refused('invalid_auth'));
  expect(await client.auth.test({ token })).toMatchObject({ ok: true });
});

test('hands out files for the token alone, whatever they claim to be', async () => {
  const { slack, team, client, anna, help } = await start();
  const log = team.addFile({ name: 'door.log', user: anna, content: Buffer.from('refused'), mimetype: 'text/plain' });
  const huge = team.addFile({ name: 'disk.img', user: anna, content: 3_000_000_000 });
  const elsewhere = team.addFile({ name: 'x.txt', user: anna, content: 1, url: 'http://127.0.0.1:9/x.txt' });
  const gone = team.addFile({ name: 'old.txt', user: anna, content: 1, mode: 'tombstone' });
  const liar = team.addFile({ name: 'small.txt', user: anna, content: 2_000_000, size: 10 });
  team.post({ user: anna, in: help, text: '', files: [log, huge, elsewhere, gone, liar] });
  await slack.settled();
  const event = here.heard[0]?.event as { subtype: string; files: Record<string, unknown>[] };
  expect(event.subtype).toBe('file_share');
  expect(event.files).toMatchObject([
    { name: 'door.log', mode: 'hosted', size: 7 },
    { name: 'disk.img', size: 3_000_000_000 },
    { url_private_download: 'http://127.0.0.1:9/x.txt' },
    { id: gone.id, mode: 'tombstone' },
    { size: 10 },
  ]);
  const address = async (file: string) => (await client.files.info({ file })).file?.url_private_download ?? '';
  const fetched = async (file: string, token?: string) =>
    fetch(await address(file), { ...(token && { headers: { Authorization: `Bearer ${token}` } }) });
  expect(await (await fetched(log.id, team.botToken)).text()).toBe('refused');
  const unsigned = await fetched(log.id);
  expect([unsigned.status, unsigned.redirected, unsigned.headers.get('content-type')]).toEqual([
    ...[200, true, 'text/html; charset=utf-8'],
  ]);
  expect((await (await fetched(liar.id, team.botToken)).arrayBuffer()).byteLength).toBe(2_000_000);
  const response = await fetched(huge.id, team.botToken);
  expect(response.headers.get('content-length')).toBe('3000000000');
  await response.body?.cancel();
});
