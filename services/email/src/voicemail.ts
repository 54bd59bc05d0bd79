import type { Contact } from '@callbook/contracts';
import { email, emails } from './address.ts';
import { type Arrival, bareContact, placeOf, problemOf } from './arrival.ts';
import { header } from './headers.ts';
import { languageOf } from './language.ts';
import { isRecording } from './machine/device.ts';
import type { ParsedMail } from './mail.ts';
import { messageIds } from './message-id.ts';
import { clip, defined, word } from './values.ts';
import { visibleText } from './visible.ts';
import { announcementOf } from './voicemail/announcement.ts';
import { e164 } from './voicemail/caller.ts';

/** What of the mail was made out already. */
export type ReadMail = {
  readonly fullText: string;
  readonly faults: readonly string[];
  readonly occurredAt: Date;
  readonly sentAt: string | undefined;
};

const ADDRESSES_LIMIT = 1000;

/**
 * The contact of a voicemail that a telephone system sent by mail. Who made it is the caller, of whom a number is known
 * at the best; the mail's own address is a machine's, and nobody answers there. What was said is in the recording, and
 * waits to be listened to; the words of the mail are the machine's, but for a transcript among them. So is the subject,
 * which is left out: all calls have the same, and none would tell what a call is about.
 */
export function voicemailContact(mail: ParsedMail, arrival: Arrival, read: ReadMail): Contact {
  const { headers } = mail;
  const { fullText, faults, occurredAt, sentAt } = read;
  const { caller, called, seconds, transcript } = announcementOf(headers, fullText);
  const phone = caller.number === undefined ? undefined : e164(caller.number, arrival.country);
  const recordings = mail.attachments.filter(isRecording);
  const others = mail.attachments.filter((one) => !isRecording(one));
  // Without the recording its words are all there is.
  const text = clip(transcript ?? (recordings.length === 0 ? visibleText(fullText) : ''), fullText.length);
  const { channel: _, ...place } = placeOf(arrival);
  const from = email(headers.from[0]?.address);
  return {
    ...bareContact(arrival),
    channel: 'voice',
    occurredAt: occurredAt.toISOString(),
    from: defined({ name: word(caller.name), phone }),
    to: [...new Set([...emails(headers.to), ...emails(headers.cc)])].slice(0, ADDRESSES_LIMIT),
    ...defined({ html: mail.html?.sha256, language: languageOf(text) }),
    ...{ text, fullText },
    thread: { references: [], ...defined({ messageId: messageIds(header(headers, 'message-id')).at(-1) }) },
    // What is listened to is the first one.
    attachments: [...recordings, ...others].slice(0, 2000),
    media: { kind: 'recording', state: recordings.length > 0 ? 'pending' : 'needs-person' },
    ...(faults.length > 0 && { problem: problemOf(faults) }),
    details: {
      ...{ channel: 'voice', provider: 'pbx', mail: { ...place, ...defined({ from }) } },
      ...defined({
        sentAt,
        called: word(called && (e164(called, undefined) ?? called)),
        caller: phone === undefined ? word(caller.number ?? (caller.withheld ? 'anonymous' : undefined)) : undefined,
        seconds,
      }),
    },
  };
}
