import { type Config, catalogueOf, isOpen, opensAt, ratingLink, targetsOf } from '@callbook/contracts';
import type { OutboxEntry } from '@callbook/log';
import { fill, templateFor, type Values } from './template.ts';
import { plainText, type TextPart, textMessage, unaccented } from './text-message.ts';
import { toldShortly, toldTime } from './wording/wording.ts';
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

/** How whoever gets a message is spoken to. */
export type Voice = { readonly words: Words; readonly language: string; readonly timeZone: string };

/** What of a title is repeated to whoever wrote it. */
const TITLE_LIMIT = 100;

/** What a message says, as paragraphs, and who signs it. */
export type Body = { readonly paragraphs: readonly string[]; readonly signature: readonly string[] };

/** Words a message. */
export function bodyOf(entry: OutboxEntry, voice: Voice, desk: Desk): Body {
  const { kind, channel, message } = entry;
  const { words } = voice;
  const own = templated(entry, voice, desk);
  if (channel === 'voice' && kind !== 'notice')
    return { paragraphs: [plainText(own?.join('\n\n') ?? shortBody(entry, voice, desk))], signature: [] };
  const letter = channel === 'email';
  const body = {
    acknowledgement: () => acknowledgement(entry, voice, desk),
    reply: () => [message.text ?? ''],
    status: () => news(entry, voice, desk),
    notice: () => notice(entry, voice),
    link: () => words.link.text(linkToAll(entry, words, desk)),
  }[kind];
  const greeted = letter && (kind === 'acknowledgement' || kind === 'status');
  // Of an address that many have it is not known who asked for a link.
  const hello =
    kind === 'link' ? [words.hello(undefined)] : greeted && !own ? [words.hello(entry.contact.from.name)] : [];
  const signature = letter ? [message.by, desk.organisation.name].filter((line) => line !== undefined) : [];
  return { paragraphs: [...hello, ...(own ?? body())], signature };
}

/** The questions of the service that a new call is about: whoever answers them spares everybody a message. */
export function questionsOf({ kind, call }: OutboxEntry, desk: Desk): readonly string[] {
  if (kind !== 'acknowledgement' || call.service === undefined) return [];
  return catalogueOf(desk).service(call.service)?.questions ?? [];
}

/** How a call stands now. */
function news(entry: OutboxEntry, { words }: Voice, desk: Desk): string[] {
  const { message, call } = entry;
  return [
    words.status(call.reference, message.status ?? call.status),
    ...(message.text ? [message.text] : []),
    ...rating(entry, words, desk),
  ];
}

/** A text message has no paragraphs, no subject and no letterhead: it says in its text which call it is about, and who writes. */
function shortBody(entry: OutboxEntry, voice: Voice, desk: Desk): string {
  const { kind, message, call } = entry;
  if (kind === 'acknowledgement') return shortAcknowledgement(entry, voice, desk);
  if (kind === 'status') return news(entry, voice, desk).join(' ');
  const by = [message.by, desk.organisation.name].filter((line) => line !== undefined).join(', ');
  return `${call.reference}: ${message.text ?? ''}${by === '' ? '' : `\n${by}`}`;
}

/** Of the organisation's name no more is said in a text message. */
const NAME_LIMIT = 30;

function shortAcknowledgement(entry: OutboxEntry, { words, timeZone }: Voice, desk: Desk): string {
  const { call, createdAt } = entry;
  const { short } = words;
  const now = new Date(createdAt);
  const { hours } = clock(entry, { words, timeZone }, desk);
  const told = (at: Date) => unaccented(toldShortly(at, words, timeZone));
  const opens = isOpen(hours, now) ? undefined : opensAt(hours, now);
  const link = linkTo(entry, desk);
  const { name } = desk.organisation;
  const part = (when: TextPart['when'], text: string | undefined) => (text === undefined ? [] : [{ when, text }]);
  return textMessage([
    ...part('wanted', name !== undefined && name.length <= NAME_LIMIT ? `${name}:` : undefined),
    ...part('always', short.received(call.reference)),
    ...part('spare', opens && short.closed(told(opens))),
    ...part(
      'always',
      call.respondBy === undefined ? short.answerFollows() : short.answerBy(told(new Date(call.respondBy))),
    ),
    ...part('always', short.urgent()),
    ...shortQuestions(entry, words, desk),
    ...part('spare', link && words.lookUp(link)),
  ]);
}

/** The questions themselves, where they fit; else how many there are, and where. */
function shortQuestions(entry: OutboxEntry, words: Words, desk: Desk): TextPart[] {
  const questions = questionsOf(entry, desk);
  if (questions.length === 0) return [];
  const link = linkTo(entry, desk, entry.call.service);
  const listed = { when: 'wanted', text: `${words.questions()} ${numbered(questions).join(' ')}` } as const;
  const elsewhere = link && { when: 'wanted' as const, text: words.short.questionsAt(questions.length, link) };
  return elsewhere ? [{ ...listed, instead: elsewhere }] : [listed];
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
    ...{ link: linkTo(entry, desk), resolution: message.text, questions: asList(questionsOf(entry, desk)) },
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
    ...listed(questionsOf(entry, desk), words),
    ...(channel === 'email' ? [`${words.addByAnswering()} ${words.urgent()}`] : []),
    ...(link === undefined ? [] : [words.lookUp(link)]),
  ];
}

function listed(questions: readonly string[], words: Words): string[] {
  const list = asList(questions);
  return list === undefined ? [] : [`${words.questions()}\n${list}`];
}

function asList(questions: readonly string[]): string | undefined {
  return questions.length === 0 ? undefined : numbered(questions).join('\n');
}

function numbered(questions: readonly string[]): string[] {
  return questions.map((question, index) => `${index + 1}. ${question}`);
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
function clock({ call }: OutboxEntry, { words, timeZone }: Pick<Voice, 'words' | 'timeZone'>, desk: Desk) {
  const hours = targetsOf(desk).hoursOf(call.department);
  return { hours, told: (at: Date | undefined) => at && toldTime(at, words, timeZone) };
}

/** Who is told by mail or by text message that it is resolved can say how content they are, by one press more. */
function rating({ channel, call, message }: OutboxEntry, words: Words, { http }: Desk): string[] {
  if (channel === 'slack' || call.rated || message.status !== 'resolved' || http.publicUrl === undefined) return [];
  return [words.rate(ratingLink(http.publicUrl, call))];
}

/** Where a requester sees how their call stands; of a service, also what it asks. */
function linkTo({ call }: OutboxEntry, { http }: Desk, service?: string): string | undefined {
  const asked = service === undefined ? '' : `service=${encodeURIComponent(service)}&`;
  return http.publicUrl && `${http.publicUrl}/contact?${asked}reference=${call.reference}`;
}

export function cut(text: string, most: number): string {
  return text.length <= most
    ? text
    : `${text
        .slice(0, most - 1)
        .trimEnd()
        .toWellFormed()}…`;
}

/** Where a requester sees all calls of theirs, in the language of the mail as far as that page has it. */
function linkToAll({ message }: OutboxEntry, { language }: Words, { http }: Desk): string {
  const page = `${http.publicUrl ?? ''}/contact/link/${message.link ?? ''}`;
  return `${page}?lang=${language.split('-', 1)[0] ?? 'en'}`;
}
