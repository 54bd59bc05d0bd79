import {
  type Config,
  cleanText,
  type Delivery,
  isOpen,
  opensAt,
  ownMessageId,
  type ResponseClock,
  responseClock,
} from '@callbook/contracts';
import type { OutboxEntry } from '@callbook/log';
import { toldTime, wordsFor } from './wording/wording.ts';
import type { Words } from './wording/words.ts';

export type Desk = Pick<Config, 'email' | 'slack' | 'voice' | 'response' | 'acknowledgement' | 'organisation'>;

/** A subject longer than this is cut: it goes through servers that fold, and comes back in answers. */
const SUBJECT_LIMIT = 150;
/** What of a title is repeated to whoever wrote it. */
const TITLE_LIMIT = 100;

/**
 * The message that an entry of the outbox is, worded in the requester's language. The same entry gives the same message
 * with the same ids, however often it is composed. Nothing of what the requester wrote is in it but the title.
 */
export function compose(entry: OutboxEntry, desk: Desk): Delivery {
  const { id, kind, channel, account, recipient, message, call, contact } = entry;
  const clock = responseClock(desk);
  const words = wordsFor(contact.language);
  const { name } = desk.organisation;
  const { details } = contact;
  const status = message.status ?? call.status;
  const many = details.channel === 'slack' && details.audience !== undefined && details.audience !== 'direct';
  const ephemeral = kind === 'acknowledgement' && desk.acknowledgement.slackInPublic === 'ephemeral';
  return {
    ...{ id, kind, channel, account, to: recipient },
    ...(name !== undefined && { from: name }),
    ...(channel === 'email' && asMail(entry, desk)),
    text: text(entry, words, clock, name),
    thread: threadOf(entry, desk),
    ...(many && { audience: ephemeral ? ('recipient' as const) : ('everybody' as const) }),
    ...{ language: words.language, timeZone: clock.serviceHours.timeZone },
    call: {
      ...{ reference: call.reference, title: call.title, status },
      ...(call.department !== undefined && { department: call.department }),
      ...(call.respondBy !== undefined && { respondBy: call.respondBy }),
    },
    ...(message.by !== undefined && { by: message.by }),
  };
}

function asMail({ account, call, contact }: OutboxEntry, desk: Desk) {
  const { address, smtp } = accountOf(account, desk);
  return {
    subject: subjectOf(contact.subject ?? call.title, call.reference),
    ...(smtp?.plusAddressing && { replyTo: address.replace(/@(?=[^@]*$)/, `+${call.replyToken}@`) }),
  };
}

/** A mail has an id that is made of its call and tells it (`ownMessageId`); Slack gives its messages ids itself. */
function threadOf({ id, kind, channel, account, call, contact: { thread } }: OutboxEntry, desk: Desk) {
  if (channel !== 'email')
    return { references: [], ...(thread.slackThread !== undefined && { slackThread: thread.slackThread }) };
  const domain = accountOf(account, desk).address.split('@').at(-1) ?? '';
  const own = { reference: call.reference, token: call.replyToken, domain };
  return {
    messageId: ownMessageId(kind === 'acknowledgement' ? own : { ...own, part: id }),
    references: [...thread.references, ...(thread.messageId === undefined ? [] : [thread.messageId])],
  };
}

function accountOf(name: string, { email }: Desk) {
  const account = email.accounts.find((one) => one.name === name);
  // Whoever lets messages out has looked.
  if (!account) throw new TypeError(`There is no account ${name}.`);
  return account;
}

/** `Re:` what they wrote, with the reference once, as they see it in every list of mails. */
function subjectOf(subject: string, reference: string): string {
  const bare = cleanText(subject)
    .replace(/\s+/g, ' ')
    .replace(/^(?:re|aw)\s*:\s*/i, '')
    .replaceAll(`[${reference}]`, '')
    .trim();
  return `Re: ${cut(bare, SUBJECT_LIMIT)} [${reference}]`;
}

function text(entry: OutboxEntry, words: Words, clock: ResponseClock, organisation: string | undefined): string {
  const { kind, channel, message, call, contact } = entry;
  const letter = channel === 'email';
  const body = {
    acknowledgement: () => acknowledgement(entry, words, clock),
    reply: () => [message.text ?? ''],
    status: () => [
      words.status(call.reference, message.status ?? call.status),
      ...(message.text ? [message.text] : []),
    ],
  }[kind]();
  const signature = [message.by, organisation].filter((line) => line !== undefined);
  const hello = letter && kind !== 'reply' ? [words.hello(contact.from.name)] : [];
  return [...hello, ...body, ...(letter && signature.length > 0 ? [`-- \n${signature.join('\n')}`] : [])].join('\n\n');
}

function acknowledgement({ channel, call, createdAt }: OutboxEntry, words: Words, clock: ResponseClock): string[] {
  const { serviceHours } = clock;
  const told = (at: Date | undefined) => at && toldTime(at, words, serviceHours.timeZone);
  const due = told(call.respondBy === undefined ? undefined : new Date(call.respondBy));
  const now = new Date(createdAt);
  return [
    words.received(call.reference, cut(call.title, TITLE_LIMIT)),
    [
      ...(isOpen(serviceHours, now) ? [] : [words.closed(told(opensAt(serviceHours, now)))]),
      due === undefined ? words.answerFollows() : words.answerBy(due),
    ].join(' '),
    ...(channel === 'email' ? [`${words.addByAnswering()} ${words.urgent()}`] : []),
  ];
}

function cut(text: string, most: number): string {
  return text.length <= most
    ? text
    : `${text
        .slice(0, most - 1)
        .trimEnd()
        .toWellFormed()}…`;
}
