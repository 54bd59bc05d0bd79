import { htmlToText } from './html.ts';
import { announcementAt, forwardedHeadEnd, nextWords } from './visible/history.ts';
import { marksHistory } from './visible/html-quote.ts';
import { type Line, linesOf, unquoted } from './visible/line.ts';
import { withoutWarning } from './visible/notice.ts';
import { withoutQuotes } from './visible/quote.ts';
import { trimmed } from './visible/signature.ts';

/** A forward of a forward of a forward: deeper ones are shown as they stand. */
const FORWARDS = 5;
/** Of a text with more lines than anyone writes, only the first are looked at: a log of a megabyte has a million. */
const LINES = 5_000;

/**
 * What the person said this time: without quoted history, the lines that announce it, signature block, and what a
 * program adds. Quotes between answers stay, for the answers mean nothing without them. Of a mail passed on without a
 * word, what is passed on. Nothing is left where a program quoted the history, with its marks, and no word was added.
 * Else, where nothing would be left, everything is kept: an answer must never look empty.
 *
 * `markup` is the same mail as HTML. It is asked where the text shows no history and the HTML says that there is some.
 */
export function visibleText(fullText: string, markup?: string): string {
  const seen = look(fullText);
  if (seen.history || !markup || !marksHistory(markup)) return seen.text;
  const page = htmlToText(markup);
  const { text } = look(page);
  return text && text.length < page.length ? text : seen.text;
}

/** What is to be seen of a text, and whether there is history in it. */
type Seen = { readonly text: string; readonly history: boolean };

function look(fullText: string): Seen {
  const head = firstLines(fullText);
  const { lines, history, silent } = spoken(withoutWarning(linesOf(head)), FORWARDS);
  const text = lines
    .map(({ raw }) => raw)
    .join('\n')
    .trim();
  // Where the beginning has nothing to take off, what is behind it stays too.
  const whole = (!text && !silent) || (head.length < fullText.length && text.length >= head.trim().length);
  return { text: whole ? fullText.trim() : text, history };
}

function firstLines(text: string): string {
  let end = -1;
  for (let count = 0; count < LINES; count += 1) {
    end = text.indexOf('\n', end + 1);
    if (end < 0) return text;
  }
  return text.slice(0, end);
}

/** `silent`: nothing was said, and that is certain. */
type Spoken = { readonly lines: Line[]; readonly history: boolean; readonly silent: boolean };

function spoken(lines: readonly Line[], forwards: number): Spoken {
  const announced = new Set<number>();
  let whole = false;
  let end = lines.length;
  let body = lines.length;
  for (let at = 0; at < lines.length; at += 1) {
    const head = lines[at]?.depth ? forwardedHeadEnd(lines, at) : undefined;
    const found = head ? { start: at, end: head, whole: true } : announcementAt(lines, at);
    if (!found) continue;
    const next = nextWords(lines, found.end);
    if ((lines[next]?.depth ?? 0) > 0) {
      for (let line = found.start; line < found.end; line += 1) announced.add(line);
      whole ||= found.whole;
      at = found.end - 1;
      continue;
    }
    // History without a mark has no end that could be seen: all below is taken for it.
    end = found.start;
    body = next;
    break;
  }
  const above = lines.slice(0, end);
  const own = withoutQuotes(above, announced);
  const said = trimmed(own.lines);
  const history = end < lines.length || own.history;
  if (said.some(({ blank }) => !blank) || forwards === 0) return { lines: said, history, silent: false };
  if (body < lines.length) return { ...spoken(lines.slice(body), forwards - 1), history };
  const mail = passedOn(lines, announced, whole, forwards);
  return { lines: mail, history, silent: mail.length === 0 && own.history };
}

/** Of a mail that is nothing but a quoted mail with its headers: that mail. A mere quote is not passed on. */
function passedOn(lines: readonly Line[], announced: ReadonlySet<number>, whole: boolean, forwards: number): Line[] {
  const mail = trimmed(unquoted(lines.filter(({ blank, depth }, at) => !announced.has(at) && (blank || depth > 0))));
  return mail.length > 0 && (whole || announcementAt(mail, 0)?.whole) ? spoken(mail, forwards - 1).lines : [];
}
