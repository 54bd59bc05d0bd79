import type { Core } from '../core.ts';
import type { Json, SlackConversation, SlackMessage, Workspace } from '../workspace.ts';
import { messageAt } from '../workspace.ts';

/** A call of a Web API method by an app that has shown its token. */
export type MethodCall = {
  readonly core: Core;
  readonly workspace: Workspace;
  /** Its arguments: strings, as forms carry them. */
  readonly args: Readonly<Record<string, string>>;
};

/** Answers with what stands in the answer beside `ok: true`. */
export type Method = (call: MethodCall) => Json;

/** An answer with `ok: false`, by one of the words that the page of the method lists. */
export class Refused extends Error {
  readonly error: string;

  constructor(error: string) {
    super(error);
    this.error = error;
  }
}

export function argument({ args }: MethodCall, name: string): string {
  const value = args[name];
  if (value === undefined || value === '') throw new Refused('invalid_arguments');
  return value;
}

/** An argument that is JSON in a form's field; undefined where there is none. */
export function jsonArgument<T>({ args }: MethodCall, name: string): T | undefined {
  const value = args[name];
  if (!value) return undefined;
  try {
    return JSON.parse(value) as T;
  } catch {
    // Only a SyntaxError can be thrown here.
    throw new Refused(`invalid_${name}`);
  }
}

/** The conversation by its id. Private ones are there for members only. */
export function conversationIn({ workspace, args }: MethodCall): SlackConversation {
  const conversation = workspace.conversations.get(args.channel ?? '');
  const hidden = conversation && conversation.kind !== 'public' && !conversation.members.has(workspace.bot.id);
  if (!conversation || hidden) throw new Refused('channel_not_found');
  return conversation;
}

export function joinedConversationIn(call: MethodCall): SlackConversation {
  const conversation = conversationIn(call);
  if (!conversation.members.has(call.workspace.bot.id)) throw new Refused('not_in_channel');
  if (conversation.archived) throw new Refused('is_archived');
  return conversation;
}

export function messageIn(conversation: SlackConversation, ts: string | undefined): SlackMessage {
  const message = messageAt(conversation, ts ?? '');
  if (!message) throw new Refused('message_not_found');
  return message;
}

/** A page of a list, and the cursor to the next one. https://docs.slack.dev/apis/web-api/pagination */
export function pageOf<T>(
  { args }: MethodCall,
  items: readonly T[],
  { standard, most }: { standard: number; most: number },
): { items: readonly T[]; more: boolean; metadata: { response_metadata: { next_cursor: string } } } {
  const limit = Math.min(most, Number(args.limit || standard));
  const start = args.cursor ? Number(Buffer.from(args.cursor, 'base64').toString().split(':')[1]) : 0;
  if (!Number.isInteger(start) || !(limit > 0)) throw new Refused(args.cursor ? 'invalid_cursor' : 'invalid_limit');
  const more = items.length > start + limit;
  const next = more ? Buffer.from(`next:${start + limit}`).toString('base64') : '';
  return { items: items.slice(start, start + limit), more, metadata: { response_metadata: { next_cursor: next } } };
}
