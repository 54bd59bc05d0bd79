import {
  type Config,
  cleanText,
  type Delivery,
  isOpen,
  isTimeZone,
  opensAt,
  ownMessageId,
  ratingLink,
  responseClock,
  targetsOf,
} from '@callbook/contracts';
import type { OutboxEntry } from '@callbook/log';
import { asHtml } from './html.ts';
import { fill, templateFor, type Values } from './template.ts';
import { languageFor, toldTime, wordsFor } from './wording/wording.ts';
import type { Words } from './wording/words.ts';

export type Desk = Pick<
  Config,
  | 'email'
  | 'slack'
  | 'voice'
  | 'http'
  | 'response'
  | 'acknowledgement'
  | 'organisation'
  | 'departments'
  | 'services'
  | 'priorities'
  | 'templates'
>;

/** A subject longer than this is cut: it goes through servers that fold, and comes back in answers. */
const SUBJECT_LIMIT = 150;
/** What of a title is repeated to whoever wrote it. */
const TITLE_LIMIT = 100;

/** How whoever gets a message is spoken to. */
type Voice = { readonly words: Words; readonly language: string; readonly timeZone: string };

/**
 * The message that an entry of the outbox is, worded in the requester's language and told in their time. The same entry
 * gives the same message with the same ids, however often it is composed. Nothing of what the requester wrote is in it but
 * the title.
 */
export function compose(entry: OutboxEntry, desk: Desk): Delivery {
  const { id, kind, channel, account, recipient, message, call, contact } = entry;
  const voice = voiceFor(entry, desk);
  const { name } = desk.organisation;
  const { details } = contact;
  const status = message.status ?? call.status;
  const many = details.channel === 'slack' && details.audience !== undefined && details.audience !== 'direct';
  const ephemeral = kind === 'acknowledgement' && desk.acknowledgement.slackInPublic === 'ephemeral';
  const { paragraphs, signature } = wording(entry, voice, desk);
  const mail = channel === 'email';
  return {
    ...{ id, kind, channel, account, to: recipient },
    ...(name !== undefined && { from: name }),
    ...(mail && asMail(entry, desk)),
    text: [...paragraphs, ...(signature.length > 0 ? [`-- \n${signature.join('\n')}`] : [])].join('\n\n'),
    ...(mail && { html: asHtml(paragraphs, signature, voice.words.language) }),
    thread: threadOf(entry, desk),
    ...(many && kind !== 'notice' && { audience: ephemeral ? ('recipient' as const) : ('everybody' as const) }),
    ...{ language: voice.words.language, timeZone: voice.timeZone },
    call: {
      ...{ reference: call.reference, title: call.title, status },
      ...(call.department !== undefined && { department: call.department }),
      ...(call.respondBy !== undefined && { respondBy: call.respondBy }),
      ...(call.rated && { rated: true }),
    },
    ...(message.by !== undefined && { by: message.by }),
  };
}

/** Colleagues are written to as the organisation is; a requester as they wrote, and in the time that they live in. */
function voiceFor({ kind, contact }: OutboxEntry, desk: Desk): Voice {
  const { languages, timeZone } = desk.organisation;
  const ours = timeZone ?? responseClock(desk).serviceHours.timeZone;
  const language = languageFor(kind === 'notice' ? undefined : contact.language, languages);
  const { details } = contact;
  const theirs = kind !== 'notice' && details.channel === 'slack' ? details.timeZone : undefined;
  return { language, words: wordsFor(language), timeZone: theirs !== undefined && isTimeZone(theirs) ? theirs : ours };
}

function asMail({ kind, account, call, contact }: OutboxEntry, desk: Desk) {
  const { address, smtp } = accountOf(account, desk);
  const answers = smtp?.plusAddressing && kind !== 'notice';
  return {
    subject: subjectOf(kind === 'notice' ? call.title : (contact.subject ?? call.title), call.reference),
    ...(answers && { replyTo: address.replace(/@(?=[^@]*$)/, `+${call.replyToken}@`) }),
  };
}

/** A mail has an id that is made of its call and tells it (`ownMessageId`); Slack gives its messages ids itself. */
function threadOf({ id, kind, channel, account, call, contact: { thread } }: OutboxEntry, desk: Desk) {
  // Whoever is told of a call as a colleague has not seen what its requester wrote: it belongs to no thread of theirs.
  if (kind === 'notice') return { references: [], ...(channel === 'email' && { messageId: ownId() }) };
  if (channel !== 'email')
    return { references: [], ...(thread.slackThread !== undefined && { slackThread: thread.slackThread }) };
  return {
    messageId: ownId(),
    references: [...thread.references, ...(thread.messageId === undefined ? [] : [thread.messageId])],
  };

  function ownId(): string {
    const domain = accountOf(account, desk).address.split('@').at(-1) ?? '';
    const own = { reference: call.reference, token: call.replyToken, domain };
    return ownMessageId(kind === 'acknowledgement' ? own : { ...own, part: id });
  }
}

