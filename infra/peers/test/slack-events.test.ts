import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, test } from '@jest/globals';
import { WebSocket } from 'ws';
import type { EventFault } from '../src/index.ts';
import { type Before, type Started, startBolt, until } from './slack/bolt.ts';

let here: Started;
afterEach(() => here.stop());

const RECEIVERS = ['http', 'socket'] as const;
const texts = () => here.heard.map(({ event }) => event.text);

describe.each(RECEIVERS)('Bolt, by %s,', (by) => {
  const start = async (options: Parameters<typeof startBolt>[1] = {}) => {
    here = await startBolt(by, options);
    return here;
  };
  const failing: Before = async () => {
    throw new Error('the disk is full');
  };

  test('hears a message once, and one that mentions it twice, and acks both', async () => {
    const { slack, team, heard, anna, help } = await start();
    const message = team.post({ user: anna, in: help, text: 'The printer is jammed.' });
    team.post({ user: anna, in: help, text: `${team.mention} please help`, thread: message });
    await slack.settled();
    expect(heard.map(({ type }) => type).sort()).toEqual(['app_mention', 'message', 'message']);
    const asked = { channel: help.id, user: anna.id, text: 'The printer is jammed.', channel_type: 'channel' };
    expect(heard.find(({ event }) => event.ts === message.ts)?.event).toMatchObject(asked);
    expect(heard.at(-1)?.event).toMatchObject({ thread_ts: message.ts, parent_user_id: anna.id });
    expect(slack.deliveries.every(({ acked, tries }) => acked && tries.length === 1)).toBe(true);
    expect(slack.ackTimes()).toHaveLength(3);
  });

  test('is told again at once, after a minute and after five of what it does not ack, and why', async () => {
    const { slack, team, heard, anna, help } = await start({ before: failing, patience: by === 'http' ? 10_000 : 100 });
    team.post({ user: anna, in: help, text: 'Hello?' });
    await slack.settled();
    const reason = by === 'http' ? 'http_error' : 'timeout';
    expect(heard.map((one) => one.retry)).toEqual([0, 1, 2, 3]);
    expect(heard.slice(1).map((one) => one.reason)).toEqual([reason, reason, reason]);
    expect(new Set(heard.map(({ eventId }) => eventId)).size).toBe(1);
    const [{ tries, acked }] = slack.deliveries as [(typeof slack.deliveries)[0]];
    expect({ acked, waits: tries.slice(1).map(({ at }, index) => at - (tries[index]?.at ?? 0)) }).toEqual({
      acked: false,
      waits: [expect.any(Number), expect.any(Number), expect.any(Number)],
    });
    expect((tries[3]?.at ?? 0) - (tries[2]?.at ?? 0)).toBeGreaterThanOrEqual(300);
  });

  test('is waited for no longer than the limit, and a late ack counts for nothing', async () => {
    const before: Before = ({ retry }) => new Promise((resolve) => setTimeout(resolve, retry < 2 ? 4_000 : 0));
    const { slack, team, anna, help } = await start({ before, patience: 1_000 });
    team.post({ user: anna, in: help, text: 'Hello?' });
    await slack.settled();
    expect(slack.deliveries[0]?.tries.map(({ outcome }) => outcome)).toEqual(['http_timeout', 'http_timeout', 'acked']);
  });

  test('meets events that are lost, doubled, late, out of order, or repeated in spite of its ack', async () => {
    const { slack, team, heard, anna, help } = await start();
    const say = (text: string, fault?: EventFault) =>
      team.post({ user: anna, in: help, text, ...(fault && { fault }) });
    say('lost', 'lost');
    say('doubled', 'doubled');
    say('again', 'ack-ignored');
    await slack.settled();
    expect(texts().sort()).toEqual(['again', 'again', 'doubled', 'doubled']);
    expect(new Set(heard.map(({ eventId }) => eventId)).size).toBe(2);
    say('late', 'delayed');
    say('overtaken', 'reordered');
    say('first');
    await slack.settled();
    expect(texts().slice(4)).toEqual(['first', 'overtaken', 'late']);
    expect(slack.truth().map(({ text }) => text)).toContain('lost');
    expect(slack.counts()).toEqual({ events: 6, delivered: 5, retried: 1, acked: 5 });
  });

  test('hears of edits, deletions, unfurled links, joins, reactions and bots, its own posts among them', async () => {
    const { slack, team, app, heard, anna, help } = await start();
    const first = team.post({ user: anna, in: help, text: 'agian' });
    const reply = team.post({ user: anna, in: help, text: 'more', thread: first, broadcast: true });
    team.edit(first, 'again');
    team.unfurl(reply, [{ from_url: 'https://intranet.example', title: 'Wiki' }]);
    team.remove(first);
    team.remove(reply);
    team.react(anna, team.post({ in: help, text: 'Build 7 failed', bot: 'ci' }), 'ticket');
    team.join(anna, help);
    await app.client.chat.postMessage({ channel: help.id, text: 'CB-17' });
    await slack.settled();
    const kinds = heard.map(({ type, event }) => (event.subtype ? `${type}.${event.subtype}` : type));
    expect(kinds.sort()).toEqual([
      ...['member_joined_channel', 'message', 'message', 'message.bot_message', 'message.channel_join'],
      ...['message.message_changed', 'message.message_changed', 'message.message_changed', 'message.message_deleted'],
      ...['message.thread_broadcast', 'reaction_added'],
    ]);
    const changes = heard.map(({ event }) => event).filter(({ subtype }) => subtype === 'message_changed');
    expect(changes.find(({ message }) => (message as { text: string }).text === 'again')).toMatchObject({
      ...{ hidden: true, channel: help.id, previous_message: { text: 'agian' } },
      message: { ts: first.ts, edited: { user: anna.id } },
    });
    expect(changes.find(({ message }) => (message as { subtype: string }).subtype === 'tombstone')).toBeDefined();
    expect(heard.find(({ event }) => event.text === 'CB-17')?.event).toMatchObject({ bot_id: expect.any(String) });
    expect(slack.truth().map(({ text, deleted, versions }) => ({ text, deleted, versions }))).toEqual([
      { text: 'This message was deleted.', deleted: true, versions: ['agian', 'again'] },
      { text: 'more', deleted: true, versions: [] },
    ]);
  });

  test('is told nothing of conversations that it is not in, and nothing while Slack is silent', async () => {
    const { slack, team, app, heard, anna, help } = await start();
    const elsewhere = team.addConversation('elsewhere', { kind: 'private', members: [anna], withoutApp: true });
    team.post({ user: anna, in: elsewhere, text: `${team.mention} psst` });
    slack.fallSilent();
    team.post({ user: anna, in: help, text: 'Anybody?' });
    slack.speakAgain();
    await slack.settled();
    expect(heard).toEqual([]);
    const { messages } = await app.client.conversations.history({ channel: help.id });
    expect(messages?.map(({ text }) => text)).toEqual(['Anybody?']);
    expect(slack.truth().map(({ text, visible }) => [text, visible])).toEqual([
      [`${team.mention} psst`, false],
      ['Anybody?', true],
    ]);
  });
});

