import { isOpen, opensAt } from '@callbook/contracts';
import { html, type Markup } from './markup.ts';
import type { Sheet } from './sheet.ts';
import { toldDate, toldHours, toldInstant, toldMinutes } from './telling.ts';
import { languages, type Words } from './words.ts';

/** A whole page. */
export function page(words: Words, heading: string, body: Markup, path = '/contact'): string {
  return html`<!doctype html>
<html lang="${words.language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${heading}</title>
<link rel="stylesheet" href="/contact/contact.css">
</head>
<body>
<header><nav aria-label="Language">${languages.map((one) =>
    one === words.language
      ? html`<span class="language" aria-current="true" lang="${one}">${one.toUpperCase()}</span> `
      : html`<a class="language" href="${path}?lang=${one}" hreflang="${one}" lang="${one}">${one.toUpperCase()}</a> `,
  )}</nav>
<h1>${heading}</h1></header>
<main>
${body}
</main>
</body>
</html>
`.markup;
}

/** What the page tells, before the form. */
export function sheetView(sheet: Sheet, words: Words, now: Date): Markup {
  const { timeZone } = sheet.serviceHours;
  const opens = opensAt(sheet.serviceHours, now);
  const always = sheet.serviceHours.open.length === 0;
  return html`<p class="lead">${words.lead}</p>
<div class="columns">
<section aria-labelledby="reach"><h2 id="reach">${words.reach}</h2>
<dl>
${way(
  words.byPhone,
  sheet.phones.map(
    ({ number, about }) => html`<a href="tel:${number.replace(/[^+\d]/g, '')}">${number}</a>${about && ` (${about})`}`,
  ),
)}
${way(
  words.byMail,
  sheet.mails.map((mail) => html`<a href="mailto:${mail}">${mail}</a>`),
)}
${way(
  words.bySlack,
  sheet.slack.map((name) => html`${name}`),
)}
${way(
  words.atCounter,
  sheet.counters.map(
    ({ place, open }) =>
      html`${place}${open.length > 0 && html`: ${toldHours(open, words).map(({ days, times }) => `${days} ${times} `)}`}`,
  ),
)}
${sheet.form && way(words.byForm, [html`<a class="screen" href="#write">${words.formBelow}</a><span class="paper">${sheet.address}</span>`])}
</dl></section>
<section aria-labelledby="hours"><h2 id="hours">${words.hours}</h2>
<p class="now screen">${isOpen(sheet.serviceHours, now) ? words.openNow : words.closedNow(opens && toldInstant(opens, words, timeZone))}</p>
${always ? html`<p>${words.always}</p>` : hoursTable(undefined, sheet.serviceHours, words)}
${sheet.otherHours.map(({ department, serviceHours }) => hoursTable(department, serviceHours, words))}
<p class="small">${words.clock(timeZone)}</p>
${
  sheet.exceptions.length > 0 &&
  html`<p>${words.exceptions}</p><ul class="plain">${sheet.exceptions.map(
    ({ date, open }) => html`<li>${toldDate(date, words)}: ${open.length > 0 ? open.join(', ') : words.nobody}</li>`,
  )}</ul>`
}</section>
<section aria-labelledby="tell"><h2 id="tell">${words.tell}</h2>
<ul>${words.tellUs.map((line) => html`<li>${line}</li>`)}</ul></section>
<section aria-labelledby="expect"><h2 id="expect">${words.expect}</h2>
<p>${words.acknowledged}</p>
${targetsTable(sheet, words)}
<p class="small">${words.inServiceHours}</p></section>
<section aria-labelledby="closed"><h2 id="closed">${words.outOfHours}</h2>
<p>${sheet.outOfHours[words.language] ?? words.outOfHoursText}</p></section>
</div>
<p class="screen small">${words.print}</p>`;
}

function way(name: string, entries: readonly Markup[]): Markup | undefined {
  return entries.length === 0 ? undefined : html`<dt>${name}</dt>${entries.map((entry) => html`<dd>${entry}</dd>`)}`;
}

function hoursTable(caption: string | undefined, hours: Sheet['serviceHours'], words: Words): Markup {
  return html`<table>${caption !== undefined && html`<caption>${caption}</caption>`}<thead><tr><th scope="col">${words.days}</th><th scope="col">${words.times}</th></tr></thead>
<tbody>${toldHours(hours.open, words).map(({ days, times }) => html`<tr><td>${days}</td><td>${times}</td></tr>`)}</tbody></table>`;
}

function targetsTable({ targets, ownTargets }: Sheet, words: Words): Markup {
  const { what, respond, resolve, none } = words.targets;
  const resolves = [...targets, ...ownTargets].some((one) => one.resolve !== undefined);
  const told = (minutes: number | undefined) => (minutes === undefined ? none : toldMinutes(minutes, words));
  const line = (name: string, one: { respond: number | undefined; resolve: number | undefined }) =>
    html`<tr><td>${name}</td><td>${told(one.respond)}</td>${resolves && html`<td>${told(one.resolve)}</td>`}</tr>`;
  return html`<table><thead><tr><th scope="col">${what}</th><th scope="col">${respond}</th>${resolves && html`<th scope="col">${resolve}</th>`}</tr></thead>
<tbody>${targets.map((one) => line(words.priorities[one.priority], one))}${ownTargets.map((one) => line(one.service, one))}</tbody></table>`;
}

/** How a call stands, and nothing of what it is about: somebody may have guessed both. */
export type Standing = {
  readonly reference: string;
  readonly status: keyof Words['status'];
  readonly receivedAt: Date;
  readonly respondBy: Date | undefined;
  readonly respondedAt: Date | undefined;
};

export function standingView(call: Standing, words: Words, timeZone: string): Markup {
  const told = (at: Date) => toldInstant(at, words, timeZone);
  return html`<p class="now">${words.status[call.status]}</p>
<dl><dt>${words.received}</dt><dd>${told(call.receivedAt)}</dd>
${
  call.respondedAt
    ? html`<dt>${words.answered}</dt><dd>${told(call.respondedAt)}</dd>`
    : call.respondBy && html`<dt>${words.answerBy}</dt><dd>${told(call.respondBy)}</dd>`
}</dl>
<p><a href="/contact?lang=${words.language}">${words.back}</a></p>`;
}

/** A short word with the way back. */
export function note(words: Words, ...lines: readonly (string | undefined)[]): Markup {
  return html`${lines.map((line) => line !== undefined && html`<p>${line}</p>`)}<p><a href="/contact?lang=${words.language}">${words.back}</a></p>`;
}
