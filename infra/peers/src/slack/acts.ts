import { CHANNEL_TYPES, type Core, emit, emitChange, emitMessage, messageName } from './core.ts';
import type { EventFault } from './delivery.ts';
import { messageResource } from './resources.ts';
import {
  type Json,
  repliesTo,
  type SlackConversation,
  type SlackFile,
  type SlackMessage,
  type SlackUser,
  type Workspace,
} from './workspace.ts';

type Faulty = { readonly fault?: EventFault };

/** What somebody writes, or a bot, or Slack itself. */
export type Written = Faulty & {
  readonly user?: SlackUser;
  readonly in: SlackConversation;
  /** As Slack sends it: mrkdwn, with `&`, `<` and `>` escaped. */
  readonly text: string;
  /** The message that it answers. */
  readonly thread?: SlackMessage;
  /** "Also send to the channel". */
  readonly broadcast?: boolean;
  readonly files?: readonly SlackFile[];
  readonly blocks?: readonly Json[];
  readonly attachments?: readonly Json[];
  /** `me_message`, `channel_topic`, `reminder_add` and others: https://docs.slack.dev/reference/events/message */
  readonly subtype?: string;
  /** A bot of this name wrote it. */
  readonly bot?: string;
};

/** What people do with messages, and what the app is told of it. */
export type Acts = {
  post(written: Written): SlackMessage;
  edit(message: SlackMessage, text: string, options?: Faulty): void;
  /** A first message that has replies leaves a tombstone. */
  remove(message: SlackMessage, options?: Faulty): void;
  /** Slack shows what is behind a link: a change of the message by nobody. */
  unfurl(message: SlackMessage, attachments: readonly Json[], options?: Faulty): void;
  react(user: SlackUser, message: SlackMessage, emoji: string, options?: Faulty): void;
  join(user: SlackUser, conversation: SlackConversation, options?: Faulty): void;
  openHome(user: SlackUser, tab?: 'home' | 'messages', options?: Faulty): void;
};

export function acts(core: Core, workspace: Workspace): Acts {
  const of = ({ conversation }: SlackMessage): SlackConversation => {
    const found = workspace.conversations.get(conversation);
    if (!found) throw new TypeError(`There is no conversation ${conversation} in ${workspace.name}.`);
    return found;
  };
  const resource = (message: SlackMessage) => messageResource(workspace, of(message), message, core.base());
  const change = (message: SlackMessage, previous: Json, { fault }: Faulty) =>
    emitChange(core, workspace, of(message), message, {
      subtype: 'message_changed',
      parts: { message: resource(message), previous_message: previous },
      ...(fault && { fault }),
    });

  return {
    post(written) {
      const { in: conversation, thread } = written;
      const message = messageOf(core, workspace, written);
      conversation.messages.push(message);
      if (thread) thread.threadTs = thread.threadTs ?? thread.ts;
      emitMessage(core, workspace, conversation, message, written.fault);
      return message;
    },
    edit(message, text, options = {}) {
      const previous = resource(message);
      message.versions.push(message.text);
      const blocks = richText(core, text);
      Object.assign(message, { text, ...(message.blocks && { blocks }) });
      message.edited = { user: message.user ?? '', ts: core.names.ts() };
      change(message, previous, options);
    },
    remove(message, { fault } = {}) {
      const previous = resource(message);
      message.deletedTs = core.names.ts();
      if (repliesTo(of(message), message).length > 0) {
        message.versions.push(message.text);
        Object.assign(message, { author: message.user, subtype: 'tombstone', user: 'USLACKBOT' });
        message.text = 'This message was deleted.';
        for (const part of ['blocks', 'attachments', 'files', 'edited'] as const) delete message[part];
        return change(message, previous, { ...(fault && { fault }) });
      }
      message.deleted = true;
      const parts = { deleted_ts: message.ts, previous_message: previous };
      emitChange(core, workspace, of(message), message, { subtype: 'message_deleted', parts, ...(fault && { fault }) });
    },
    unfurl(message, attachments, options = {}) {
      const previous = resource(message);
      message.attachments = attachments;
      change(message, previous, options);
    },
    react(user, message, emoji, { fault } = {}) {
      const there = message.reactions.find(({ name }) => name === emoji);
      if (there) there.users.push(user.id);
      else message.reactions.push({ name: emoji, users: [user.id] });
      const conversation = of(message);
      if (!conversation.members.has(workspace.bot.id)) return;
      const item = { type: 'message', channel: conversation.id, ts: message.ts };
      const event = { type: 'reaction_added', user: user.id, reaction: emoji, item, event_ts: core.names.ts() };
      const about = { message: messageName(workspace, conversation, message.ts), ...(fault && { fault }) };
      emit(core, workspace, { ...event, ...(message.user && { item_user: message.user }) }, about);
    },
    join(user, conversation, { fault } = {}) {
      conversation.members.add(user.id);
      const text = `<@${user.id}> has joined the channel`;
      this.post({ user, in: conversation, text, subtype: 'channel_join', ...(fault && { fault }) });
      const channelType = CHANNEL_TYPES[conversation.kind] === 'channel' ? 'C' : 'G';
      const event = { type: 'member_joined_channel', user: user.id, channel: conversation.id, team: workspace.id };
      if (conversation.members.has(workspace.bot.id))
        emit(core, workspace, { ...event, channel_type: channelType, event_ts: core.names.ts() });
    },
    openHome(user, tab = 'home', { fault } = {}) {
      const direct = [...workspace.conversations.values()].find(
        ({ kind, members }) => kind === 'im' && members.has(user.id),
      );
      const event = { type: 'app_home_opened', user: user.id, channel: direct?.id, tab, event_ts: core.names.ts() };
      emit(core, workspace, event, { ...(fault && { fault }) });
    },
  };
}

