/** Windows' names of time zones that Outlook and Exchange write, by the IANA zone that CLDR gives for them. */
const WINDOWS: Readonly<Record<string, string>> = {
  UTC: 'Etc/UTC',
  'Coordinated Universal Time': 'Etc/UTC',
  'tzone://Microsoft/Utc': 'Etc/UTC',
  'GMT Standard Time': 'Europe/London',
  'Greenwich Standard Time': 'Atlantic/Reykjavik',
  'W. Europe Standard Time': 'Europe/Berlin',
  'Central Europe Standard Time': 'Europe/Budapest',
  'Romance Standard Time': 'Europe/Paris',
  'Central European Standard Time': 'Europe/Warsaw',
  'E. Europe Standard Time': 'Europe/Chisinau',
  'FLE Standard Time': 'Europe/Kiev',
  'GTB Standard Time': 'Europe/Bucharest',
  'Russian Standard Time': 'Europe/Moscow',
  'Turkey Standard Time': 'Europe/Istanbul',
  'Israel Standard Time': 'Asia/Jerusalem',
  'South Africa Standard Time': 'Africa/Johannesburg',
  'Egypt Standard Time': 'Africa/Cairo',
  'Arabian Standard Time': 'Asia/Dubai',
  'Arab Standard Time': 'Asia/Riyadh',
  'Iran Standard Time': 'Asia/Tehran',
  'Pakistan Standard Time': 'Asia/Karachi',
  'India Standard Time': 'Asia/Calcutta',
  'SE Asia Standard Time': 'Asia/Bangkok',
  'China Standard Time': 'Asia/Shanghai',
  'Taipei Standard Time': 'Asia/Taipei',
  'Singapore Standard Time': 'Asia/Singapore',
  'Tokyo Standard Time': 'Asia/Tokyo',
  'Korea Standard Time': 'Asia/Seoul',
  'AUS Eastern Standard Time': 'Australia/Sydney',
  'E. Australia Standard Time': 'Australia/Brisbane',
  'W. Australia Standard Time': 'Australia/Perth',
  'New Zealand Standard Time': 'Pacific/Auckland',
  'Hawaiian Standard Time': 'Pacific/Honolulu',
  'Alaskan Standard Time': 'America/Anchorage',
  'Pacific Standard Time': 'America/Los_Angeles',
  'Mountain Standard Time': 'America/Denver',
  'US Mountain Standard Time': 'America/Phoenix',
  'Central Standard Time': 'America/Chicago',
  'Central Standard Time (Mexico)': 'America/Mexico_City',
  'Eastern Standard Time': 'America/New_York',
  'Atlantic Standard Time': 'America/Halifax',
  'SA Pacific Standard Time': 'America/Bogota',
  'E. South America Standard Time': 'America/Sao_Paulo',
  'Argentina Standard Time': 'America/Buenos_Aires',
};
const TIME = /^(\d{4})(\d\d)(\d\d)(?:T(\d\d)(\d\d)(\d\d)?(Z)?)?$/;
const HOUR = 3_600_000;

/**
 * A time of a calendar (RFC 5545 §3.3.5) as an instant, RFC 3339 in UTC, where its zone is known; a day as a day; else
 * the clock's time as it stands, with the zone's name behind. Undefined where it is no time.
 */
export function instantOf(value: string, zone: string | undefined): string | undefined {
  const match = TIME.exec(value.trim());
  if (!match) return undefined;
  const [, year = '', month = '', day = '', hour, minute = '00', second = '00', utc] = match;
  const date = `${year}-${month}-${day}`;
  const clock = Date.parse(`${date}T${hour ?? '00'}:${minute}:${second}Z`);
  if (Number.isNaN(clock)) return undefined;
  if (hour === undefined) return date;
  if (utc) return new Date(clock).toISOString();
  const local = `${date}T${hour}:${minute}:${second}`;
  if (!zone) return local;
  const name = zone.trim().replace(/^"|"$/g, '');
  const offset = offsetAt(clock, WINDOWS[name] ?? name.replace(/^\/?(?:[\w.-]+\/)*?([A-Z][A-Za-z_]+\/[\w+-]+)$/, '$1'));
  return offset === undefined ? `${local} ${name.slice(0, 60)}` : new Date(clock - offset).toISOString();
}

/** How far a zone is ahead of UTC in milliseconds, at the time that its clock shows; undefined for an unknown zone. */
function offsetAt(clock: number, timeZone: string): number | undefined {
  let format: Intl.DateTimeFormat;
  try {
    format = new Intl.DateTimeFormat('en-US', { timeZone, timeZoneName: 'longOffset' });
  } catch (error) {
    if ((error as Error).name === 'RangeError') return undefined;
    throw error;
  }
  const offset = (instant: number): number => {
    const name = format.formatToParts(instant).find(({ type }) => type === 'timeZoneName')?.value ?? '';
    const [, sign, hours = '0', minutes = '0'] = /([+-])(\d\d):(\d\d)/.exec(name) ?? [];
    return (sign === '-' ? -1 : 1) * (Number(hours) * HOUR + Number(minutes) * 60_000);
  };
  // The offset at the instant that a first guess gives: right but for the hours in which clocks change.
  return offset(clock - offset(clock));
}
