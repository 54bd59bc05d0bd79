import { conversationResource, messageResource } from '../resources.ts';
import { directWith, messageAt, repliesTo, type SlackMessage } from '../workspace.ts';
import {
  argument,
  conversationIn,
  joinedConversationIn,
  type Method,
  type MethodCall,
  pageOf,
  Refused,
} from './method.ts';

const TYPES: Readonly<Record<string, string>> = {
  public: 'public_channel',
  private: 'private_channel',
  im: 'im',
  mpim: 'mpim',
};

/** https://docs.slack.dev/reference/methods?query=conversations */
export const conversationMethods: Readonly<Record<string, Method>> = {
  'conversations.list': (call) => listed(call, false),
  'users.conversations': (call) => listed(call, true),
  'conversations.info'(call) {
    return { channel: conversationResource(call.workspace, conversationIn(call)) };
  },
  'conversations.members'(call) {
    const { items, metadata } = pageOf(call, [...conversationIn(call).members], { standard: 100, most: 1_000 });
    return { members: items, ...metadata };
  },
  'conversations.join'(call) {
    const conversation = conversationIn(call);
    if (conversation.kind !== 'public') throw new Refused('method_not_supported_for_channel_type');
    conversation.members.add(call.workspace.bot.id);
    return { channel: conversationResource(call.workspace, conversation) };
  },
  'conversations.open'(call) {
    const { core, workspace } = call;
    const users = argument(call, 'users').split(',');
    const [user = ''] = users;
    if (users.some((one) => !workspace.users.has(one))) throw new Refused('user_not_found');
    if (users.length > 1) throw new Refused('method_not_supported_for_channel_type');
    const conversation = directWith(workspace, user, { names: core.names, now: core.now() });
    return { channel: conversationResource(workspace, conversation) };
  },
  /** Newest first: what stands in the conversation itself, and of its threads what was sent there too. */
  'conversations.history'(call) {
    const conversation = joinedConversationIn(call);
    const visible = within(call, conversation.messages).filter(
      ({ threadTs, ts, subtype }) => !threadTs || threadTs === ts || subtype === 'thread_broadcast',
    );
    const { items, more, metadata } = pageOf(call, visible.reverse(), { standard: 100, most: mostOf(call) });
    return { messages: items.map(shown(call)), has_more: more, pin_count: 0, ...metadata };
  },
  /** The first message, and then its replies from the oldest on. */
  'conversations.replies'(call) {
    const conversation = joinedConversationIn(call);
    const named = messageAt(conversation, argument(call, 'ts'));
    const root = named?.threadTs ? messageAt(conversation, named.threadTs) : named;
    if (!root) throw new Refused('thread_not_found');
    const thread = [root, ...within(call, repliesTo(conversation, root))];
    const { items, more, metadata } = pageOf(call, thread, { standard: 1_000, most: mostOf(call) });
    return { messages: items.map(shown(call)), has_more: more, ...metadata };
  },
};

function mostOf({ core }: MethodCall): number {
  return core.limits === 'distributed' ? 15 : 1_000;
}

/** What apps have hidden in a message is shown only to those who ask for it. */
function shown(call: MethodCall) {
  const conversation = conversationIn(call);
  return (message: SlackMessage) => {
    const { metadata, ...resource } = messageResource(call.workspace, conversation, message, call.core.base());
    return metadata && call.args.include_all_metadata === 'true' ? { ...resource, metadata } : resource;
  };
}

function listed(call: MethodCall, joinedOnly: boolean) {
  const { workspace, args } = call;
  const types = (args.types || 'public_channel').split(',').map((type) => type.trim());
  const all = [...workspace.conversations.values()].filter(({ kind, members, archived }) => {
    const member = members.has(workspace.bot.id);
    const seen = member || (kind === 'public' && !joinedOnly);
    return seen && types.includes(TYPES[kind] ?? '') && !(archived && args.exclude_archived === 'true');
  });
  const { items, metadata } = pageOf(call, all, { standard: 100, most: 1_000 });
  return { channels: items.map((conversation) => conversationResource(workspace, conversation)), ...metadata };
}

/** `oldest` and `latest` leave out messages of that very time unless they are `inclusive`. */
function within({ args }: MethodCall, messages: readonly SlackMessage[]): SlackMessage[] {
  const inclusive = args.inclusive === 'true' || args.inclusive === '1';
  const oldest = Number(args.oldest || 0);
  const latest = Number(args.latest || Number.POSITIVE_INFINITY);
  return messages.filter(({ ts, deleted }) => {
    const time = Number(ts);
    return !deleted && (inclusive ? time >= oldest && time <= latest : time > oldest && time < latest);
  });
}
