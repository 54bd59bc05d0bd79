import { isJson, type Json, list, text } from './payload.ts';
import type { Facts } from './verdict.ts';

/** An event as rules look at it. */
export type Seen = {
  readonly event: Json;
  readonly type: string | undefined;
  readonly subtype: string | undefined;
  readonly conversation: string | undefined;
  /** The message that it is about: of a change as it is now, of a deletion as it was, as far as Slack says. */
  readonly message: Json;
  /** Of a change or a deletion: what the message was before. */
  readonly before: Json | undefined;
  readonly facts: Facts;
};

export function seen(event: Json, facts: Facts): Seen {
  const { channel, previous_message } = event;
  return {
    ...{ event, type: text(event, 'type'), subtype: text(event, 'subtype'), facts },
    conversation: typeof channel === 'string' ? channel : undefined,
    message: subjectOf(event),
    before: isJson(previous_message) ? previous_message : undefined,
  };
}

/** The message that an event is about: the one within a change or a deletion, else the event itself. */
export function subjectOf(event: Json): Json {
  const { subtype, message, previous_message } = event;
  if (subtype === 'message_deleted') return isJson(previous_message) ? previous_message : { ts: event.deleted_ts };
  if (subtype === 'message_changed') return isJson(message) ? message : {};
  return event;
}

export function isMessage({ type }: Seen): boolean {
  return type === 'message' || type === 'app_mention';
}

export function isReaction({ type }: Seen): boolean {
  return type === 'reaction_added';
}

/** Of what has answers a stone is left: a change to a message of that kind. */
export function isDeletion({ subtype, message }: Seen): boolean {
  return subtype === 'message_deleted' || message.subtype === 'tombstone';
}

export function isChange({ subtype }: Seen): boolean {
  return subtype === 'message_changed';
}

/** The emoji of a reaction, without the tone of the skin: `raised_hand::skin-tone-3` is a raised hand. */
export function emojiOf({ event }: Seen): string {
  return (text(event, 'reaction') ?? '').split('::', 1)[0] ?? '';
}

export function inHelpChannel({ conversation, facts }: Seen): boolean {
  return facts.workspace.helpChannels.includes(conversation ?? '');
}

export function isDirect({ event, conversation }: Seen): boolean {
  const type = text(event, 'channel_type');
  return type === 'im' || type === 'app_home' || (type === undefined && conversation?.startsWith('D') === true);
}

/** Said in a thread, and not the message that the thread hangs from. */
export function isReply({ message }: Seen): boolean {
  const thread = text(message, 'thread_ts');
  return thread !== undefined && thread !== message.ts;
}

/** We said it: by our user, our bot or our app. */
export function isOurs(message: Json, { self }: Facts): boolean {
  const ids: [unknown, string | undefined][] = [
    [message.user, self.user],
    [message.bot_id, self.bot],
    [message.app_id, self.app],
  ];
  return ids.some(([id, own]) => id !== undefined && id === own);
}

/** A program said it. Slack gives what a program says a bot, also where it speaks for a person. */
export function isBots(message: Json): boolean {
  return message.subtype === 'bot_message' || text(message, 'bot_id') !== undefined || isJson(message.bot_profile);
}

/** Whether the app is named in it: Slack says so, or it stands there. */
export function mentionsUs({ type, message, facts: { self } }: Seen): boolean {
  if (type === 'app_mention') return true;
  if (self.user === undefined) return false;
  const said = text(message, 'text') ?? '';
  return said.includes(`<@${self.user}>`) || said.includes(`<@${self.user}|`) || inBlocks(message, self.user);
}

/** A person changed it, and not Slack. Previews and counts leave `edited` as it was. */
export function wasEdited({ message, before }: Seen): boolean {
  const edited = text(message, 'edited', 'ts');
  return edited !== undefined && edited !== text(before, 'edited', 'ts');
}

/** It says something else, whoever changed it. */
export function changedText({ message, before }: Seen): boolean {
  return before !== undefined && text(message, 'text') !== text(before, 'text');
}

function inBlocks(message: Json, user: string): boolean {
  return list(message, 'blocks')
    .flatMap((block) => list(block, 'elements'))
    .flatMap((element) => [element, ...list(element, 'elements')])
    .flatMap((element) => [element, ...list(element, 'elements')])
    .some(({ type, user_id }) => type === 'user' && user_id === user);
}