function messageOf(core: Core, workspace: Workspace, written: Written): SlackMessage {
  const { user, in: conversation, text, thread, broadcast, files, attachments, subtype, bot } = written;
  const kind = subtype ?? (bot ? 'bot_message' : broadcast ? 'thread_broadcast' : files ? 'file_share' : undefined);
  const blocks = written.blocks ?? (kind === undefined || !subtype ? richText(core, text) : undefined);
  for (const file of files ?? []) workspace.files.set(file.id, file);
  return {
    ...{ ts: core.names.ts(), conversation: conversation.id, text, reactions: [], versions: [], deleted: false },
    ...(user && { user: user.id }),
    ...(kind && { subtype: kind }),
    ...(thread && { threadTs: thread.threadTs ?? thread.ts }),
    ...(blocks && !bot && { blocks }),
    ...(files && { files }),
    ...(attachments && { attachments }),
    ...(bot && { botId: core.names.id('B'), username: bot }),
  };
}

/**
 * What Slack's own programs send beside a text. Only of a text without formatting: whoever needs more gives blocks.
 * https://docs.slack.dev/reference/block-kit/blocks/rich-text-block
 */
function richText(core: Core, text: string): readonly Json[] | undefined {
  if (text === '' || /[*_~`\n]|^&gt;/.test(text)) return undefined;
  const plain = (escaped: string) => escaped.replace(/&lt;/g, '<').replace(/&gt;/g, '>').replace(/&amp;/g, '&');
  const elements = text.split(/(<[^>]+>)/).flatMap((part): Json[] => {
    const named = /^<([@#!])?([^|>]+)(?:\|([^>]*))?>$/.exec(part);
    if (!named) return part ? [{ type: 'text', text: plain(part) }] : [];
    const [, sign, name, label] = named;
    if (sign === '@') return [{ type: 'user', user_id: name }];
    if (sign === '#') return [{ type: 'channel', channel_id: name }];
    if (sign === '!') return [{ type: 'broadcast', range: name }];
    return [{ type: 'link', url: plain(name ?? ''), ...(label && { text: plain(label) }) }];
  });
  return [{ type: 'rich_text', block_id: core.names.hex(5), elements: [{ type: 'rich_text_section', elements }] }];
}
