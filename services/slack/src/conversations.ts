import { type Contact, DAY, HOUR } from '@callbook/contracts';
import type { SlackApi } from './api.ts';
import { inTime } from './in-time.ts';
import { type Json, text } from './payload.ts';

type Audience = NonNullable<Extract<Contact['details'], { channel: 'slack' }>['audience']>;

/** A conversation, as far as we were told. */
export type Conversation = { readonly audience?: Audience; readonly name?: string };

/** What is known of the conversations of a workspace, from events and from Slack's lists. */
export type Conversations = {
  of(id: string): Conversation;
  /** Learns from an event's `channel_type`, or from the object of a conversation. */
  told(id: string, about: Conversation): void;
  /** Something was said there. */
  heardOf(id: string): void;
  /** Something was said there within the last day, as far as we heard. */
  isLively(id: string): boolean;
  /** What is known, or learnt within so many milliseconds. */
  within(id: string, milliseconds: number): Promise<Conversation>;
};

/** `channel_type` of events: https://docs.slack.dev/reference/events/message */
const AUDIENCES: Readonly<Record<string, Audience>> = {
  ...{ im: 'direct', app_home: 'direct', mpim: 'group', group: 'private', channel: 'public' },
};
/** Without channels:read nothing is to be learnt, and asking again and again is no use. */
const ASK_AGAIN = HOUR;

export function openConversations(api: Pick<SlackApi, 'conversation'>, clock: () => number): Conversations {
  const found = new Map<string, Conversation>();
  const asked = new Map<string, number>();
  /** Answers that are on their way. */
  const asking = new Map<string, Promise<void>>();
  const heard = new Map<string, number>();
  const of = (id: string): Conversation => ({ ...(id.startsWith('D') && { audience: 'direct' }), ...found.get(id) });
  const told = (id: string, about: Conversation) => void found.set(id, { ...found.get(id), ...about });
  const ask = async (id: string) => {
    const conversation = await api.conversation(id);
    if (conversation) told(id, conversationOf(conversation));
  };
  return {
    of,
    told,
    heardOf: (id) => void heard.set(id, clock()),
    isLively: (id) => clock() - (heard.get(id) ?? Number.NEGATIVE_INFINITY) < DAY,
    async within(id, milliseconds) {
      const { audience, name } = of(id);
      if (audience !== undefined && (name !== undefined || audience === 'direct')) return of(id);
      // Slack tells of one message twice, at the same moment: whoever comes second waits for the same answer.
      let going = asking.get(id);
      if (going === undefined && (asked.get(id) ?? Number.NEGATIVE_INFINITY) + ASK_AGAIN <= clock()) {
        asked.set(id, clock());
        going = ask(id).finally(() => asking.delete(id));
        asking.set(id, going);
      }
      if (going !== undefined) await inTime(going, milliseconds);
      return of(id);
    },
  };
}

/** Reads https://docs.slack.dev/reference/objects/conversation-object. */
export function conversationOf(conversation: Json): Conversation {
  const { is_im, is_mpim, is_private } = conversation;
  const audience = is_im === true ? 'direct' : is_mpim === true ? 'group' : is_private === true ? 'private' : 'public';
  const name = text(conversation, 'name');
  return { audience, ...(name && audience !== 'direct' && audience !== 'group' && { name }) };
}

/** Reads what an event says of the kind of its conversation. */
export function audienceIn(channelType: string | undefined): Conversation {
  const audience = AUDIENCES[channelType ?? ''];
  return audience ? { audience } : {};
}
