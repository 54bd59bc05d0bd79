import { memoryIntake, quietLogger } from '@callbook/checks';
import type { Delivery } from '@callbook/contracts';
import { type SlackPeer, startSlack } from '@callbook/peers';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { openApi } from '../src/api.ts';
import { type HomeBook, openHomeBook } from '../src/home-book.ts';
import { openSend } from '../src/send.ts';
import { slackUser } from '../src/source-id.ts';

let slack: SlackPeer;
let home: HomeBook;
let over: AbortController;
let unwell: string | undefined;

beforeEach(async () => {
  over = new AbortController();
  unwell = undefined;
  slack = await startSlack({ limits: 'none', unwell: (method) => (method === unwell ? { status: 500 } : undefined) });
});
afterEach(async () => {
  over.abort();
  await slack.stop();
});

/** One person, a channel and what that person said there. */
function said() {
  const team = slack.team();
  const ada = team.addUser({ realName: 'Ada Lindqvist' });
  const help = team.addConversation('help', { members: [ada] });
  const question = team.post({ user: ada, in: help, text: 'The printer is jammed' });
  const api = openApi(
    { botToken: team.botToken },
    { apiUrl: slack.apiUrl },
    { logger: quietLogger(), signal: over.signal },
  );
  home = openHomeBook(team.id, memoryIntake().cursor);
  const identity = { user: () => undefined, name: () => undefined, bot: () => undefined, app: () => undefined };
  const known = { ...identity, url: () => 'https://northbank.slack.com/', learn: () => {} };
  const send = openSend([{ workspace: { team: team.id }, api, home, identity: known, now: () => new Date() }]);
  const slackThread = `${team.id}:${help.id}:${question.ts}`;
  const delivery = (parts: Partial<Delivery> = {}): Delivery => ({
    id: '0198c8f2-7c1f-7aaa-8bbb-0123456789ab',
    ...{ kind: 'acknowledgement', channel: 'slack', account: team.id, to: slackUser(team.id, ada.id) },
    ...{ text: 'We have your message.', thread: { references: [], slackThread }, audience: 'everybody' },
    ...{ language: 'en-GB', timeZone: 'UTC' },
    call: { reference: 'CB-10429', title: 'The printer', status: 'new' },
    ...parts,
  });
  return { team, ada, help, question, send, delivery };
}

const once = { again: false };

test('a message goes into the thread that it belongs to, and tells its name', async () => {
  const { team, help, question, send, delivery } = said();
  const sent = await send(delivery(), once);
  const [posted] = slack.posted;
  expect(posted).toMatchObject({
    conversation: help.id,
    threadTs: question.ts,
    text: expect.stringContaining('We have'),
  });
  expect(sent).toEqual({ outcome: 'sent', sourceId: `${team.id}:${help.id}:${posted?.ts}` });
});

test('where there is no thread it goes to the person directly, and a thread begins with it', async () => {
  const { team, ada, send, delivery } = said();
  const sent = await send(delivery({ thread: { references: [] } }), once);
  const direct = team.direct(ada);
  expect(slack.posted).toMatchObject([{ conversation: direct.id }]);
  expect(sent.sourceId).toBe(`${team.id}:${direct.id}:${slack.posted[0]?.ts}`);
});

test('what is for one person is shown to that person alone', async () => {
  const { ada, question, send, delivery } = said();
  expect(await send(delivery({ audience: 'recipient' }), once)).toEqual({ outcome: 'sent' });
  expect(slack.posted).toMatchObject([{ method: 'chat.postEphemeral', onlyFor: ada.id, threadTs: question.ts }]);
});

test('what people wrote mentions nobody and is nowhere a link', async () => {
  const { send, delivery } = said();
  await send(delivery({ kind: 'reply', text: 'Ask <!channel> & <https://x.example|us>' }), once);
  expect(slack.posted[0]?.text).toBe('Ask &lt;!channel&gt; &amp; &lt;https://x.example|us&gt;');
});

test('under it are the buttons by which its requester closes it', async () => {
  const { send, delivery } = said();
  await send(delivery(), once);
  expect(JSON.stringify(slack.posted[0]?.blocks)).toContain('"value":"CB-10429"');
});

test('App Home shows the call as its requester was told', async () => {
  const { ada, send, delivery } = said();
  await send(delivery(), once);
  expect(home.callsOf(ada.id)).toMatchObject([{ reference: 'CB-10429', status: 'new' }]);
});

describe('a message that was posted by somebody who did not live to say so', () => {
  test.each([
    ['in a thread', (parts: Partial<Delivery>) => parts],
    ['to a person', (parts: Partial<Delivery>) => ({ ...parts, thread: { references: [] } })],
  ])('%s is not posted again', async (_, shape) => {
    const { send, delivery } = said();
    const first = await send(delivery(shape({})), once);
    const other = await send(delivery(shape({ id: '0198c8f2-7c1f-7aaa-8bbb-0123456789ac' })), once);
    expect(await send(delivery(shape({})), { again: true })).toEqual(first);
    expect(other).not.toEqual(first);
    expect(slack.posted).toHaveLength(2);
  });

  test('and one that was not is posted then', async () => {
    const { send, delivery } = said();
    expect(await send(delivery(), { again: true })).toMatchObject({ outcome: 'sent' });
    expect(slack.posted).toHaveLength(1);
  });
});

describe('a Slack that', () => {
  test('knows no such conversation is believed', async () => {
    const { team, send, delivery } = said();
    const gone = delivery({ thread: { references: [], slackThread: `${team.id}:C0GONE:1.2` } });
    expect(await send(gone, once)).toMatchObject({ outcome: 'refused', reason: expect.stringContaining('Slack says') });
  });

  test('fails is asked again later', async () => {
    const { send, delivery } = said();
    unwell = 'chat.postMessage';
    await expect(send(delivery(), once)).rejects.toMatchObject({ code: 'slack-api' });
    unwell = undefined;
    expect(await send(delivery(), once)).toMatchObject({ outcome: 'sent' });
  });

  test('has taken the token back is a matter for a person', async () => {
    const { team, send, delivery } = said();
    team.revokeToken();
    await expect(send(delivery(), once)).rejects.toMatchObject({ code: 'slack-login' });
  });
});
