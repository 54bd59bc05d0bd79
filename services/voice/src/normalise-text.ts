import { type Contact, contactKey, isReference } from '@callbook/contracts';
import { namelessCaller, numberOf } from './caller.ts';
import type { TextFacts } from './facts.ts';
import { type Arrival, bare, defined, sourceIds } from './normalise.ts';
import { optOutOf } from './opt-out.ts';
import { textable } from './textable.ts';
import { word } from './word.ts';

/** The contact of a text message. What came with it comes later. */
export function textContact(text: TextFacts, language: string | undefined, arrival: Arrival): Contact {
  const { messageSid, from } = text;
  const [phone, called] = [numberOf(from), word(text.to)];
  const callReference = referenceIn(text.text);
  return {
    ...bare(sourceIds.text(messageSid), text.at, arrival),
    from: defined({ phone }),
    to: called ? [called] : [],
    ...{ text: text.text, fullText: text.text, thread: { references: [], ...defined({ callReference }) } },
    ...defined({ language }),
    details: {
      ...details(messageSid),
      ...defined({ called, caller: namelessCaller({ from }), optOut: optOutOf(text) }),
      textable: textable(from),
    },
  };
}

/** What came with a text message is here. */
export function mediaContact(messageSid: string, attachments: Contact['attachments'], arrival: Arrival): Contact {
  return { ...revision(messageSid, sourceIds.media(messageSid), arrival), attachments };
}

/** What came with a text message could not be had. Dated before all else, so that what comes after all wins. */
export function mediaMissingContact(messageSid: string, problem: string, at: Date, arrival: Arrival): Contact {
  return {
    ...revision(messageSid, sourceIds.mediaMissing(messageSid), arrival),
    occurredAt: at.toISOString(),
    problem: { code: 'voice-media-missing', message: problem },
  };
}

function revision(messageSid: string, sourceId: string, arrival: Arrival): Contact {
  const key = contactKey('voice', arrival.account, sourceIds.text(messageSid));
  return {
    ...bare(sourceId, undefined, arrival),
    ...{ revises: { key, cause: 'files' as const }, details: details(messageSid) },
  };
}

function details(messageSid: string) {
  return { channel: 'voice', provider: 'twilio', kind: 'sms', messageSid } as const;
}

/** The first reference whose check digit is right. */
function referenceIn(text: string): string | undefined {
  const quoted = text.match(/\bCB-\d{2,16}\b/gi) ?? [];
  return quoted.map((one) => one.toUpperCase()).find(isReference);
}
