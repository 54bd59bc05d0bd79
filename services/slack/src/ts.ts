import { type Json, text } from './payload.ts';

/** The time of a message, which names it in its conversation: seconds with six decimals. */
const TS = /^\d{1,12}\.\d{1,9}$/;

export function isTs(text: string | undefined): text is string {
  return text !== undefined && TS.test(text);
}

/** The name of the first message of a message's thread; its own where it hangs from none. */
export function threadTsOf(message: Json, ts: string): string {
  const thread = text(message, 'thread_ts');
  return isTs(thread) ? thread : ts;
}

/** The instant of a message; undefined for what is none. */
export function instantOf(ts: string | undefined): Date | undefined {
  if (!isTs(ts)) return undefined;
  const date = new Date(Math.floor(Number(ts) * 1000));
  return Number.isNaN(date.getTime()) ? undefined : date;
}

/** An instant as Slack writes it. */
export function tsOf(instant: Date): string {
  const milliseconds = Math.max(0, instant.getTime());
  return `${Math.floor(milliseconds / 1000)}.${String(milliseconds % 1000).padStart(3, '0')}000`;
}

/** Orders messages of one conversation: negative where `one` is the earlier. */
export function compareTs(one: string, other: string): number {
  return Number(one) - Number(other) || (one < other ? -1 : Number(one > other));
}