describe('Socket Mode', () => {
  test('goes on after a refresh, and sends again what was unacked when the line broke', async () => {
    let broken = false;
    const before: Before = async () => {
      if (!broken) here.slack.dropSockets();
      broken = true;
    };
    here = await startBolt('socket', { before, scale: 0.02, silence: 500 });
    const { slack, team, heard, anna, help } = here;
    slack.refreshSockets();
    await until(() => slack.calls.filter(({ method }) => method === 'apps.connections.open').length === 2);
    team.post({ user: anna, in: help, text: 'Are you there?' });
    await slack.settled();
    expect(broken).toBe(true);
    expect(heard.length).toBeGreaterThanOrEqual(2);
    expect(slack.deliveries.map(({ acked }) => acked)).toEqual([true]);
    expect(slack.deliveries[0]?.tries[0]?.outcome).toBe('connection_failed');
  });

  test('takes each address once, and ten connections at most', async () => {
    here = await startBolt('socket');
    const { slack, team } = here;
    const open = async () => {
      const response = await fetch(`${slack.apiUrl}apps.connections.open`, {
        ...{ method: 'POST', headers: { Authorization: `Bearer ${team.app.appToken}` } },
      });
      return ((await response.json()) as { url: string }).url;
    };
    const hello = (url: string) =>
      new Promise<string>((resolve) => {
        const socket = new WebSocket(url);
        socket.onmessage = ({ data }) => {
          const { type, reason } = JSON.parse(String(data)) as { type: string; reason?: string };
          resolve(reason ?? type);
          sockets.push(socket);
        };
        socket.onerror = () => resolve('refused');
      });
    const sockets: WebSocket[] = [];
    const url = await open();
    expect(await hello(url)).toBe('hello');
    expect(await hello(url)).toBe('refused');
    // Bolt has one, and so have we.
    for (let more = 0; more < 8; more++) expect(await hello(await open())).toBe('hello');
    expect(await hello(await open())).toBe('too_many_websockets');
    for (const socket of sockets) socket.close();
  });
});

describe('a signed request', () => {
  test('is believed by Bolt when Slack made it now, and no other is', async () => {
    here = await startBolt('http');
    const { slack, team, heard, anna, help } = here;
    const event = { type: 'message', channel: help.id, user: anna.id, text: 'forged', ts: '1700000000.000100' };
    for (const forgery of ['unsigned', 'other-secret', 'altered', 'stale'] as const)
      expect(await slack.forge(team, event, forgery)).toMatchObject({ status: 401 });
    expect(heard).toEqual([]);
    expect(await slack.forge(team, event)).toMatchObject({ status: 200 });
    expect(await slack.verifyUrl(team)).toBe(true);
  });

  test('is not repeated where the answer says so', async () => {
    here = await startBolt('http');
    const { team, anna, help, slack } = here;
    const server = createServer((_, response) => response.writeHead(500, { 'X-Slack-No-Retry': '1' }).end());
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    team.app.eventsUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
    team.post({ user: anna, in: help, text: 'Hello?' });
    await slack.settled();
    expect(slack.deliveries.map(({ tries }) => tries.map(({ outcome }) => outcome))).toEqual([['http_error']]);
    server.close();
  });
});
