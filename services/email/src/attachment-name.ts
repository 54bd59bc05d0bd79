import libmime from 'libmime';

/** Endings where the library's are not what people know. */
const ENDINGS: Readonly<Record<string, string>> = {
  'text/vcard': '.vcf',
  'text/x-vcard': '.vcf',
  'message/global': '.eml',
  'message/delivery-status': '.txt',
  'text/rfc822-headers': '.txt',
  'image/jpeg': '.jpg',
  'image/jpg': '.jpg',
  'application/ms-tnef': '.dat',
  'application/pgp-signature': '.asc',
  'application/pgp-encrypted': '.asc',
  'application/pkcs7-mime': '.p7m',
  'application/x-pkcs7-mime': '.p7m',
};
/** Characters that turn the direction of what follows: `invoice\u202Efdp.exe` looks like a PDF. */
const TURNING = /[\p{Cc}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]/gu;

/**
 * A name to show and to save an attachment under: the last step of a path, without control characters, at most 200
 * characters with its ending kept; `attachment-2.pdf` for the second one when it has none.
 */
export function attachmentName(name: string | undefined, mediaType: string, number: number): string {
  const last = (name ?? '').toWellFormed().split(/[/\\]/).at(-1) ?? '';
  const clean = last.replace(TURNING, '').trim();
  if (!clean || clean === '.' || clean === '..') return `attachment-${number}${endingOf(mediaType)}`;
  if (clean.length <= 200) return clean;
  const ending = /\.\w{1,10}$/.exec(clean)?.[0] ?? '';
  return clean.slice(0, 200 - ending.length).toWellFormed() + ending;
}

function endingOf(mediaType: string): string {
  const known = ENDINGS[mediaType] ?? `.${libmime.detectExtension(mediaType)}`;
  return known === '.bin' ? '' : known;
}
