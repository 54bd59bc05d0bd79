import { createHash } from 'node:crypto';
import { type Contact, contactKey, isReference } from '@callbook/contracts';
import { phoneNumber } from '../phone.ts';
import type { Submission } from './form.ts';

/** The form is one account. */
const ACCOUNT = 'form';

export type Arrival = {
  /** UUID v7. */
  readonly id: string;
  readonly receivedAt: Date;
  /** Of the filling in of one form, where it came from our page. */
  readonly tokenId: string | undefined;
  readonly language: string;
  readonly suspicions: readonly string[];
  readonly original: { readonly sha256: string; readonly size: number };
  readonly country: string | undefined;
  /** Questions of the service that was chosen, each with its answer. */
  readonly answered: readonly string[];
};

/**
 * Makes a contact of what somebody typed into the form. Sent twice from the same page it is the same contact; changed in
 * between it is another one.
 */
export function formContact(submission: Submission, arrival: Arrival): Contact {
  const { name, email, phone, department, service, urgency, files } = submission;
  const { id, receivedAt, tokenId, language, suspicions, original, country, answered } = arrival;
  const text = [submission.text, ...answered].filter((part) => part !== '').join('\n\n');
  const callReference = isReference(submission.reference) ? submission.reference.toUpperCase() : undefined;
  const sourceId = tokenId === undefined ? id : `${tokenId}.${contentHash(submission)}`;
  const number = phoneNumber(phone, country);
  const at = receivedAt.toISOString();
  return {
    ...{ version: 1, id, channel: 'web', account: ACCOUNT, sourceId, key: contactKey('web', ACCOUNT, sourceId) },
    ...{ occurredAt: at, receivedAt: at },
    // Whoever sits before a form can type any address.
    from: {
      ...(name !== '' && { name: name.slice(0, 200) }),
      ...(email !== '' && { email: email.toLowerCase() }),
      ...(number !== undefined && { phone: number }),
    },
    ...{ to: [], text, fullText: text, language, attachments: [...files] },
    thread: { references: [], ...(callReference !== undefined && { callReference }) },
    original: { ...original, mediaType: 'application/json' },
    ...(suspicions.length > 0 && {
      problem: {
        code: 'web-suspicious' as const,
        message: `This may be the work of a program: ${suspicions.join('; ')}.`,
      },
    }),
    details: {
      channel: 'web',
      ...(department !== '' && { department }),
      ...(service !== '' && { service }),
      ...((urgency === 'low' || urgency === 'normal' || urgency === 'high') && { urgency }),
    },
  };
}

function contentHash({ token: _, website: _trap, files, ...typed }: Submission): string {
  const said = JSON.stringify([typed, files.map(({ sha256, name }) => [sha256, name])]);
  return createHash('sha256').update(said).digest('base64url').slice(0, 22);
}
