import { z } from 'zod';
import { isSignatureOf, signatureOf } from './signature.ts';

/**
 * By what the desk vouches for somebody who hands in scans: signed with a secret that only it and the adapter have, so
 * that the adapter learns who it is and into which tray they may lay something, and knows nothing of sessions.
 */
const ScanTicket = z.strictObject({
  /** The name of the tray. */
  tray: z.string().min(1),
  /** Who it is, as it stands in the log. */
  by: z.string().min(1),
  /** Milliseconds since 1970: it is good until then. */
  until: z.number().int(),
});
export type ScanTicket = z.infer<typeof ScanTicket>;

/** The file under CALLBOOK_HOME with the secret, where none is configured. */
export const TICKET_SECRET = 'scan-ticket-secret';

/** The text of a ticket, as it can stand behind `Authorization: Bearer` (RFC 6750 §2.1). */
export function signScanTicket(ticket: ScanTicket, secret: string): string {
  const content = Buffer.from(JSON.stringify(ticket)).toString('base64url');
  return `${content}.${signatureOf(content, secret)}`;
}

/** What a ticket says. Undefined where the desk has not signed it, or where it is good no longer. */
export function readScanTicket(text: string, secret: string, now: Date): ScanTicket | undefined {
  const [, content = '', given = ''] = /^([\w-]{1,2000})\.([\w-]{43})$/.exec(text) ?? [];
  if (!isSignatureOf(given, content, secret)) return undefined;
  const ticket = ScanTicket.parse(JSON.parse(Buffer.from(content, 'base64url').toString()));
  return now.getTime() < ticket.until ? ticket : undefined;
}
