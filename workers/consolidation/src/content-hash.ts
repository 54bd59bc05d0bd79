import { createHash } from 'node:crypto';
import type { Contact } from '@callbook/contracts';
import { isAttempt } from './attempt.ts';

/**
 * What a contact says, as one value: sender, subject, whole text and attachments. Two deliveries of one message differ
 * in their trace headers and so in their bytes, and agree in this. White space is folded, because relays refold it.
 * A call in which nothing is said yet says who called which account.
 */
export function contentHash(contact: Contact): string {
  const { from, subject, fullText, attachments, account } = contact;
  const said = [
    from.email?.toLowerCase() ?? from.phone ?? from.slackUser ?? '',
    folded(subject ?? ''),
    folded(fullText),
    ...attachments.map(({ sha256 }) => sha256).sort(),
    ...(isAttempt(contact) ? [account] : []),
  ];
  return createHash('sha256').update(JSON.stringify(said)).digest('base64url');
}

function folded(text: string): string {
  // Single spaces are left alone: they are most of the white space, and replacing each by itself is most of the time.
  return text
    .normalize('NFC')
    .replace(/\s{2,}|[^\S ]/g, ' ')
    .trim();
}
