import type { Courier, Delivery, EventFault } from './delivery.ts';
import type { Limits } from './limits.ts';
import type { Names } from './names.ts';
import { messageResource } from './resources.ts';
import type { Json, SlackConversation, SlackMessage, SlackView, Workspace } from './workspace.ts';

/** Something that the app put where people can see it. */
export type Posted = {
  readonly team: string;
  readonly conversation: string;
  readonly method: 'chat.postMessage' | 'chat.postEphemeral' | 'chat.update' | 'chat.delete' | 'response_url';
  readonly ts: string;
  readonly threadTs?: string;
  /** The only one who sees it. */
  readonly onlyFor?: string;
  readonly text: string;
  readonly blocks: readonly Json[];
  /** Milliseconds since 1970. */
  readonly at: number;
};

export type Trigger = { readonly workspace: Workspace; readonly user: string; readonly until: number; used: boolean };

export type ResponsePlace = {
  readonly workspace: Workspace;
  readonly conversation: SlackConversation;
  readonly user: string;
  readonly message?: SlackMessage;
};

/** What all parts of this Slack share. */
export type Core = {
  readonly workspaces: Workspace[];
  readonly names: Names;
  readonly random: () => number;
  readonly now: () => number;
  /** Real seconds for each of Slack's. */
  readonly scale: number;
  /** Where its API and its files are. */
  readonly base: () => string;
  readonly courier: Courier;
  readonly posted: Posted[];
  readonly deliveries: Delivery[];
  readonly triggers: Map<string, Trigger>;
  /** Where an answer to a command or to a press may be posted: `response_url`. */
  readonly responses: Map<string, ResponsePlace>;
  /** While true, Slack tells the app nothing, and keeps all. */
  silent: boolean;
  /** Asked for the fault of each event that was given none. */
  readonly fault: (event: Json) => EventFault | undefined;
  /** What happens behind people's backs, so that it can be waited for. */
  readonly behind: (work: Promise<unknown>) => void;
  /** Told when the app opens or changes a view. */
  readonly seen: (workspace: Workspace, view: SlackView) => void;
  readonly limits: Limits;
};

export const CHANNEL_TYPES = { public: 'channel', private: 'group', im: 'im', mpim: 'mpim' } as const;

/** `team:conversation:ts`: what names a message. */
export function messageName(workspace: Workspace, conversation: { id: string }, ts: string): string {
  return `${workspace.id}:${conversation.id}:${ts}`;
}

/** Sends an event to the app, wrapped as https://docs.slack.dev/apis/events-api#event-type-structure has it. */
export function emit(
  core: Core,
  workspace: Workspace,
  event: Json,
  { message, fault = core.fault(event) }: { message?: string; fault?: EventFault } = {},
): void {
  const type = event.subtype ? `${event.type}.${event.subtype}` : String(event.type);
  const eventId = core.names.id('Ev');
  const delivery: Delivery = {
    ...{ eventId, team: workspace.id, type, tries: [], acked: false },
    ...(message && { message }),
    ...(fault && { fault }),
  };
  if (core.silent) return;
  core.deliveries.push(delivery);
  core.behind(core.courier.deliver(workspace.app, eventBody(core, workspace, event, eventId), delivery));
}

/** Where another team is named, it is one of which the app knows nothing. */
export function eventBody(
  core: Core,
  workspace: Workspace,
  event: Json,
  eventId: string,
  team: string = workspace.id,
): Json {
  return {
    ...{ token: 'peer', team_id: team, context_team_id: team, api_app_id: workspace.app.id, event },
    ...{ type: 'event_callback', event_id: eventId, event_time: Math.floor(core.now() / 1_000) },
    authorizations: [
      {
        ...{ enterprise_id: null, team_id: team, user_id: workspace.bot.id },
        ...{ is_bot: true, is_enterprise_install: false },
      },
    ],
    ...{ is_ext_shared_channel: false, event_context: `4-${eventId}` },
  };
}

/**
 * Tells the app of a message as far as it may know: where it is a member. Who mentions it in a channel is told of twice,
 * in any order. https://docs.slack.dev/reference/events/app_mention
 */
export function emitMessage(
  core: Core,
  workspace: Workspace,
  conversation: SlackConversation,
  message: SlackMessage,
  fault?: EventFault,
): void {
  if (!conversation.members.has(workspace.bot.id)) return;
  const about = { message: messageName(workspace, conversation, message.ts), ...(fault && { fault }) };
  const resource = messageResource(workspace, conversation, message, core.base());
  const event = { ...resource, channel: conversation.id, event_ts: message.ts };
  const told = () => emit(core, workspace, { ...event, channel_type: CHANNEL_TYPES[conversation.kind] }, about);
  const mention = () => emit(core, workspace, { ...event, type: 'app_mention', subtype: undefined }, about);
  const mentioned = conversation.kind !== 'im' && !message.botId && message.text.includes(`<@${workspace.bot.id}`);
  const both = mentioned ? [mention, told] : [told];
  for (const one of core.random() < 0.5 ? both : both.reverse()) one();
}

/** Of an edit, a deletion or an unfurled link: https://docs.slack.dev/reference/events/message/message_changed */
export function emitChange(
  core: Core,
  workspace: Workspace,
  conversation: SlackConversation,
  message: SlackMessage,
  { subtype, parts, fault }: { subtype: 'message_changed' | 'message_deleted'; parts: Json; fault?: EventFault },
): void {
  if (!conversation.members.has(workspace.bot.id)) return;
  const ts = core.names.ts();
  const event = {
    ...{ type: 'message', subtype, hidden: true, channel: conversation.id, ts, event_ts: ts },
    ...{ channel_type: CHANNEL_TYPES[conversation.kind], ...parts },
  };
  const about = { message: messageName(workspace, conversation, message.ts), ...(fault && { fault }) };
  emit(core, workspace, event, about);
}
