import { type CallStatus, CallStatus as Status } from '@callbook/contracts';
import type { webApi } from '@slack/bolt';
import { type Button, buttons, context, header, localTime, plain, section } from './elements.ts';
import { cutEscaped } from './limits.ts';
import { NAMES } from './names.ts';
import { wordsFor } from './wording.ts';

/** A call as its requester knows it. */
export type ShownCall = {
  readonly reference: string;
  readonly title: string;
  /** The log's word. */
  readonly status: string;
  /** RFC 3339: when it was heard of last. */
  readonly at: string;
  /** Where it was asked. */
  readonly permalink?: string | undefined;
};

export type HomeOptions = {
  readonly calls: readonly ShownCall[];
  /** Whether the form is a way to the desk. */
  readonly form: boolean;
  /** BCP 47. */
  readonly language?: string | undefined;
};

const MOST = 30;
const TITLE = 200;
const MARKS: Readonly<Record<CallStatus, string>> = {
  ...{ new: ':white_circle:', acknowledged: ':white_circle:', 'in-progress': ':large_blue_circle:' },
  ...{ waiting: ':large_yellow_circle:', resolved: ':white_check_mark:', closed: ':heavy_minus_sign:' },
};

/** App Home: what somebody has asked, how it stands, and a button to ask something else. */
export function homeView({ calls, form, language }: HomeOptions): webApi.HomeView {
  const { home } = wordsFor(language);
  const ask: Button = { type: 'button', action_id: NAMES.button.ask, style: 'primary', text: plain(home.ask) };
  return {
    type: 'home',
    blocks: [
      header(home.title),
      section(home.intro),
      ...(form ? [buttons([ask])] : []),
      { type: 'divider' },
      header(home.calls),
      ...(calls.length === 0 ? [context(home.none)] : calls.slice(0, MOST).flatMap((call) => shown(call, language))),
    ],
  };
}

function shown({ reference, title, status, at, permalink }: ShownCall, language: string | undefined) {
  const words = wordsFor(language);
  const known = Status.safeParse(status).data;
  const state = known === undefined ? cutEscaped(status, TITLE) : `${MARKS[known]} ${words.status[known]}`;
  const when = new Date(at);
  const time = Number.isNaN(when.getTime()) ? '' : ` · ${localTime(when, at.slice(0, 10))}`;
  const row = section(`*${cutEscaped(title || reference, TITLE)}*\n${state} · ${cutEscaped(reference, TITLE)}${time}`);
  if (permalink === undefined || !permalink.startsWith('https://') || permalink.length > 3_000) return [row];
  const open = { type: 'button', action_id: NAMES.button.open, text: plain(words.home.open), url: permalink } as const;
  return [{ ...row, accessory: open }];
}
