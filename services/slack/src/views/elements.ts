import type { webApi } from '@slack/bolt';
import { cut, cutEscaped, LIMITS } from './limits.ts';

export type Block = webApi.KnownBlock;
export type Button = webApi.Button;
type PlainText = webApi.PlainTextElement;

export function plain(text: string, limit: number = LIMITS.button): PlainText {
  return { type: 'plain_text', text: cut(text, limit), emoji: true };
}

/** A paragraph in Slack's markup: what others wrote must come escaped. */
export function section(mrkdwn: string): Block {
  return { type: 'section', text: { type: 'mrkdwn', text: mrkdwn } };
}

/** Up to ten pairs of a name and what it is, in two columns. The value is mrkdwn. */
export function fields(pairs: readonly (readonly [name: string, mrkdwn: string])[]): Block {
  return { type: 'section', fields: pairs.map(([name, value]) => ({ type: 'mrkdwn', text: `*${name}*\n${value}` })) };
}

export function field(text: string): string {
  return cutEscaped(text, LIMITS.field - 200);
}

/** A note in small print. */
export function context(mrkdwn: string): Block {
  return { type: 'context', elements: [{ type: 'mrkdwn', text: mrkdwn }] };
}

export function header(text: string): Block {
  return { type: 'header', text: plain(text, LIMITS.header) };
}

export function buttons(elements: Button[]): Block {
  return { type: 'actions', elements };
}

/** An instant as each reader's own clock shows it; with the words for who cannot have that. */
export function localTime(at: Date, words: string): string {
  return `<!date^${Math.floor(at.getTime() / 1000)}^{date_long_pretty}, {time}|${words}>`;
}
