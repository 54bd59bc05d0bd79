import type { MachineKind } from '@callbook/contracts';
import { header } from './headers.ts';
import type { MailHeaders } from './mail.ts';

/** Which kind of machine wrote a mail, by what it says of itself; undefined for a person's mail. */
export function machineKind(headers: MailHeaders): MachineKind | undefined {
  const value = (name: string) => (header(headers, name) ?? '').toLowerCase();
  // RFC 3462 and 6522: reports name their type.
  const type = value('content-type');
  if (type.startsWith('multipart/report')) {
    if (/report-type\s*=\s*"?disposition-notification/.test(type)) return 'read-receipt';
    return /report-type\s*=\s*"?delivery-status/.test(type) ? 'bounce' : 'delivery-report';
  }
  if (value('x-failed-recipients')) return 'bounce';
  // RFC 3834 §5: a keyword, then perhaps parameters or a comment; `no` is what a person's mail may say.
  const submitted = value('auto-submitted').split(/[;\s(]/)[0];
  const empty = value('return-path').replace(/\s/g, '') === '<>';
  if (empty && /^(mailer-daemon|postmaster)@/i.test(headers.from[0]?.address ?? '')) return 'bounce';
  if (submitted && submitted !== 'no') return 'auto-reply';
  if (empty || value('precedence') === 'auto_reply') return 'auto-reply';
  if (value('list-id') || ['bulk', 'list', 'junk'].includes(value('precedence'))) return 'list';
  return undefined;
}
