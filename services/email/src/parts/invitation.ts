import { instantOf } from './zoned.ts';

/** What a calendar part asks for (RFC 5545, RFC 5546): of its first event. */
export type Invitation = {
  /** `request`, `cancel`, `reply`, `publish` … */
  readonly method?: string;
  readonly summary?: string;
  readonly location?: string;
  /** RFC 3339 in UTC where the instant is sure; else as the calendar says it, with its time zone behind. */
  readonly start?: string;
  readonly end?: string;
  /** Name and address of who invites, as far as they are there. */
  readonly organizer?: string;
};

type Property = { readonly value: string; readonly parameters: ReadonlyMap<string, string> };

/** A calendar of one event has some fifty lines; whole calendars are sent too, and their first event is enough. */
const LINES = 20_000;
const COMPONENTS = new Set(['VEVENT', 'VTODO', 'VJOURNAL', 'VFREEBUSY']);

/** Reads the first event of a calendar; undefined where there is none. */
export function readInvitation(calendar: string): Invitation | undefined {
  const lines = unfolded(calendar);
  if (!lines.some((line) => /^BEGIN:VCALENDAR$/i.test(line))) return undefined;
  const stack: string[] = [];
  let method: string | undefined;
  let event: Map<string, Property> | undefined;
  for (const line of lines) {
    const [, begins] = /^BEGIN:([\w-]+)$/i.exec(line) ?? [];
    const ends = /^END:[\w-]+$/i.test(line);
    if (begins) {
      stack.push(begins.toUpperCase());
      if (!event && COMPONENTS.has(begins.toUpperCase())) event = new Map();
      else if (event && COMPONENTS.has(begins.toUpperCase())) break;
    } else if (ends) stack.pop();
    else if (stack.length === 1 && /^METHOD:/i.test(line)) method = line.slice(7).trim().toLowerCase();
    else if (event && stack.length === 2 && COMPONENTS.has(stack[1] ?? '')) {
      const property = propertyOf(line);
      if (property && !event.has(property.name)) event.set(property.name, property);
    }
  }
  if (!event) return undefined;
  const start = event.get('DTSTART') ?? event.get('DUE');
  const found = {
    method,
    summary: textOf(event.get('SUMMARY')),
    location: textOf(event.get('LOCATION')),
    start: start && instantOf(start.value, start.parameters.get('TZID')),
    end: endOf(event, start),
    organizer: organizerOf(event.get('ORGANIZER')),
  };
  return Object.fromEntries(Object.entries(found).filter(([, value]) => value)) as Invitation;
}

/** The invitation as a sentence, for a mail that has no other words. */
export function invitationText({ method, summary, location, start, end, organizer }: Invitation): string {
  const what = method === 'cancel' ? 'Cancelled' : method === 'reply' ? 'Answer to the invitation' : 'Invitation';
  const when = start && `${readable(start)}${end ? ` to ${readable(end)}` : ''}`;
  const parts = [summary ?? 'an event', when, location].filter((part) => part);
  return `${what}: ${parts.join(', ')}.${organizer ? ` Organised by ${organizer}.` : ''}`;
}

function readable(time: string): string {
  return time.replace(
    /^(\d{4}-\d\d-\d\d)T(\d\d:\d\d):00(?:\.000)?(Z?)/,
    (_, day, clock, utc) => `${day} ${clock}${utc ? ' UTC' : ''}`,
  );
}

/** RFC 5545 §3.1: a line that begins with white space goes on the one before. */
function unfolded(calendar: string): string[] {
  return calendar
    .replace(/\r\n?/g, '\n')
    .replace(/\n[ \t]/g, '')
    .split('\n', LINES)
    .map((line) => line.trimEnd());
}

function propertyOf(line: string): (Property & { readonly name: string }) | undefined {
  const head = /^([A-Za-z][\w-]{0,60})((?:;[\w-]{1,60}=(?:"[^"]*"|[^;:"]*))*):/.exec(line.slice(0, 4_000));
  if (!head?.[1]) return undefined;
  const parameters = new Map(
    [...(head[2] ?? '').matchAll(/;([\w-]+)=(?:"([^"]*)"|([^;:"]*))/g)].map(([, name = '', quoted, plain]) => [
      name.toUpperCase(),
      quoted ?? plain ?? '',
    ]),
  );
  return { name: head[1].toUpperCase(), value: line.slice(head[0].length), parameters };
}

/** RFC 5545 §3.3.11. */
function textOf(property: Property | undefined): string | undefined {
  const text = property?.value
    .slice(0, 2_000)
    .replace(/\\([nN,;\\])/g, (_, char) => (char === 'n' || char === 'N' ? ' ' : char))
    .replace(/\s+/g, ' ')
    .trim();
  return text || undefined;
}

function endOf(event: ReadonlyMap<string, Property>, start: Property | undefined): string | undefined {
  const end = event.get('DTEND');
  if (end) return instantOf(end.value, end.parameters.get('TZID'));
  const begins = start && instantOf(start.value, start.parameters.get('TZID'));
  const [, weeks = '0', days = '0', hours = '0', minutes = '0'] =
    /^P(?:(\d{1,4})W)?(?:(\d{1,5})D)?(?:T(?:(\d{1,5})H)?(?:(\d{1,6})M)?)?/.exec(event.get('DURATION')?.value ?? '') ??
    [];
  const length = ((Number(weeks) * 7 + Number(days)) * 24 + Number(hours)) * 60 + Number(minutes);
  if (!begins?.endsWith('Z') || length === 0) return undefined;
  return new Date(Date.parse(begins) + length * 60_000).toISOString();
}

function organizerOf(property: Property | undefined): string | undefined {
  const address = /^mailto:(\S+)$/i.exec(property?.value.trim() ?? '')?.[1];
  const name = property?.parameters.get('CN')?.trim();
  if (!name) return address;
  return address && name !== address ? `${name} <${address}>` : name;
}