function accountOf(name: string, { email }: Pick<Desk, 'email'>) {
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

function wording(entry: OutboxEntry, voice: Voice, desk: Desk) {
  const { kind, channel, message, call, contact } = entry;
  const { words } = voice;
  const letter = channel === 'email';
  const own = templated(entry, voice, desk);
  const status = () => [
    words.status(call.reference, message.status ?? call.status),
    ...(message.text ? [message.text] : []),
    ...rating(entry, words, desk),
  ];
  const body = {
    acknowledgement: () => acknowledgement(entry, voice, desk),
    reply: () => [message.text ?? ''],
    status,
    notice: () => notice(entry, voice),
  }[kind];
  const greeted = letter && (kind === 'acknowledgement' || kind === 'status');
  const hello = greeted && !own ? [words.hello(contact.from.name)] : [];
  const name = desk.organisation.name;
  const signature = letter ? [message.by, name].filter((line) => line !== undefined) : [];
  const written = own ?? body();
  // A text message is paid for by its length, and has no paragraphs.
  const paragraphs = channel === 'voice' && !own ? [written.join(' ')] : [...hello, ...written];
  return { paragraphs, signature };
}

function templated(entry: OutboxEntry, voice: Voice, desk: Desk): string[] | undefined {
  const { kind, message, channel, call, contact, createdAt } = entry;
  const resolved = kind === 'status' && message.status === 'resolved';
  if (kind !== 'acknowledgement' && !resolved) return undefined;
  const wanted = {
    kind: resolved ? ('resolved' as const) : ('acknowledgement' as const),
    channel,
    language: voice.language,
  };
  const template = templateFor(desk.templates, wanted);
  if (!template) return undefined;
  const { hours, told } = clock(entry, voice, desk);
  const now = new Date(createdAt);
  const open = isOpen(hours, now);
  const values: Values = {
    ...{ name: contact.from.name, reference: call.reference, title: cut(call.title, TITLE_LIMIT) },
    ...{ department: call.department, service: call.service, organisation: desk.organisation.name },
    respondBy: told(call.respondBy === undefined ? undefined : new Date(call.respondBy)),
    opens: open ? undefined : told(opensAt(hours, now)),
    ...{ link: linkTo(entry, desk), resolution: message.text },
  };
  return fill(open ? template.text : (template.closedText ?? template.text), values);
}

function acknowledgement(entry: OutboxEntry, voice: Voice, desk: Desk): string[] {
  const { channel, call, createdAt } = entry;
  const { words } = voice;
  const { hours, told } = clock(entry, voice, desk);
  const due = told(call.respondBy === undefined ? undefined : new Date(call.respondBy));
  const now = new Date(createdAt);
  const link = linkTo(entry, desk);
  return [
    [
      words.received(call.reference, cut(call.title, TITLE_LIMIT)),
      ...(call.department === undefined ? [] : [words.goesTo(call.department)]),
    ].join(' '),
    [
      ...(isOpen(hours, now) ? [] : [words.closed(told(opensAt(hours, now)))]),
      due === undefined ? words.answerFollows() : words.answerBy(due),
    ].join(' '),
    ...(channel === 'email' ? [`${words.addByAnswering()} ${words.urgent()}`] : []),
    ...(link === undefined ? [] : [words.lookUp(link)]),
  ];
}

/** To a colleague: which call, and what is due. */
function notice({ message, call, createdAt }: OutboxEntry, { words, timeZone }: Voice): string[] {
  const about = `${call.reference}: ${cut(call.title, TITLE_LIMIT)}`;
  const { notice: news } = message;
  if (!news) return [about, words.status(call.reference, message.status ?? call.status)];
  const due = toldTime(new Date(news.due), words, timeZone);
  return [about, words.due(news.target, due, news.due <= createdAt), words.status(call.reference, call.status)];
}

/** The hours of whoever works on the call, and how times are told. */
function clock({ call }: OutboxEntry, { words, timeZone }: Voice, desk: Desk) {
  const hours = targetsOf(desk).hoursOf(call.department);
  return { hours, told: (at: Date | undefined) => at && toldTime(at, words, timeZone) };
}

/** Who is told by mail that it is resolved can say how content they are, by one press more. */
function rating({ channel, call, message }: OutboxEntry, words: Words, { http }: Desk): string[] {
  if (channel !== 'email' || call.rated || message.status !== 'resolved' || http.publicUrl === undefined) return [];
  return [words.rate(ratingLink(http.publicUrl.replace(/\/+$/, ''), call))];
}

/** Where a requester sees how their call stands. */
function linkTo({ call }: OutboxEntry, { http }: Desk): string | undefined {
  return http.publicUrl && `${http.publicUrl.replace(/\/+$/, '')}/contact?reference=${call.reference}`;
}

function cut(text: string, most: number): string {
  return text.length <= most
    ? text
    : `${text
        .slice(0, most - 1)
        .trimEnd()
        .toWellFormed()}…`;
}
