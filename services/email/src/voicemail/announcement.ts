import { header } from '../headers.ts';
import type { MailHeaders } from '../mail.ts';
import { type Caller, callerIn } from './caller.ts';
import { secondsIn } from './duration.ts';
import { CALLED_LINE, CALLER_LINE, FROM, LENGTH_LINE, TRANSCRIPT } from './labels.ts';

/** What a telephone system says of a message that it took. */
export type Announcement = {
  readonly caller: Caller;
  /** The mailbox, extension or number that was called. */
  readonly called: string | undefined;
  readonly seconds: number | undefined;
  /** What it understood of the message, where it listens itself. */
  readonly transcript: string | undefined;
};

/** Its text is short; what is longer was made to cost time. */
const LIMIT = 20_000;
const NUMBER_HEADERS = [
  ...['x-asterisk-callerid', 'x-asterisk-vm-caller-id-num', 'x-callingtelephonenumber'],
  ...['x-caller-id-number', 'x-caller-id', 'x-callerid', 'x-caller'],
];
const NAME_HEADERS = [
  ...['x-asterisk-calleridname', 'x-asterisk-vm-caller-id-name', 'x-voicemessagesendername'],
  ...['x-caller-id-name', 'x-caller-name'],
];
const CALLED_HEADERS = ['x-asterisk-vm-extension', 'x-voicemail-extension', 'x-called-number', 'x-voicemail-mailbox'];
const SECONDS_HEADERS = [
  'x-asterisk-vm-duration',
  'x-voicemessageduration',
  'x-voicemail-duration',
  'content-duration',
];
const CALLED_SAID =
  /\b(?:mailbox|extension|nebenstelle|postfach|buzón|extensión|boîte(?: vocale)?|poste|casella|interno|postbus)\s+#?(\+?\d[\d *#-]{0,18}\d|\d)/iu;

/** Reads an announcement: headers first, then labelled lines, then the subject, and the sentences last. */
export function announcementOf(headers: MailHeaders, text: string): Announcement {
  const said = text.slice(0, LIMIT);
  const subject = (headers.subject ?? '').slice(0, 1_000);
  const first = (names: readonly string[]) => names.flatMap((name) => header(headers, name)?.trim() || [])[0];
  const from = headers.from[0];
  const local = from?.address.split('@')[0] ?? '';

  const numbers = callerIn(first(NUMBER_HEADERS) ?? '');
  const names = callerIn(first(NAME_HEADERS) ?? '');
  const candidates = [
    ...(numbers ? [numbers] : []),
    ...(names ? [names] : []),
    ...known(callerIn(CALLER_LINE.exec(said)?.[1] ?? '')),
    ...sentences(subject, true),
    // Some write as the caller: `Ada <+4930…@voice.example>`.
    ...(/^\+?\d{5,16}$/.test(local) ? [{ number: local, ...(from?.name && known(callerIn(from.name))[0]) }] : []),
    // What a text calls `from` is somebody where a number stands with it, and a name begins as names do.
    ...sentences(said, false)
      .filter((one) => one.number !== undefined || one.withheld)
      .map(({ name, ...one }) => ({ ...one, ...(name !== undefined && !/^\p{Ll}/u.test(name) && { name }) })),
  ];
  const number = candidates.find((one) => one.number !== undefined)?.number;
  const name = candidates.find((one) => one.name !== undefined)?.name;
  const withheld = number === undefined && candidates.some((one) => one.withheld);
  return {
    caller: { ...(number !== undefined && { number }), ...(name !== undefined && { name }), withheld },
    called: first(CALLED_HEADERS) ?? calledIn(subject, said),
    seconds: secondsOf(first(SECONDS_HEADERS), subject, said),
    transcript: transcriptIn(text),
  };
}

function known(caller: Caller | undefined): Caller[] {
  return caller ? [caller] : [];
}

/** Whoever stands behind a `from`, with a number rather than with a name alone. `From:` in a text is a line by itself. */
function sentences(text: string, colons: boolean): Caller[] {
  const flat = text.replace(/\s+/g, ' ');
  const found = [...flat.matchAll(FROM)]
    .filter(([from]) => colons || !from.includes(':'))
    .slice(0, 20)
    .flatMap((match) => known(callerIn(endOf(flat.slice(match.index + match[0].length)))));
  return found.toSorted((a, b) => Number(b.number !== undefined) - Number(a.number !== undefined));
}

/** The rest of the clause. */
function endOf(rest: string): string {
  return /^(?:"[^"]*"|<[^>]*>|\([^)]*\)|[^.;!?\n"<(]|\.(?=\d))*/.exec(rest.slice(0, 200))?.[0] ?? '';
}

function calledIn(subject: string, said: string): string | undefined {
  const line = CALLED_LINE.exec(said)?.[1];
  const labelled = line === undefined ? undefined : (callerIn(line)?.number ?? (line.includes('@') ? undefined : line));
  return CALLED_SAID.exec(subject)?.[1] ?? labelled?.slice(0, 80).trim() ?? CALLED_SAID.exec(said)?.[1];
}

function secondsOf(marked: string | undefined, subject: string, said: string): number | undefined {
  const line = LENGTH_LINE.exec(said)?.[1];
  const long = /\ba (\S{1,8}) long message|\((\d{1,3}:\d{2}(?::\d{2})?|\d{1,5} ?\p{L}{1,10})\)/u.exec(
    `${said}\n${subject}`,
  );
  return (
    (marked === undefined ? undefined : secondsIn(marked, true)) ??
    (line === undefined ? undefined : secondsIn(line, true)) ??
    secondsIn(
      /(?:[\s,(])((?:\d{1,2}:)?\d{1,3}:\d{2}|(?:\d{1,3} ?\p{L}{1,10} )?\d{1,5} ?\p{L}{1,10})\)?\s*$/u.exec(
        subject,
      )?.[1] ?? '',
    ) ??
    secondsIn(long?.[1] ?? long?.[2] ?? '')
  );
}

/** Up to the next line that a rule or an empty line sets apart, after some of it has come. */
function transcriptIn(text: string): string | undefined {
  const found = TRANSCRIPT.exec(text.slice(0, LIMIT));
  if (!found) return undefined;
  const rest = text.slice(found.index + found[0].length).trimStart();
  return (
    rest
      .split(/\n\s*\n|\n[-_=*]{3,}/, 1)[0]
      ?.replace(/^["“„]|["”“]$/g, '')
      .trim() || undefined
  );
}
