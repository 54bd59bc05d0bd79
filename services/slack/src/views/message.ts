import type { CallStatus, Delivery } from '@callbook/contracts';
import { type Block, type Button, buttons, context, field, fields, localTime, plain, section } from './elements.ts';
import { cutEscaped, escaped, LIMITS, parts } from './limits.ts';
import { NAMES, STARS } from './names.ts';
import { wordsFor } from './wording.ts';

/** A message as it is posted: blocks for who reads it, and a text for notifications and for programs. */
export type Posting = { readonly text: string; readonly blocks: Block[] };

export type Told = Pick<Delivery, 'kind' | 'text' | 'language' | 'timeZone' | 'call' | 'by'>;

const OVER: ReadonlySet<CallStatus> = new Set(['resolved', 'closed']);
/** Of an agent's answer. What is longer than this is in `text` only, which Slack cuts. */
const MOST_SECTIONS = 40;

/** What a requester is told, as Slack shows it. Pure: the same delivery is the same message. */
export function posting(told: Told): Posting {
  // A link is sent by mail alone, to the address that it is for.
  const blocks = { acknowledgement, status, reply, notice, link: notice }[told.kind](told);
  return { text: cutEscaped(told.text, LIMITS.message), blocks };
}

function acknowledgement({ call, language, timeZone }: Told): Block[] {
  const { message } = wordsFor(language);
  const due = call.respondBy === undefined ? undefined : new Date(call.respondBy);
  return [
    section(message.received),
    fields([
      [message.reference, field(call.reference)],
      [message.about, field(call.title)],
      ...(call.department === undefined ? [] : [[message.department, field(call.department)] as const]),
      ...(due === undefined ? [] : [[message.answerBy, localTime(due, toldTime(due, language, timeZone))] as const]),
    ]),
    ...questionsOf(call, language),
    context([...(due === undefined ? [message.answerFollows] : []), message.add, message.urgent].join(' ')),
    buttons([closing(call, language)]),
  ];
}

/** What the service needs to know: it is answered in the thread. */
function questionsOf({ questions = [] }: Told['call'], language: string): Block[] {
  if (questions.length === 0) return [];
  const list = questions.map((question, index) => `${index + 1}. ${question}`).join('\n');
  const { message } = wordsFor(language);
  return parts(`${message.questions}\n${list}`, LIMITS.section).slice(0, MOST_SECTIONS).map(section);
}

function status({ text, call, language }: Told): Block[] {
  const { message, button } = wordsFor(language);
  const stands = section(message.stands(`*${field(call.reference)}*`, call.status));
  if (!OVER.has(call.status)) return [stands, buttons([closing(call, language)])];
  // The text begins with how it stands; what follows is what was done.
  const [, ...done] = text.split('\n\n');
  const said = done.length === 0 ? [] : parts(done.join('\n\n'), LIMITS.section).slice(0, MOST_SECTIONS).map(section);
  const rating = STARS.map((stars): Button => {
    const label = button.stars(stars);
    return { ...pressed(`${NAMES.button.rate}${stars}`, '★'.repeat(stars), call), accessibility_label: label };
  });
  const asked = call.rated ? [] : [context(message.rate), buttons(rating)];
  return [stands, ...said, ...asked, buttons([pressed(NAMES.button.reopen, button.reopen, call)])];
}

function reply({ text, by, call, language }: Told): Block[] {
  const who = by === undefined ? [] : [`*${cutEscaped(by, LIMITS.button)}*`];
  const said = parts(text, LIMITS.section).slice(0, MOST_SECTIONS).map(section);
  const about = context([...who, field(call.reference)].join(' · '));
  const { button } = wordsFor(language);
  const [name, label] = OVER.has(call.status)
    ? [NAMES.button.reopen, button.reopen]
    : [NAMES.button.close, button.close];
  return [...said, about, buttons([pressed(name, label, call)])];
}

/** To a colleague, as it is worded. */
function notice({ text }: Told): Block[] {
  return parts(text, LIMITS.section).slice(0, MOST_SECTIONS).map(section);
}

function closing(call: Told['call'], language: string): Button {
  return pressed(NAMES.button.close, wordsFor(language).button.close, call);
}

/** A button that tells which call it is about. */
function pressed(action: string, label: string, { reference }: Told['call']): Button {
  return { type: 'button', action_id: action, text: plain(label), value: reference };
}

function toldTime(at: Date, language: string, timeZone: string): string {
  const format = { weekday: 'long', day: 'numeric', month: 'long', hour: '2-digit', minute: '2-digit' } as const;
  return escaped(new Intl.DateTimeFormat(language, { ...format, timeZone, timeZoneName: 'short' }).format(at));
}
