import type { OwnCall, OwnCallDetails, OwnMessage, Page } from '@callbook/log';
import { filesField, rateView } from './form-view.ts';
import { html, type Markup } from './markup.ts';
import { toldInstant } from './telling.ts';
import type { Fault, Words } from './words.ts';

type Asked = {
  readonly token: string;
  readonly typed?: string | undefined;
  /** What is wrong with it, in words. */
  readonly fault?: string | undefined;
};

/** The small form by which somebody has the link to their calls sent to them. */
export function askView(words: Words, { token, typed = '', fault }: Asked): Markup {
  const { calls } = words;
  const described = fault === undefined ? 'ask-hint' : 'ask-fault ask-hint';
  return html`<section aria-labelledby="ask" class="screen"><h2 id="ask">${calls.ask}</h2>
<p class="small" id="ask-hint">${calls.askHint}</p>
<form method="post" action="/contact/link?lang=${words.language}">
<input type="hidden" name="token" value="${token}">
<div class="pair"><div class="field"><label for="ask-address">${words.fields.email}</label>${fault !== undefined && html`<p class="fault" id="ask-fault" role="alert">${fault}</p>`}
<input id="ask-address" name="address" type="email" maxlength="200" required autocomplete="email" value="${typed}" aria-describedby="${described}"${fault !== undefined && html` aria-invalid="true"`}></div></div>
<div class="trap" aria-hidden="true"><label for="ask-website">${words.leaveEmpty}</label><input id="ask-website" name="website" type="text" tabindex="-1" autocomplete="off"></div>
<p><button type="submit">${calls.askSend}</button></p></form></section>`;
}

type ListState = { readonly address: string; readonly timeZone: string };

/** Somebody's calls, the newest first. */
export function listView({ items, nextCursor }: Page<OwnCall>, words: Words, { address, timeZone }: ListState): Markup {
  const { calls, language } = words;
  return html`<p class="lead">${calls.of(address)}</p>
${items.length === 0 && html`<p>${calls.none}</p>`}
${items.map(
  (
    call,
  ) => html`<section aria-labelledby="${call.reference}"><h2 id="${call.reference}"><a href="/contact/calls/${call.reference}?lang=${language}">${call.reference}</a> ${titleOf(call, words)}</h2>
${standing(call, words, timeZone)}</section>
`,
)}
${nextCursor !== undefined && html`<p class="screen"><a href="/contact/calls?lang=${language}&amp;cursor=${nextCursor}">${calls.older}</a></p>`}
<p class="small">${calls.onlyOwn}</p>
<form method="post" action="/contact/calls/leave?lang=${language}" class="screen"><p><button type="submit" class="quiet">${calls.leave}</button></p></form>`;
}

type CallState = {
  readonly timeZone: string;
  readonly form: {
    readonly token: string;
    readonly maxFiles: number;
    /** Bytes. */
    readonly maxFileSize: number;
    readonly typed?: string;
    readonly faults?: readonly Fault[];
  };
};

/** One of them: how it stands, what was said, and what can be done. */
export function callView(call: OwnCallDetails, words: Words, { timeZone, form }: CallState): Markup {
  const { calls, language } = words;
  const action = (deed: string) => `/contact/calls/${call.reference}/${deed}?lang=${language}`;
  const ended = call.status === 'resolved' || call.status === 'closed';
  const { faults = [] } = form;
  return html`<p class="screen"><a href="/contact/calls?lang=${language}">${calls.all}</a></p>
<section aria-labelledby="stands"><h2 id="stands">${titleOf(call, words)}</h2>
${standing(call, words, timeZone)}</section>
<section aria-labelledby="said"><h2 id="said">${calls.said}</h2>
${call.more && html`<p class="small">${calls.more}</p>`}
<ol class="said">${call.messages.map((message) => html`<li class="${message.from}">${messageView(message, words, timeZone)}</li>`)}</ol></section>
<section aria-labelledby="add" class="screen"><h2 id="add">${calls.add}</h2>
${addForm(action('words'), words, form)}</section>
${
  call.mayEnd &&
  call.status !== 'closed' &&
  html`<section aria-labelledby="solved" class="screen"><h2 id="solved">${calls.isSolved}</h2><p class="small">${calls.solvedHint}</p>
<form method="post" action="${action('solved')}"><p><button type="submit">${calls.solved}</button></p></form></section>`
}
${
  call.mayEnd &&
  ended &&
  html`<section aria-labelledby="rate" class="screen"><h2 id="rate">${words.rate(call.reference)}</h2>
${rateView(
  words,
  action('rating'),
  call.rating,
  faults.filter((fault) => fault === 'stars'),
)}</section>`
}`;
}

function titleOf({ title, channel }: OwnCall, { calls }: Words): string {
  return title ?? calls.channels[channel];
}

function standing(call: OwnCall, words: Words, timeZone: string): Markup {
  const told = (at: Date) => toldInstant(at, words, timeZone);
  const waits = call.status !== 'resolved' && call.status !== 'closed';
  return html`<p class="now">${words.status[call.status]}</p>
<dl><dt>${words.received}</dt><dd>${told(call.receivedAt)}</dd>
${
  call.respondedAt
    ? html`<dt>${words.answered}</dt><dd>${told(call.respondedAt)}</dd>`
    : waits && call.respondBy && html`<dt>${words.answerBy}</dt><dd>${told(call.respondBy)}</dd>`
}</dl>`;
}

function messageView({ at, from, channel, text, by, files }: OwnMessage, words: Words, timeZone: string): Markup {
  const { calls } = words;
  const who = from === 'desk' ? (by ?? calls.desk) : calls.you;
  const about = [who, calls.channels[channel], toldInstant(at, words, timeZone)].join(' · ');
  return html`<p class="small">${about}</p>
${text === undefined ? html`<p>${calls.notShown}</p>` : html`<p class="words">${text}</p>`}
${files.length > 0 && html`<p class="small">${words.fields.files}: ${files.join(', ')}</p>`}`;
}

function addForm(
  action: string,
  words: Words,
  { token, maxFiles, maxFileSize, typed = '', faults = [] }: CallState['form'],
): Markup {
  const wrong = faults.filter((fault) => fault !== 'stars');
  const described = wrong.length > 0 && html` aria-describedby="text-fault" aria-invalid="true"`;
  return html`<form method="post" action="${action}" enctype="multipart/form-data">
<input type="hidden" name="token" value="${token}">
<div class="field"><label for="text">${words.calls.addText}</label>${wrong.length > 0 && html`<p class="fault" id="text-fault" role="alert">${wrong.map((fault) => words.fault[fault]).join(' ')}</p>`}
<textarea id="text" name="text" rows="5" maxlength="20000"${described}>${typed}</textarea></div>
${filesField(words, { maxFiles, maxFileSize })}
<div class="trap" aria-hidden="true"><label for="website">${words.leaveEmpty}</label><input id="website" name="website" type="text" tabindex="-1" autocomplete="off"></div>
<p><button type="submit">${words.send}</button></p></form>`;
}
