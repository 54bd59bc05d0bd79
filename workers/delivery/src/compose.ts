import { cleanText, type Delivery, isTimeZone, ownMessageId, responseClock } from '@callbook/contracts';
import type { OutboxEntry } from '@callbook/log';
import { bodyOf, cut, type Desk, questionsOf, type Voice } from './body.ts';
import { asHtml } from './html.ts';
import { languageFor, wordsFor } from './wording/wording.ts';

/** A subject longer than this is cut: it goes through servers that fold, and comes back in answers. */
const SUBJECT_LIMIT = 150;

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
  const { paragraphs, signature } = bodyOf(entry, voice, desk);
  const questions = questionsOf(entry, desk);
  const mail = channel === 'email';
  return {
    ...{ id, kind, channel, account, to: recipient },
    ...(name !== undefined && { from: name }),
    ...(mail && asMail(entry, voice, desk)),
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
      ...(questions.length > 0 && { questions: [...questions] }),
    },
    ...(message.by !== undefined && { by: message.by }),
  };
}

/** Colleagues are written to as the organisation is; a requester as they wrote, and in the time that they live in. */
function voiceFor({ kind, message, contact }: OutboxEntry, desk: Desk): Voice {
  const { languages, timeZone } = desk.organisation;
  const ours = timeZone ?? responseClock(desk).serviceHours.timeZone;
  const language = languageFor(kind === 'notice' ? undefined : (message.language ?? contact.language), languages);
  const { details } = contact;
  const theirs = kind !== 'notice' && details.channel === 'slack' ? details.timeZone : undefined;
  return { language, words: wordsFor(language), timeZone: theirs !== undefined && isTimeZone(theirs) ? theirs : ours };
}

function asMail({ kind, account, call, contact }: OutboxEntry, { words }: Voice, desk: Desk) {
  if (kind === 'link') return { subject: words.link.subject };
  const { address, smtp } = accountOf(account, desk);
  const answers = smtp?.plusAddressing && kind !== 'notice';
  return {
    subject: subjectOf(kind === 'notice' ? call.title : (contact.subject ?? call.title), call.reference),
    ...(answers && { replyTo: address.replace(/@(?=[^@]*$)/, `+${call.replyToken}@`) }),
  };
}

/** A mail has an id that is made of its call and tells it (`ownMessageId`); Slack gives its messages ids itself. */
function threadOf({ id, kind, channel, account, call, contact: { thread } }: OutboxEntry, desk: Desk) {
  // What is answered to a link is about none of the calls that it leads to.
  if (kind === 'link') return { references: [], messageId: `link.${id}@${domain()}` };
  // Whoever is told of a call as a colleague has not seen what its requester wrote: it belongs to no thread of theirs.
  if (kind === 'notice') return { references: [], ...(channel === 'email' && { messageId: ownId() }) };
  if (channel !== 'email')
    return { references: [], ...(thread.slackThread !== undefined && { slackThread: thread.slackThread }) };
  return {
    messageId: ownId(),
    references: [...thread.references, ...(thread.messageId === undefined ? [] : [thread.messageId])],
  };

  function ownId(): string {
    const own = { reference: call.reference, token: call.replyToken, domain: domain() };
    return ownMessageId(kind === 'acknowledgement' ? own : { ...own, part: id });
  }

  function domain(): string {
    return accountOf(account, desk).address.split('@').at(-1) ?? '';
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
