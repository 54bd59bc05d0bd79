import { html, type Markup } from './markup.ts';
import type { Sheet } from './sheet.ts';
import type { Words } from './words.ts';

/** A form with more inputs than this is read by nobody: then the acknowledgement asks. */
const MOST = 200;
/** Characters of one answer. */
const LONGEST = 2_000;

type Services = Pick<Sheet, 'services'>;

/** The services whose questions the form asks, each with its place in the catalogue. */
export function askingServices({ services }: Services) {
  const asking = services
    .map((service, place) => ({ ...service, place }))
    .filter(({ questions }) => questions.length > 0);
  return asking.reduce((count, { questions }) => count + questions.length, 0) > MOST ? [] : asking;
}

/** Shows the questions of the service that is chosen, and those alone, without a program. Others see all of them. */
export function questionsStyle(sheet: Services): string {
  const rules = askingServices(sheet).map(
    ({ place }) =>
      `form:has(option[data-place="${place}"]:checked) .questions[data-place="${place}"] { display: block; }\n`,
  );
  return `@supports selector(form:has(option)) {\n.questions { display: none; }\n${rules.join('')}}\n`;
}

/** The questions, service by service. */
export function questionsView(sheet: Services, words: Words, answers: Readonly<Record<string, string>>): Markup {
  return html`${askingServices(sheet).map(
    ({ name, place, questions }) =>
      html`<fieldset class="questions" data-place="${String(place)}"><legend>${words.questionsOf(name)}</legend>${questions.map(
        (question, at) => {
          const id = `answer-${place}-${at}`;
          return html`<div class="field"><label for="${id}">${question}</label>
<input id="${id}" name="${id}" maxlength="${String(LONGEST)}" value="${answers[`${place}-${at}`] ?? ''}"></div>`;
        },
      )}</fieldset>`,
  )}`;
}

/** What was answered to the questions of the service that was chosen, each answer below its question. */
export function answered(
  sheet: Services,
  { service, answers }: { readonly service: string; readonly answers: Readonly<Record<string, string>> },
): string[] {
  const chosen = askingServices(sheet).find(({ name }) => name === service);
  return (chosen?.questions ?? []).flatMap((question, at) => {
    const answer = answers[`${chosen?.place}-${at}`]?.slice(0, LONGEST) ?? '';
    return answer === '' ? [] : [`${question}\n${answer}`];
  });
}
