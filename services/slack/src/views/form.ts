import type { webApi } from '@slack/bolt';
import { at, type Json, list, text } from '../payload.ts';
import { plain } from './elements.ts';
import { cut, LIMITS } from './limits.ts';
import { NAMES } from './names.ts';
import { wordsFor } from './wording.ts';

export const URGENCIES = ['low', 'normal', 'high'] as const;
export type Urgency = (typeof URGENCIES)[number];

export type FormOptions = {
  /** What can be chosen from. Without any the question is not asked. */
  readonly departments: readonly string[];
  readonly services: readonly string[];
  /** BCP 47. */
  readonly language?: string | undefined;
  /** What was typed already: the words after a slash command. */
  readonly description?: string | undefined;
};

/** What somebody filled in. */
export type Filled = {
  readonly description: string;
  readonly department: string | undefined;
  readonly service: string | undefined;
  readonly urgency: Urgency | undefined;
  /** Slack's ids of the files. */
  readonly files: readonly string[];
};

/** More than anybody shows at once. Slack allows ten. */
const MOST_FILES = 10;

/** The form in which somebody says what they need. */
export function formView({ departments, services, language, description }: FormOptions): webApi.ModalView {
  const { form } = wordsFor(language);
  return {
    type: 'modal',
    callback_id: NAMES.form,
    title: plain(form.title, LIMITS.modal),
    submit: plain(form.submit, LIMITS.modal),
    close: plain(form.cancel, LIMITS.modal),
    blocks: [
      {
        ...input('description', form.description, false),
        hint: plain(form.descriptionHint, LIMITS.section),
        element: {
          ...{ type: 'plain_text_input', action_id: 'description', multiline: true },
          ...{ min_length: 1, max_length: LIMITS.input },
          ...(description?.trim() && { initial_value: cut(description.trim(), LIMITS.input) }),
        },
      },
      ...select('department', form.department, form.choose, departments),
      ...select('service', form.service, form.choose, services),
      {
        ...input('urgency', form.urgency, false),
        element: {
          ...{ type: 'radio_buttons', action_id: 'urgency' },
          options: URGENCIES.map((urgency) => option(form.urgencies[urgency], urgency)),
          initial_option: option(form.urgencies.normal, 'normal'),
        },
      },
      {
        ...input('files', form.files, true),
        element: { type: 'file_input', action_id: 'files', max_files: MOST_FILES },
      },
    ],
  };
}

/** Reads the form as it was sent (`view` of a `view_submission`). What was not asked is undefined. */
export function readForm(view: Json): Filled {
  const state = (name: string) => at(view, 'state', 'values', name, name);
  const urgency = text(state('urgency'), 'selected_option', 'value');
  return {
    description: text(state('description'), 'value')?.trim() ?? '',
    department: text(state('department'), 'selected_option', 'value'),
    service: text(state('service'), 'selected_option', 'value'),
    urgency: URGENCIES.find((one) => one === urgency),
    files: list(state('files'), 'files').flatMap((file) => text(file, 'id') ?? []),
  };
}

/** What Slack shows beside an input that cannot stay as it is. Undefined where the form can be taken. */
export function formErrors(filled: Filled, language?: string): Readonly<Record<string, string>> | undefined {
  // Slack counts characters, and not whether they say anything.
  return filled.description === '' ? { description: wordsFor(language).form.missing } : undefined;
}

function input(name: string, label: string, optional: boolean) {
  return { type: 'input', block_id: name, label: plain(label, LIMITS.section), optional } as const;
}

function select(name: string, label: string, choose: string, choices: readonly string[]): webApi.KnownBlock[] {
  if (choices.length === 0) return [];
  const options = choices.slice(0, LIMITS.options).map((choice) => option(choice, choice));
  return [
    {
      ...input(name, label, true),
      element: { type: 'static_select', action_id: name, placeholder: plain(choose), options },
    },
  ];
}

function option(label: string, value: string): webApi.PlainTextOption {
  return { text: plain(label), value: cut(value, LIMITS.button) };
}
