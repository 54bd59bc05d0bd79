/** Times, sizes and names, as the page says them. */
const relative = new Intl.RelativeTimeFormat('en', { numeric: 'auto', style: 'narrow' });
const day = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short' });
const dayOfYear = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', year: 'numeric' });
const exact = new Intl.DateTimeFormat('en-GB', { dateStyle: 'full', timeStyle: 'short' });
const clock = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit' });

const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** How long ago or until: `just now`, `5 min`, `3 h`, `2 d`, then a date. */
export function ago(instant: string, now: number): string {
  const seconds = (now - Date.parse(instant)) / 1000;
  if (seconds < 45) return 'just now';
  if (seconds < HOUR) return relative.format(-Math.round(seconds / MINUTE), 'minute');
  if (seconds < DAY) return relative.format(-Math.round(seconds / HOUR), 'hour');
  if (seconds < 6 * DAY) return relative.format(-Math.round(seconds / DAY), 'day');
  const date = new Date(instant);
  return (date.getFullYear() === new Date(now).getFullYear() ? day : dayOfYear).format(date);
}

export const exactly = (instant: string) => exact.format(new Date(instant));
export const clockTime = (instant: string) => clock.format(new Date(instant));
export const dayName = (instant: string) => dayOfYear.format(new Date(instant));

/** `2 h 5 min`, from milliseconds. */
export function span(milliseconds: number): string {
  const minutes = Math.round(Math.abs(milliseconds) / 60_000);
  if (minutes < 60) return `${minutes} min`;
  const hours = Math.floor(minutes / 60);
  if (hours < 2) return minutes % 60 ? `${hours} h ${minutes % 60} min` : `${hours} h`;
  if (hours < 48) return `${Math.round(minutes / 60)} h`;
  return `${Math.round(hours / 24)} d`;
}

/** `1:05`, from seconds. */
export function position(seconds: number): string {
  const whole = Math.max(0, Math.floor(seconds));
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, '0')}`;
}

export function bytes(size: number): string {
  if (size < 1000) return `${size} B`;
  return size < 1_000_000 ? `${Math.round(size / 1000)} kB` : `${(size / 1_000_000).toFixed(1)} MB`;
}

export function plural(count: number, one: string, many = `${one}s`): string {
  return `${count.toLocaleString('en')} ${count === 1 ? one : many}`;
}

type Named = {
  readonly name?: string | undefined;
  readonly identities: readonly { readonly kind: string; readonly value: string }[];
};

/** A requester as a person says it. A Slack id says nothing to anybody. */
export function nameOf(requester: Named | undefined): string {
  return requester?.name ?? requester?.identities.find(({ kind }) => kind !== 'slack')?.value ?? 'Unknown';
}

/** `in-progress` → `In progress`. */
export function words(code: string): string {
  const plain = code.replaceAll('-', ' ');
  return plain.charAt(0).toUpperCase() + plain.slice(1);
}
