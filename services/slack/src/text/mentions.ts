import { isJson, type Json, text } from '../payload.ts';

/** Blocks in attachments in messages that are forwarded: deeper than this nobody mentions anybody. */
const DEEPEST = 14;
const MENTION = /<([@#])([A-Z0-9]{2,30})(?:\|[^<>\n]*)?>/g;

/** What a message mentions by Slack's ids, in order and each once. */
export type Mentions = { readonly users: readonly string[]; readonly conversations: readonly string[] };

/** Looks for what a message mentions, so that names can be asked for before it is read. */
export function mentionsIn(message: Json): Mentions {
  const users = new Set<string>();
  const conversations = new Set<string>();
  const walk = (value: unknown, depth: number): void => {
    if (depth > DEEPEST) return;
    if (typeof value === 'string')
      for (const [, sign, id = ''] of value.matchAll(MENTION)) (sign === '@' ? users : conversations).add(id);
    if (Array.isArray(value)) for (const one of value) walk(one, depth + 1);
    if (!isJson(value)) return;
    const [user, channel] = [text(value, 'user_id'), text(value, 'channel_id')];
    if (value.type === 'user' && user) users.add(user);
    if (value.type === 'channel' && channel) conversations.add(channel);
    for (const one of Object.values(value)) walk(one, depth + 1);
  };
  walk([message.text, message.blocks, message.attachments], 0);
  return { users: [...users], conversations: [...conversations] };
}
