/** Endings for the kinds that mail programs send without a name. */
const ENDINGS: Readonly<Record<string, string>> = {
  'message/rfc822': '.eml',
  'text/calendar': '.ics',
  'text/vcard': '.vcf',
  'text/plain': '.txt',
  'text/html': '.html',
  'image/png': '.png',
  'image/jpeg': '.jpg',
  'image/gif': '.gif',
  'application/pdf': '.pdf',
  'application/ms-tnef': '.dat',
  'application/pgp-signature': '.asc',
  'application/pkcs7-signature': '.p7s',
};

/**
 * A name to show and to save an attachment under: the last step of a path, without control characters, at most 200
 * characters with its ending kept; `attachment-2.pdf` for the second one when it has none.
 */
export function attachmentName(name: string | undefined, mediaType: string, number: number): string {
  const last = (name ?? '').toWellFormed().split(/[/\\]/).at(-1) ?? '';
  const clean = last.replace(/[\p{Cc}\u202a-\u202e\u2066-\u2069]/gu, '').trim();
  if (!clean || clean === '.' || clean === '..') return `attachment-${number}${ENDINGS[mediaType] ?? ''}`;
  if (clean.length <= 200) return clean;
  const ending = /\.\w{1,10}$/.exec(clean)?.[0] ?? '';
  return clean.slice(0, 200 - ending.length).toWellFormed() + ending;
}
