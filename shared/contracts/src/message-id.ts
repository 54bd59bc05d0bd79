import type { Contact } from './contact.ts';

/**
 * Message-IDs of e-mail (RFC 5322 §3.6.4): how two of them are compared, and how those of our own mails are made. Messages
 * of Slack have ids that are compared in the same way.
 */

/** Providers that name a mail by the part before the `@` alone, and put a domain of theirs behind it in the header. */
const LOCAL_PART_COUNTS = /(?:^|\.)(?:amazonses\.com|mtasv\.net)$|^(?:geopod-)?ismtpd-[\w-]+$/;

/**
 * A Message-ID in the form in which ids are compared: without angle brackets and space, its domain in lower case. What
 * comes before the `@` keeps its case, which programs use to tell two ids apart. An id that a provider made (Amazon SES,
 * Postmark, SendGrid) loses its domain: the provider itself calls the mail by the rest.
 */
export function messageKey(id: string): string {
  const plain = id.replace(/[\s<>]+/g, '');
  const at = plain.lastIndexOf('@');
  if (at < 1) return plain;
  const local = plain.slice(0, at);
  const domain = plain.slice(at + 1).toLowerCase();
  return LOCAL_PART_COUNTS.test(domain) ? local : `${local}@${domain}`;
}

/**
 * A message of Slack (`team:conversation:ts`) among the ids of messages. No Message-ID looks like it: `messageKey` takes
 * the brackets from all that mail brings, so that no mail can claim to answer what was said in Slack.
 */
export function slackMessageKey(message: string): string {
  return `<slack>${message}`;
}

/**
 * What an account writes to a number by text message, among the ids of messages: text messages have neither subject nor
 * thread, so that all that go to and fro between the two are one conversation.
 */
export function textConversation(account: string, phone: string): string {
  return `<sms>${account}:${phone}`;
}

/** Whether this stands for all that is written to and fro by text message, rather than for one message. */
export function isTextConversation(id: string): boolean {
  return id.startsWith('<sms>');
}

/** The id of the message that a contact is, as ids are compared. Undefined where its channel has none. */
export function messageIdOf({ channel, sourceId, revises, thread, details }: Contact): string | undefined {
  if (channel !== 'slack') return thread.messageId === undefined ? undefined : messageKey(thread.messageId);
  // A button and a form are no messages, and nobody can answer them.
  const said = details.channel === 'slack' && details.ts !== undefined && revises === undefined;
  return said ? slackMessageKey(sourceId) : undefined;
}

/** The id of the message that a contact answers directly, as ids are compared. */
export function answeredIdOf(contact: Contact): string | undefined {
  const { channel, sourceId, thread } = contact;
  if (channel === 'slack')
    return thread.slackThread === undefined || thread.slackThread === sourceId
      ? undefined
      : slackMessageKey(thread.slackThread);
  const { details, account, from } = contact;
  if (details.channel === 'voice' && details.kind === 'sms')
    return from.phone === undefined ? undefined : textConversation(account, from.phone);
  const last = thread.references.at(-1);
  return last === undefined ? undefined : messageKey(last);
}

export type OwnMessage = {
  /** Of the call that the mail is about. */
  readonly reference: string;
  /** The call's reply token. */
  readonly token: string;
  /** Tells the mails about one call apart; nothing for its acknowledgement. Letters, digits and hyphens. */
  readonly part?: string;
  /** Of the desk's address. */
  readonly domain: string;
};

/**
 * The Message-ID of a mail of ours: `CB-10427.TOKEN@desk.example`. Made of what is known of the call and of nothing
 * else, so that a mail that is sent again is the same mail, and an answer tells its call by the token alone.
 */
export function ownMessageId({ reference, token, part, domain }: OwnMessage): string {
  return `${[reference, token, ...(part === undefined ? [] : [part])].join('.')}@${domain}`;
}

/** The reply token in the id of a mail of ours, in lower case; undefined for everybody else's. */
export function replyTokenIn(messageId: string): string | undefined {
  return /(?:^|[^a-z\d])CB-\d{2,16}\.([a-z\d]{20,64})(?:\.[\w-]+)?@/i.exec(messageId)?.[1]?.toLowerCase();
}
