import type { Report } from '../machine/reports.ts';
import { type Person, personOfHeader } from '../person.ts';

/** Who wrote the mail that is attached to this one (`message/rfc822`), where exactly one is. */
export function attachedSender(reports: readonly Report[]): Person | undefined {
  const mails = reports.filter(({ mediaType }) => /^message\/(?:rfc822|global)$/.test(mediaType));
  const [mail] = mails;
  if (!mail || mails.length > 1) return undefined;
  const head = mail.text.trimStart().split(/\r?\n[ \t]*\r?\n/)[0] ?? '';
  const from = /^from:(.*(?:\r?\n[ \t]+.*)*)/im.exec(head)?.[1];
  return from === undefined ? undefined : personOfHeader(from.replace(/\r?\n[ \t]+/g, ' '));
}
