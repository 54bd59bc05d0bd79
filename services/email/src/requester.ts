import { isOurs } from './address.ts';
import { type Desk, isStaff } from './desk.ts';
import { attachedSender } from './forwarded/attached.ts';
import { type Forwarded, inlineForward } from './forwarded/inline.ts';
import { addsNothing } from './forwarded/passing-on.ts';
import { passedOnOrAnswered } from './forwarded/subject.ts';
import type { ParsedMail } from './mail.ts';
import { type Person, personOfHeader } from './person.ts';
import { type Author, authorOf } from './sender/author.ts';
import { isRobot } from './sender/robots.ts';

export type Requester = {
  readonly person: Person;
  /** Whether it stands in From, which is what a server checks. */
  readonly stated: boolean;
  /** The list that hides them behind its own address. */
  readonly list?: string;
  /** Who passed the requester's mail on to the desk. */
  readonly forwardedBy?: Person;
  /** Whose mail the requester passed on with words of their own. */
  readonly forwarded?: Person;
  /** What the requester wrote, where it is only a part of the mail's text. */
  readonly words?: string;
};

/**
 * Who asks something of the desk. That is who wrote the mail (`authorOf`), unless they pass on somebody else's:
 *
 * - An agent, or the desk itself, forwards it: the requester is who wrote what is forwarded.
 * - Somebody forwards it without a word (or, not as an attachment, with none but `FYI` and the like): the same, for these
 *   are the only words.
 * - Somebody forwards it with words of their own: they ask, and it is what they ask about. Who forwards a strange mail and
 *   writes "is this genuine?" wants an answer, and its sender must not get it.
 *
 * Both are kept in each case. Nobody becomes the requester without an address to answer to, and no robot does. `text`
 * is the whole text.
 */
export function requesterOf(mail: ParsedMail, text: string, desk: Desk): Requester {
  const { headers } = mail;
  const ours = desk.ours ?? [];
  const { stated, list, ...author }: Author = authorOf(headers, ours) ?? { stated: false };
  const resent = personOfHeader(headers.lines.get('resent-from')?.[0] ?? '');
  const itself: Requester = {
    person: author,
    stated,
    ...(list !== undefined && { list }),
    ...(resent?.email && !isOurs(resent.email, ours) && { forwardedBy: resent }),
  };

  const answers = headers.lines.has('in-reply-to') || headers.lines.has('references');
  const passed = inlineForward(text, headers.subject ?? '', answers) ?? attached(mail, text);
  const original = passed?.sender.email;
  if (!passed || original === author.email || (original && isOurs(original, ours))) return itself;
  // A filter's list of what it holds back is nobody's wish that was passed on.
  if (isRobot(author.email ?? '')) return itself;

  const forAnother =
    isStaff(author.email ?? '', desk) || (passed.body !== undefined && addsNothing(passed.words, author.name));
  if (!forAnother || !original || isRobot(original)) return { ...itself, forwarded: passed.sender };
  return {
    ...{ person: passed.sender, stated: false, forwardedBy: author },
    ...(passed.body && { words: passed.body }),
  };
}

function attached({ headers, reports, ofAttached }: ParsedMail, text: string): Forwarded | undefined {
  const sender = passedOnOrAnswered(headers.subject ?? '') === 'reply' ? undefined : attachedSender(reports);
  return sender && { sender, ...(ofAttached ? { words: '', body: text } : { words: text, body: undefined }) };
}
