import { SECOND } from '@callbook/contracts';
import type { Core } from './core.ts';
import type { Payload } from './delivery.ts';
import { type Filling, filledIn } from './form.ts';
import { messageResource, viewResource } from './resources.ts';
import type { Json, SlackConversation, SlackMessage, SlackUser, SlackView, Workspace } from './workspace.ts';

/** What became of something that somebody did and waited for. */
export type Reaction = {
  /** False: Slack has told them that it did not work. */
  readonly acked: boolean;
  readonly milliseconds: number;
  /** What the app answered: of a submitted view, perhaps what is wrong with it. */
  readonly answer: Json;
};

/** What people do with the app itself. Slack sends each of these once, and the person sees whether it was acked. */
export type Interactions = {
  command(user: SlackUser, conversation: SlackConversation, command: string, text?: string): Promise<Reaction>;
  globalShortcut(user: SlackUser, callbackId: string): Promise<Reaction>;
  messageShortcut(user: SlackUser, message: SlackMessage, callbackId: string): Promise<Reaction>;
  /** Presses a button, or chooses from a menu, under a message or in a view. */
  press(user: SlackUser, where: SlackMessage | SlackView, actionId: string, value?: string): Promise<Reaction>;
  /** Fills in a form, by action ids, and sends it. */
  submit(user: SlackUser, view: SlackView, filling: Filling): Promise<Reaction>;
  close(user: SlackUser, view: SlackView): Promise<Reaction>;
};

/** https://docs.slack.dev/interactivity/handling-user-interaction: seconds that a trigger is good for. */
const TRIGGER = 3 * SECOND;

export function interactions(core: Core, workspace: Workspace): Interactions {
  const { names, now } = core;
  const trigger = (user: SlackUser) => {
    const id = `${names.hex(10)}.${names.hex(10)}.${names.hex(32)}`;
    core.triggers.set(id, { workspace, user: user.id, until: now() + TRIGGER, used: false });
    return id;
  };
  const responseUrl = (user: SlackUser, conversation: SlackConversation, message?: SlackMessage) => {
    const path = `/responses/${workspace.id}/${names.hex(24)}`;
    core.responses.set(path, { workspace, conversation, user: user.id, ...(message && { message }) });
    return core.base() + path;
  };
  const team = { id: workspace.id, domain: workspace.domain };
  const person = ({ id, name }: SlackUser) => ({ id, name, username: name, team_id: workspace.id });
  const common = (user: SlackUser) => ({
    ...{ token: 'peer', api_app_id: workspace.app.id, team, user: person(user), trigger_id: trigger(user) },
    ...{ enterprise: null, is_enterprise_install: false, action_ts: names.ts() },
  });
  const conversationOf = ({ conversation }: SlackMessage) =>
    workspace.conversations.get(conversation) as SlackConversation;

  const ask = async (payload: Payload): Promise<Reaction> => {
    const answered = await core.courier.ask(workspace.app, payload);
    const acked = 'body' in answered;
    return { acked, milliseconds: answered.milliseconds, answer: acked ? jsonOf(answered.body) : {} };
  };
  const interactive = (body: Json) => ask({ kind: 'interactive', body });

  return {
    command(user, conversation, command, text = '') {
      const { id, name } = conversation;
      return ask({
        kind: 'slash_commands',
        body: {
          ...{ token: 'peer', team_id: workspace.id, team_domain: workspace.domain, api_app_id: workspace.app.id },
          ...{ channel_id: id, channel_name: name || 'directmessage', user_id: user.id, user_name: user.name },
          ...{ command, text, is_enterprise_install: 'false', trigger_id: trigger(user) },
          response_url: responseUrl(user, conversation),
        },
      });
    },
    globalShortcut: (user, callbackId) => interactive({ ...common(user), type: 'shortcut', callback_id: callbackId }),
    messageShortcut(user, message, callbackId) {
      const conversation = conversationOf(message);
      return interactive({
        ...{ ...common(user), type: 'message_action', callback_id: callbackId, message_ts: message.ts },
        ...{ channel: { id: conversation.id, name: conversation.name || 'directmessage' } },
        message: messageResource(workspace, conversation, message, core.base()),
        response_url: responseUrl(user, conversation, message),
      });
    },
    press(user, where, actionId, value) {
      const blocks = ('ts' in where ? where.blocks : where.view.blocks) as readonly Json[] | undefined;
      const { block, element } = elementOf(blocks ?? [], actionId);
      const chosen = value === undefined ? element.value : value;
      const action = {
        ...{ type: element.type, action_id: actionId, block_id: block.block_id ?? 'peer', action_ts: names.ts() },
        ...(element.type === 'button' ? { text: element.text } : { selected_option: { value: chosen } }),
        ...(element.type === 'button' && chosen !== undefined && { value: chosen }),
      };
      return interactive({
        ...{ ...common(user), type: 'block_actions', actions: [action], state: { values: {} } },
        ...('ts' in where ? underMessage(where, user) : inView(where)),
      });
    },
    async submit(user, view, filling) {
      const reaction = await interactive({
        ...{ ...common(user), type: 'view_submission', response_urls: [] },
        view: { ...viewResource(workspace, view), state: { values: filledIn(view.view.blocks as Json[], filling) } },
      });
      const { response_action: action, view: next } = reaction.answer;
      // What is wrong is shown in the form, which stays.
      view.open = !reaction.acked || action === 'errors' || action === 'update';
      if (action === 'update') Object.assign(view, { view: next, hash: names.hex(12) });
      return reaction;
    },
    close(user, view) {
      view.open = false;
      const shown = viewResource(workspace, view);
      return interactive({ ...common(user), type: 'view_closed', is_cleared: false, view: shown });
    },
  };

  function underMessage(message: SlackMessage, user: SlackUser): Json {
    const conversation = conversationOf(message);
    const { threadTs, ts } = message;
    return {
      container: {
        ...{ type: 'message', message_ts: ts, channel_id: conversation.id, is_ephemeral: false },
        ...(threadTs && { thread_ts: threadTs }),
      },
      channel: { id: conversation.id, name: conversation.name || 'directmessage' },
      message: messageResource(workspace, conversation, message, core.base()),
      response_url: responseUrl(user, conversation, message),
    };
  }

  function inView(view: SlackView): Json {
    return { container: { type: 'view', view_id: view.id }, view: viewResource(workspace, view) };
  }
}

function jsonOf(body: string): Json {
  try {
    return (JSON.parse(body) ?? {}) as Json;
  } catch {
    // An answer in words: Slack shows it to the person. An empty one is the usual ack.
    return body ? { text: body } : {};
  }
}

function elementOf(blocks: readonly Json[], actionId: string): { block: Json; element: Json } {
  for (const block of blocks) {
    const elements = [block.accessory, block.element, ...((block.elements as unknown[] | undefined) ?? [])];
    for (const element of elements as (Json | undefined)[])
      if (element?.action_id === actionId) return { block, element };
  }
  throw new TypeError(`Nothing there has the action id ${actionId}.`);
}
