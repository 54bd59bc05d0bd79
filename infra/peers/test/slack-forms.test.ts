import { afterEach, expect, test } from '@jest/globals';
import { castOf, playConversation } from '../src/index.ts';
import { type Started, startBolt, until } from './slack/bolt.ts';

let here: Started;
afterEach(() => here.stop());

async function start() {
  here = await startBolt('socket');
  return { ...here, client: here.app.client };
}
const refused = (error: string) => ({ data: { ok: false, error } });

test('lets people open, fill in and send a form, press buttons, and use shortcuts', async () => {
  const { team, app, client, anna, help } = await start();
  const input = (id: string, element: object) => ({
    type: 'input',
    block_id: id,
    element: { action_id: id, ...element },
  });
  const options = ['IT', 'HR'].map((value) => ({ value, text: { type: 'plain_text', text: value } }));
  const view = {
    ...{ type: 'modal' as const, callback_id: 'ask', title: { type: 'plain_text' as const, text: 'Ask' } },
    blocks: [input('what', { type: 'plain_text_input' }), input('who', { type: 'static_select', options })] as never[],
  };
  const pressed: unknown[] = [];
  let trigger = '';
  app.command('/helpdesk', async ({ ack, body }) => {
    trigger = body.trigger_id;
    await client.views.open({ trigger_id: trigger, view });
    await ack();
  });
  app.view('ask', async ({ ack, view: { state } }) => {
    const said = state.values.what?.what?.value;
    if (said) await ack();
    else await ack({ response_action: 'errors', errors: { what: 'Say something.' } });
    pressed.push(said, state.values.who?.who?.selected_option?.value);
  });
  app.action('close', async ({ ack, respond, body }) => {
    await ack();
    await respond('Closed.');
    pressed.push(body.user.id);
  });
  app.shortcut('log', async ({ ack, shortcut }) => {
    await ack();
    pressed.push('message' in shortcut ? shortcut.message?.text : shortcut.type);
  });
  const opening = team.nextView(anna);
  expect(await team.command(anna, help, '/helpdesk')).toMatchObject({ acked: true });
  const form = await opening;
  const wrong = await team.submit(anna, form, {});
  expect(wrong.answer).toMatchObject({ response_action: 'errors', errors: { what: 'Say something.' } });
  expect(await team.submit(anna, form, { what: 'Jam', who: 'HR' })).toMatchObject({ acked: true, answer: {} });
  const used = client.views.open({ trigger_id: trigger, view });
  await expect(used).rejects.toMatchObject(refused('exchanged_trigger_id'));

  const button = { type: 'button', action_id: 'close', text: { type: 'plain_text', text: 'Close' } };
  const posted = await client.chat.postMessage({
    ...{ channel: help.id, text: 'CB-17', blocks: [{ type: 'actions', elements: [button] }] as never[] },
  });
  const message = help.messages.find(({ ts }) => ts === posted.ts)!;
  expect(await team.press(anna, message, 'close')).toMatchObject({ acked: true });
  await until(() => pressed.includes(anna.id));
  const asked = team.post({ user: anna, in: help, text: 'The lift is stuck' });
  expect(await team.messageShortcut(anna, asked, 'log')).toMatchObject({ acked: true });
  expect(await team.globalShortcut(anna, 'log')).toMatchObject({ acked: true });
  expect(pressed).toEqual([null, undefined, 'Jam', 'HR', anna.id, 'The lift is stuck', 'shortcut']);
  expect(here.slack.posted.at(-1)).toMatchObject({ method: 'response_url', text: 'Closed.', onlyFor: anna.id });
});

test('publishes a home for each person, who is told that it was opened', async () => {
  const { team, app, client, anna } = await start();
  app.event('app_home_opened', async ({ event }) => {
    await client.views.publish({ user_id: event.user, view: { type: 'home', blocks: [] } });
  });
  const publishing = team.nextView(anna, 'home');
  team.openHome(anna);
  expect(await publishing).toMatchObject({ user: anna.id, type: 'home' });
  await here.slack.settled();
  expect(team.view(anna, 'home')).toBeDefined();
});

test('plays a short conversation, and of each scene only what was not played before', async () => {
  const { slack } = await start();
  const cast = castOf(slack);
  const played: string[] = [];
  const options = { pause: 1, played: (scene: string) => played.push(scene) };
  await playConversation(slack, cast, { ...options, without: new Set(['badge']) });
  expect(played).toEqual(['projector', 'heating']);
  expect(slack.read(cast.team, cast.help, cast.tom)).toContain('stays dark again. (edited)');
  await playConversation(slack, cast, { ...options, without: new Set(played) });
  expect(played).toEqual(['projector', 'heating', 'badge']);
});
