import type { Names } from './names.ts';

/** A block, an attachment or a view: JSON that this Slack keeps and does not read. */
export type Json = Readonly<Record<string, unknown>>;

/** An app: who signs, who is signed for, and where it listens. Without an address it takes its events by Socket Mode. */
export type SlackApp = {
  readonly id: string;
  readonly signingSecret: string;
  /** `xapp-…`, of Socket Mode. */
  readonly appToken: string;
  /** Event Subscriptions → Request URL; also that of interactivity and of commands. */
  eventsUrl?: string;
};

export type SlackUser = {
  readonly id: string;
  readonly name: string;
  readonly realName: string;
  readonly email?: string;
  readonly phone?: string;
  readonly title?: string;
  /** IANA. */
  readonly tz: string;
  /** In which language they use Slack: `de-DE`. */
  readonly locale?: string;
  readonly isBot: boolean;
  readonly deleted: boolean;
  /** Who is of another team, in a conversation that is shared. */
  readonly teamId: string;
};

export type SlackFile = {
  readonly id: string;
  readonly name: string;
  readonly mimetype: string;
  /** What Slack says of it: what is sent may be another. */
  readonly size: number;
  readonly user: string;
  readonly created: number;
  /** What is sent: bytes, or so many zeros, or a beginning and then nothing more. */
  readonly content: Buffer | number | 'stalls';
  readonly mode: 'hosted' | 'external' | 'hidden_by_limit' | 'tombstone';
  /** Another address than its own. */
  readonly url?: string;
};

export type SlackMessage = {
  readonly ts: string;
  readonly conversation: string;
  user?: string;
  subtype?: string;
  text: string;
  /** Of a reply, and of a message that has replies: the first message's. */
  threadTs?: string;
  blocks?: readonly Json[];
  attachments?: readonly Json[];
  files?: readonly SlackFile[];
  edited?: { user: string; ts: string };
  reactions: { name: string; users: string[] }[];
  botId?: string;
  appId?: string;
  username?: string;
  metadata?: Json;
  /** What was there before each edit, oldest first. */
  readonly versions: string[];
  /** Gone from every list. A first message with replies stays there as a tombstone. */
  deleted: boolean;
  deletedTs?: string;
  /** Who wrote what is a tombstone now. */
  author?: string;
};

export type ConversationKind = 'public' | 'private' | 'im' | 'mpim';

export type SlackConversation = {
  readonly id: string;
  readonly name: string;
  readonly kind: ConversationKind;
  readonly members: Set<string>;
  readonly created: number;
  archived: boolean;
  /** In the order of their times. */
  readonly messages: SlackMessage[];
};

export type SlackView = {
  readonly id: string;
  readonly user: string;
  view: Json;
  hash: string;
  readonly type: 'modal' | 'home';
  open: boolean;
};

/** A workspace with one app in it, as Slack keeps it. */
export type Workspace = {
  readonly id: string;
  readonly domain: string;
  readonly name: string;
  readonly app: SlackApp;
  botToken: string;
  readonly bot: SlackUser;
  readonly botId: string;
  readonly users: Map<string, SlackUser>;
  readonly conversations: Map<string, SlackConversation>;
  readonly files: Map<string, SlackFile>;
  readonly views: SlackView[];
};

export function newApp(names: Names): SlackApp {
  const id = names.id('A');
  return { id, signingSecret: names.hex(32), appToken: `xapp-1-${id}-${names.hex(32)}` };
}

export function newWorkspace(name: string, app: SlackApp, names: Names): Workspace {
  const id = names.id('T');
  const bot: SlackUser = {
    ...{ id: names.id('U'), name: 'callbook', realName: 'Callbook', tz: 'Europe/Berlin' },
    ...{ isBot: true, deleted: false, teamId: id },
  };
  return {
    ...{ id, name, domain: name.toLowerCase().replace(/[^a-z0-9]+/g, '-'), app, bot },
    botToken: `xoxb-${names.hex(12)}-${names.hex(24)}`,
    botId: names.id('B'),
    users: new Map([[bot.id, bot]]),
    ...{ conversations: new Map(), files: new Map(), views: [] },
  };
}

/** By its time; what was deleted is not found. */
export function messageAt(conversation: SlackConversation, ts: string): SlackMessage | undefined {
  return conversation.messages.find((message) => message.ts === ts && !message.deleted);
}

export function repliesTo(conversation: SlackConversation, root: SlackMessage): SlackMessage[] {
  return conversation.messages.filter(
    ({ threadTs, ts, deleted }) => threadTs === root.ts && ts !== root.ts && !deleted,
  );
}

/** The direct conversation of the app with somebody; made where there is none yet. */
export function directWith(
  workspace: Workspace,
  user: string,
  { names, now }: { names: Names; now: number },
): SlackConversation {
  for (const conversation of workspace.conversations.values())
    if (conversation.kind === 'im' && conversation.members.has(user) && conversation.members.has(workspace.bot.id))
      return conversation;
  const conversation: SlackConversation = {
    ...{ id: names.id('D'), name: '', kind: 'im', members: new Set([user, workspace.bot.id]) },
    ...{ created: now, archived: false, messages: [] },
  };
  workspace.conversations.set(conversation.id, conversation);
  return conversation;
}
