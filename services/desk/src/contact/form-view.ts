import type { Submission } from './form.ts';
import { html, type Markup } from './markup.ts';
import { questionsView } from './questions.ts';
import type { Sheet } from './sheet.ts';
import type { Fault, Words } from './words.ts';

export type FormState = {
  readonly token: string;
  readonly maxFiles: number;
  /** Bytes. */
  readonly maxFileSize: number;
  /** What was typed already, and what is wrong with it. */
  readonly typed?: Submission | undefined;
  readonly faults?: readonly Fault[] | undefined;
};

/** Where a fault is put right. */
const PLACE: Readonly<Record<Fault, string>> = {
  ...{
    contact: 'email',
    email: 'email',
    phone: 'phone',
    text: 'text',
    files: 'files',
    fileSize: 'files',
    form: 'text',
  },
  stars: 'stars',
};

/** The form. It works without JavaScript, for there is none. */
export function formView(sheet: Sheet, words: Words, state: FormState): Markup {
  const { fields, fault } = words;
  const { typed, faults = [], maxFiles, maxFileSize } = state;
  const wrong = (name: string) => {
    const own = faults.filter((one) => PLACE[one] === name);
    return own.length === 0
      ? undefined
      : html`<p class="fault" id="${name}-fault">${own.map((one) => fault[one]).join(' ')}</p>`;
  };
  const described = (name: string, ...hints: string[]) => {
    const ids = [...(wrong(name) ? [`${name}-fault`] : []), ...hints];
    return html`${ids.length > 0 && html` aria-describedby="${ids.join(' ')}"`}${wrong(name) && html` aria-invalid="true"`}`;
  };
  const input = (name: 'name' | 'email' | 'phone', type: string, complete: string, ...hints: string[]) =>
    html`<div class="field"><label for="${name}">${fields[name]}</label>${wrong(name)}
<input id="${name}" name="${name}" type="${type}" maxlength="200" autocomplete="${complete}" value="${typed?.[name] ?? ''}"${described(name, ...hints)}></div>`;
  return html`<section aria-labelledby="write" class="screen"><h2 id="write" tabindex="-1">${words.write}</h2>
${
  faults.length > 0 &&
  html`<div role="alert" class="faults"><p>${words.faults}</p><ul>${faults.map((one) => html`<li><a href="#${PLACE[one]}">${fault[one]}</a></li>`)}</ul></div>`
}
<link rel="stylesheet" href="/contact/questions.css">
<form method="post" action="/contact?lang=${words.language}" enctype="multipart/form-data">
<input type="hidden" name="token" value="${state.token}">${typed?.reference && html`<input type="hidden" name="reference" value="${typed.reference}">`}
${input('name', 'text', 'name')}
<p class="small" id="reach-hint">${words.reachHint}</p>
<div class="pair">${input('email', 'email', 'email', 'reach-hint')}
${input('phone', 'tel', 'tel', 'reach-hint')}</div>
${
  sheet.departments.length > 0 &&
  html`<div class="field"><label for="department">${fields.department}</label><select id="department" name="department"><option value="">${words.choose}</option>${sheet.departments.map((one) => option(one, typed?.department))}</select></div>`
}
${
  sheet.services.length > 0 &&
  html`<div class="field"><label for="service">${fields.service}</label><select id="service" name="service"><option value="">${words.choose}</option>${[
    ...new Set(sheet.services.map(({ department }) => department)),
  ].map(
    (department) =>
      html`<optgroup label="${department}">${sheet.services
        .filter((one) => one.department === department)
        .map(({ name }) =>
          option(
            name,
            typed?.service,
            sheet.services.findIndex((one) => one.name === name),
          ),
        )}</optgroup>`,
  )}</select></div>`
}
${questionsView(sheet, words, typed?.answers ?? {})}
<fieldset><legend>${fields.urgency}</legend>${(['low', 'normal', 'high'] as const).map(
    (one) =>
      html`<label class="choice"><input type="radio" name="urgency" value="${one}"${(typed?.urgency ?? 'normal') === one && html` checked`}> ${words.urgencies[one]}</label>`,
  )}</fieldset>
<div class="field"><label for="text">${fields.text} <span class="small">(${words.required})</span></label>${wrong('text')}
<textarea id="text" name="text" rows="8" maxlength="20000" required${described('text')}>${typed?.text ?? ''}</textarea></div>
${filesField(words, { maxFiles, maxFileSize }, wrong('files'), described('files', 'files-hint'))}
<div class="trap" aria-hidden="true"><label for="website">${words.leaveEmpty}</label><input id="website" name="website" type="text" tabindex="-1" autocomplete="off"></div>
<p><button type="submit">${words.send}</button></p>
</form></section>`;
}

function option(value: string, chosen: string | undefined, place?: number): Markup {
  const placed = place !== undefined && html` data-place="${String(place)}"`;
  return html`<option value="${value}"${placed}${value === chosen && html` selected`}>${value}</option>`;
}

/** Where files are chosen, with what is wrong with them; nothing where none are taken. `maxFileSize` is in bytes. */
export function filesField(
  words: Words,
  { maxFiles, maxFileSize }: Pick<FormState, 'maxFiles' | 'maxFileSize'>,
  fault?: Markup,
  described = html` aria-describedby="files-hint"`,
): Markup | undefined {
  if (maxFiles === 0) return undefined;
  return html`<div class="field"><label for="files">${words.fields.files}</label>${fault}
<p class="small" id="files-hint">${words.filesHint(maxFiles, Math.floor(maxFileSize / 1_000_000))}</p>
<input id="files" name="files" type="file" multiple${described}></div>`;
}

/** The small form that asks how a call stands; the links of our messages know the reference already. */
export function lookUpView(words: Words, reference = ''): Markup {
  return html`<section aria-labelledby="look" class="screen"><h2 id="look">${words.lookUp}</h2>
<p class="small" id="look-hint">${words.lookUpHint}</p>
<form method="post" action="/contact/call?lang=${words.language}">
<div class="pair"><div class="field"><label for="reference">${words.fields.reference}</label>
<input id="reference" name="reference" maxlength="40" required autocomplete="off" placeholder="CB-10427" value="${reference}" aria-describedby="look-hint"></div>
<div class="field"><label for="address">${words.fields.address}</label>
<input id="address" name="address" maxlength="200" required autocomplete="email" aria-describedby="look-hint"></div></div>
<p><button type="submit">${words.look}</button></p></form></section>`;
}

/** One to five stars, the ones of the link chosen already; nothing is noted before somebody presses the button. */
export function rateView(
  words: Words,
  action: string,
  stars: number | undefined,
  faults: readonly Fault[] = [],
): Markup {
  return html`${faults.length > 0 && html`<div role="alert" class="faults"><p>${faults.map((one) => words.fault[one]).join(' ')}</p></div>`}
<form method="post" action="${action}">
<fieldset id="stars"><legend>${words.stars}</legend>${[5, 4, 3, 2, 1].map(
    (one) =>
      html`<label class="choice"><input type="radio" name="stars" value="${one}"${one === stars && html` checked`}> <span aria-hidden="true">${'★'.repeat(one)}</span> ${words.starsOf(one)}</label>`,
  )}</fieldset>
<div class="field"><label for="words">${words.comment}</label><textarea id="words" name="words" rows="4" maxlength="2000"></textarea></div>
<p><button type="submit">${words.send}</button></p></form>`;
}
