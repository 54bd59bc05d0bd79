import { emitChange, emitMessage, type Posted } from '../core.ts';
import { messageResource } from '../resources.ts';
import { directWith, type Json, type SlackConversation, type SlackMessage } from '../workspace.ts';
import {
  argument,
  conversationIn,
  joinedConversationIn,
  jsonArgument,
  type Method,
  type MethodCall,
  messageIn,
  Refused,
} from './method.ts';

/** https://docs.slack.dev/reference/methods?query=chat */
export const chatMethods: Readonly<Record<string, Method>> = {
  'chat.postMessage'(call) {
    const { core, workspace, args } = call;
    const direct = workspace.users.has(args.channel ?? '');
    const conversation = direct
      ? directWith(workspace, args.channel ?? '', { names: core.names, now: core.now() })
      : joinedConversationIn(call);
    const message = written(call, conversation);
    conversation.messages.push(message);
    if (message.threadTs) rootOf(conversation, message.threadTs);
    posted(call, 'chat.postMessage', conversation, message);
    emitMessage(core, workspace, conversation, message);
    return {
      ...{ channel: conversation.id, ts: message.ts },
      message: messageResource(workspace, conversation, message, core.base()),
    };
  },
  'chat.postEphemeral'(call) {
    const conversation = joinedConversationIn(call);
    const user = argument(call, 'user');
    if (!conversation.members.has(user)) throw new Refused('user_not_in_channel');
    const message = written(call, conversation);
    posted(call, 'chat.postEphemeral', conversation, message, user);
    return { message_ts: message.ts };
  },
  'chat.update'(call) {
    const { core, workspace, args } = call;
    const conversation = joinedConversationIn(call);
    const message = own(call, conversation);
    const previous = messageResource(workspace, conversation, message, core.base());
    const { text, blocks } = written(call, conversation, message.ts);
    message.versions.push(message.text);
    Object.assign(message, { text, ...(args.blocks && { blocks }) });
    message.edited = { user: workspace.bot.id, ts: core.names.ts() };
    posted(call, 'chat.update', conversation, message);
    const now = messageResource(workspace, conversation, message, core.base());
    const parts = { message: now, previous_message: previous };
    emitChange(core, workspace, conversation, message, { subtype: 'message_changed', parts });
    return { channel: conversation.id, ts: message.ts, text, message: now };
  },
  'chat.delete'(call) {
    const conversation = joinedConversationIn(call);
    const message = own(call, conversation);
    message.deleted = true;
    posted(call, 'chat.delete', conversation, message);
    return { channel: conversation.id, ts: message.ts };
  },
  'chat.getPermalink'(call) {
    const conversation = conversationIn(call);
    const { ts, threadTs } = messageIn(conversation, argument(call, 'message_ts'));
    const thread = threadTs && threadTs !== ts ? `?thread_ts=${threadTs}&cid=${conversation.id}` : '';
    const path = `archives/${conversation.id}/p${ts.replace('.', '')}${thread}`;
    return { channel: conversation.id, permalink: `https://${call.workspace.domain}.slack.com/${path}` };
  },
  'reactions.add'(call) {
    const { workspace } = call;
    const name = argument(call, 'name');
    const { reactions } = messageIn(joinedConversationIn(call), argument(call, 'timestamp'));
    const reaction = reactions.find((one) => one.name === name);
    if (reaction?.users.includes(workspace.bot.id)) throw new Refused('already_reacted');
    if (reaction) reaction.users.push(workspace.bot.id);
    else reactions.push({ name, users: [workspace.bot.id] });
    return {};
  },
  'reactions.remove'(call) {
    const { workspace } = call;
    const { reactions } = messageIn(joinedConversationIn(call), argument(call, 'timestamp'));
    const reaction = reactions.find((one) => one.name === argument(call, 'name'));
    const at = reaction?.users.indexOf(workspace.bot.id) ?? -1;
    if (at < 0) throw new Refused('no_reaction');
    reaction?.users.splice(at, 1);
    return {};
  },
};

/** The message that a call describes. Slack cuts a text after 40,000 characters, and takes 50 blocks. */
function written(call: MethodCall, conversation: SlackConversation, ts = call.core.names.ts()): SlackMessage {
  const { workspace, args } = call;
  const blocks = jsonArgument<Json[]>(call, 'blocks');
  const attachments = jsonArgument<Json[]>(call, 'attachments');
  const metadata = jsonArgument<Json>(call, 'metadata');
  if (!args.text && !blocks?.length && !attachments?.length) throw new Refused('no_text');
  if (blocks && blocks.length > 50) throw new Refused('invalid_blocks');
  return {
    ...{ ts, conversation: conversation.id, user: workspace.bot.id, botId: workspace.botId, appId: workspace.app.id },
    ...{ text: (args.text ?? '').slice(0, 40_000), reactions: [], versions: [], deleted: false },
    ...(args.thread_ts && { threadTs: args.thread_ts }),
    ...(args.reply_broadcast === 'true' && { subtype: 'thread_broadcast' }),
    ...(blocks && { blocks }),
    ...(attachments && { attachments }),
    ...(metadata && { metadata }),
  };
}

/** A message that has replies carries its own time as that of its thread. */
function rootOf(conversation: SlackConversation, ts: string): void {
  const root = conversation.messages.find((message) => message.ts === ts);
  if (root && !root.deleted) root.threadTs = ts;
}

function own(call: MethodCall, conversation: SlackConversation): SlackMessage {
  const message = messageIn(conversation, argument(call, 'ts'));
  if (message.botId !== call.workspace.botId) throw new Refused('cant_update_message');
  return message;
}

function posted(
  { core, workspace }: MethodCall,
  method: Posted['method'],
  conversation: SlackConversation,
  { ts, threadTs, text, blocks = [] }: SlackMessage,
  onlyFor?: string,
): void {
  core.posted.push({
    ...{ team: workspace.id, conversation: conversation.id, method, ts, text, blocks, at: core.now() },
    ...(threadTs && { threadTs }),
    ...(onlyFor && { onlyFor }),
  });
}
