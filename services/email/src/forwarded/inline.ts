import { type Person, personIn } from '../person.ts';
import { announcementAt, nextWords } from '../visible/history.ts';
import { kindsOf } from '../visible/kinds.ts';
import { type Line, linesOf, lower, unquoted } from '../visible/line.ts';
import { trimmed, withoutSignature } from '../visible/signature.ts';
import { passedOnOrAnswered } from './subject.ts';

/** A mail that another one passes on. */
export type Forwarded = {
  readonly sender: Person;
  /** What stands above it, without a signature. */
  readonly words: string;
  /** Its own text; undefined where it is an attachment. */
  readonly body: string | undefined;
};

/** Whoever passes something on says so at the beginning; of a longer text no more is looked at. */
const LOOKED_AT = 200_000;
const LABEL = /^[*_ ]{0,4}([^:：]{1,32}?)[*_ ]{0,4}[:：][*_ ]{0,4}(.*)$/;
/** Dividers that say "forwarded"; others (`Original Message`) stand above what is answered, too. */
const SAYS_FORWARDED =
  /forward|weitergeleitet|weiterleit|transf[eé]r|réexp|reenvia|inoltra|encaminhad|doorgest|vidarebefordr|videresend|välitet|przekaz|przesłan|přepos|preposl|továbbít|redirecț|iletilen|пересыл|переслан|переадрес|пересила|препрат|proslijeđ|proslěd|προωθ|reenviat|転送|转发|轉寄|转寄|전달|הועבר|معاد توجيه|إعادة توجيه|chuyển tiếp|ส่งต่อ|terus|persiųst|pārsūt|edasta/iu;

/**
 * The mail that this text passes on below a header block, in the languages that `visible/` knows. A reply has such a
 * block too: the subject, the divider, or that nothing is answered must say that it is a forward.
 */
export function inlineForward(text: string, subject: string, answers: boolean): Forwarded | undefined {
  const said = passedOnOrAnswered(subject);
  if (said === 'reply') return undefined;
  const lines = linesOf(text.slice(0, LOOKED_AT));
  for (let at = 0; at < lines.length; at += 1) {
    const found = announcementAt(lines, at);
    if (!found) continue;
    // An attribution above all else: the mail answers.
    if (!found.whole) return undefined;
    const divider = said ?? (SAYS_FORWARDED.test(lower(lines[found.start]?.words ?? '')) ? 'forward' : undefined);
    if (divider !== 'forward' && answers) return undefined;
    const block = lines.slice(found.start, found.end);
    const mail = senderIn(block) ? { block, body: lines.slice(found.end) } : quotedMail(lines, found.end);
    const sender = mail && senderIn(mail.block);
    if (!mail || !sender) return undefined;
    return { sender, words: joined(withoutSignature(lines.slice(0, found.start))), body: joined(mail.body) };
  }
  return undefined;
}

/** Apple's programs quote the whole mail that they pass on, with its header. */
function quotedMail(lines: readonly Line[], below: number) {
  const start = nextWords(lines, below);
  let end = start;
  while (end < lines.length && (lines[end]?.blank || (lines[end]?.depth ?? 0) > 0)) end += 1;
  const mail = trimmed(unquoted(lines.slice(start, end)));
  const found = announcementAt(mail, 0);
  return found?.whole ? { block: mail.slice(0, found.end), body: mail.slice(found.end) } : undefined;
}

/** Who stands in the header block: behind the label for it, or below where the line is folded. */
function senderIn(block: readonly Line[]): Person | undefined {
  for (const [at, { words }] of block.entries()) {
    const [, label = '', value = ''] = LABEL.exec(words) ?? [];
    if (!kindsOf(lower(label).trim())?.has('from')) continue;
    return personIn(value || (block[at + 1]?.words ?? ''));
  }
  // In a language that nobody told us the sender stands first.
  const first = block.find(({ words }) => /[<[(](?:mailto:)?[^\s@]+@[^\s@]+[>\])]/.test(words));
  return first && personIn(LABEL.exec(first.words)?.[2] ?? first.words);
}

function joined(lines: readonly Line[]): string {
  return trimmed(lines)
    .map(({ raw }) => raw)
    .join('\n');
}
