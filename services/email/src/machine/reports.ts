/** A part of a mail that tells of another mail: a delivery status, a receipt, or the returned mail's header. */
export type Report = {
  /** Lower case, such as `message/delivery-status`. */
  readonly mediaType: string;
  /** At most `REPORT_LIMIT` characters of it, decoded. */
  readonly text: string;
};

/** A status of a hundred recipients is far below; a returned mail is wanted for its header alone. */
const REPORT_LIMIT = 64 * 1024;
const REPORT_TYPE = /^(message\/[\w.+-]+|text\/rfc822(?:-headers)?)\b/i;
const FIELD = /^[!-9;-~]+[ \t]*:/;
const DELIMITER = /^--+[^\s-]/;
/** Lines of one part's header: what is longer is text that looks like one. */
const HEADER_LINES = 200;

type Part = { readonly fields: ReadonlyMap<string, string>; readonly body: number };

/**
 * The report parts in the beginning of a raw mail. It reads MIME by itself and forgives what gateways do to reports: no
 * multipart type, a blank line too many, a delimiter that never comes. What is inside a returned mail is not looked at:
 * a person who forwards a bounce as an attachment sends no report.
 */
export function reportsOf(head: Buffer): Report[] {
  const raw = head.toString('latin1');
  if (!/^content-type:\s*(?:message\/|text\/rfc822)/im.test(raw)) return [];
  const lines = raw.split(/\r?\n/);
  const reports: Report[] = [];
  for (let at = 0; at < lines.length; at++) {
    const delimiter = lines[at]?.trimEnd() ?? '';
    if (!DELIMITER.test(delimiter)) continue;
    const part = partAt(lines, at + 1);
    const mediaType = REPORT_TYPE.exec(part?.fields.get('content-type') ?? '')?.[1]?.toLowerCase();
    if (!part || !mediaType) continue;
    const end = endOf(lines, part.body, delimiter);
    const body = lines.slice(part.body, end).join('\n').slice(0, REPORT_LIMIT);
    reports.push({ mediaType, text: decoded(body, part.fields.get('content-transfer-encoding') ?? '') });
    at = end - 1;
  }
  return reports;
}

function partAt(lines: readonly string[], start: number): Part | undefined {
  const fields = new Map<string, string>();
  let name = '';
  let at = start;
  for (; at < Math.min(lines.length, start + HEADER_LINES); at++) {
    const line = lines[at] ?? '';
    // Where another part begins, this one is none. So each line is looked at once, however many look like delimiters.
    if (DELIMITER.test(line)) return undefined;
    if (FIELD.test(line)) {
      name = line.slice(0, line.indexOf(':')).trim().toLowerCase();
      fields.set(name, line.slice(line.indexOf(':') + 1).trim());
    } else if (name && /^[ \t]+\S/.test(line)) {
      fields.set(name, `${fields.get(name)} ${line.trim()}`);
    } else if (line.trim() === '') {
      // Some gateways put a blank line into the part's header: it goes on where Content-Type has yet to come.
      if (!fields.has('content-type') && /^content-type:/i.test(lines[at + 1] ?? '')) continue;
      break;
    } else {
      return undefined;
    }
  }
  return fields.size > 0 ? { fields, body: at + 1 } : undefined;
}

function endOf(lines: readonly string[], start: number, delimiter: string): number {
  for (let at = start; at < lines.length; at++) {
    const line = lines[at]?.trimEnd();
    if (line === delimiter || line === `${delimiter}--`) return at;
  }
  return lines.length;
}

/** RFC 3464 §2.1 wants reports in 7 bit; gateways encode them all the same. */
function decoded(body: string, encoding: string): string {
  const kind = encoding.toLowerCase();
  if (kind.startsWith('base64')) return Buffer.from(body, 'base64').toString('utf8');
  if (!kind.startsWith('quoted')) return Buffer.from(body, 'latin1').toString('utf8');
  const bytes = body
    .replace(/=[ \t]*\n/g, '')
    .replace(/=([0-9a-f]{2})/gi, (_, hex) => String.fromCharCode(Number.parseInt(hex, 16)));
  return Buffer.from(bytes, 'latin1').toString('utf8');
}
