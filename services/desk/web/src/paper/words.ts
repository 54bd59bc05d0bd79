import type { Answer } from '../api/client.ts';
import { plural } from '../format.ts';

export type Scan = Answer<'GET /api/paper/scans'>['items'][number];
export type Entry = Scan['entries'][number];

/** What to do about what was refused, by its code. */
const ADVICE: Readonly<Record<string, string>> = {
  'scan-unsupported': 'Save or scan it as one of these, and hand that in. This one is kept, and its call says so.',
  'scan-encrypted': 'Open it with its password, save it without one, and hand that in.',
  'scan-truncated': 'It was cut off before it came here. Scan or send it again.',
  'scan-too-large': 'Scan it with 300 dpi in grey, or part it into several files.',
  'scan-too-many-pages': 'Part it, and hand in the pages that were not read.',
  'scan-empty': 'Nothing is on its pages. Was the sheet in the scanner the wrong way round?',
  'spool-full': 'Nothing was taken. The disk of the desk is full: tell whoever runs it.',
  'archive-full': 'Nothing was taken. The disk of the desk is full: tell whoever runs it.',
  'paper-refused': 'Nothing was taken. Try again; if it stays so, tell whoever runs the desk.',
  'not-permitted': 'Nothing was taken. Your role may look at the log and not hand anything in.',
  'not-found':
    'Nothing was taken. Whoever runs the desk has to start the role paper, and lead /paper/scans at this address to it.',
  'request-invalid': 'Nothing was taken. Try again, or choose the file anew: it may have been moved or changed.',
};

/** Undefined where its own message says it all. */
export function adviceFor(code: string | undefined): string | undefined {
  if (code === undefined) return undefined;
  const other = /^(scan|media|reading)-/.test(code)
    ? 'A person can look at it. Perhaps another scan of it is better.'
    : undefined;
  return ADVICE[code] ?? other;
}

/** What became of the pages of a scan: `4 pages: 3 read, 1 blank`. */
export function accountWords({ account }: Scan): string | undefined {
  if (!account) return undefined;
  const { pages, read, blank, separators, failed, files = 1, unread = 0 } = account;
  const parts = [
    [read, 'read'],
    [blank, 'blank'],
    [separators, separators === 1 ? 'separator' : 'separators'],
    [failed, 'not readable'],
  ] as const;
  const told = parts.flatMap(([count, word]) => (count > 0 ? [`${count} ${word}`] : []));
  const many = files > 1 ? `${plural(files, 'file')}, ` : '';
  const not = unread > 0 ? `; ${plural(unread, 'file')} could not be opened` : '';
  return `${many}${plural(pages, 'page')}${told.length > 0 ? `: ${told.join(', ')}` : ''}${not}`;
}
