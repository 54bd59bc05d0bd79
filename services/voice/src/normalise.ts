import { type Contact, contactKey, type RevisionCause } from '@callbook/contracts';
import { callerOf, namelessCaller, numberOf } from './caller.ts';
import type { CallFacts, RecordingFacts } from './facts.ts';
import type { Choice } from './greeting.ts';
import type { Outcome } from './outcome.ts';
import { textable } from './textable.ts';
import { word } from './word.ts';

/** What is known of a piece of news besides what it says. */
export type Arrival = {
  /** Our name of the Twilio account. */
  readonly account: string;
  readonly receivedAt: Date;
  /** UUID v7 for the contact. */
  readonly id: string;
  /** What Twilio sent, in the archive. */
  readonly original: Contact['original'];
};

/**
 * The source ids of a call and of all that is told of it later. They are made of Twilio's own names, so that whoever
 * hears of a thing first, by whatever webhook or listing, gives it the same key.
 */
export const sourceIds = {
  call: (callSid: string) => callSid,
  choice: (callSid: string) => `${callSid}/choice`,
  recording: ({ callSid, recordingSid }: RecordingFacts) => `${callSid}/recording/${recordingSid}`,
  missing: ({ callSid, recordingSid }: RecordingFacts) => `${callSid}/recording/${recordingSid}/missing`,
  ended: (callSid: string) => `${callSid}/ended`,
  transcript: (callSid: string, transcriptionSid: string) => `${callSid}/transcript/${transcriptionSid}`,
  text: (messageSid: string) => messageSid,
  media: (messageSid: string) => `${messageSid}/media`,
  mediaMissing: (messageSid: string) => `${messageSid}/media/missing`,
} as const;

/** The contact of a call: there from the first ring, and without what the caller says, which comes later. */
export function callContact(call: CallFacts, language: string | undefined, arrival: Arrival): Contact {
  const called = word(call.to);
  return {
    ...bare(sourceIds.call(call.callSid), call.startedAt, arrival),
    from: callerOf(call),
    to: called ? [called] : [],
    ...defined({ language }),
    media: { kind: 'recording', state: 'pending' },
    details: {
      ...details(call.callSid),
      ...defined({
        called,
        caller: namelessCaller(call),
        forwardedFrom: numberOf(call.forwardedFrom ?? '') ?? word(call.forwardedFrom),
      }),
      textable: textable(call.from),
    },
  };
}

/** The caller has chosen from the menu. */
export function choiceContact(callSid: string, { digit, department, language }: Choice, arrival: Arrival): Contact {
  return {
    ...revision(callSid, 'choice', sourceIds.choice(callSid), undefined, arrival),
    ...defined({ language }),
    details: { ...details(callSid), digit, department },
  };
}

/** The message is here: its audio is the original, and is attached. It waits for being transcribed or listened to. */
export function recordingContact(recording: RecordingFacts, arrival: Arrival): Contact {
  const { callSid, recordingSid, seconds, createdAt } = recording;
  const { original } = arrival;
  const done = createdAt && new Date(createdAt.getTime() + (seconds ?? 0) * 1000);
  return {
    ...revision(callSid, 'recording', sourceIds.recording(recording), done, arrival),
    attachments: [{ ...original, name: `${recordingSid}.wav`, inline: false }],
    media: { kind: 'recording', state: 'pending' },
    details: { ...details(callSid), recordingSid, ...defined({ seconds }) },
  };
}

/** There is a message, and it could not be had. Dated before the recording itself, which wins should it come. */
export function missingContact(recording: RecordingFacts, problem: string, arrival: Arrival): Contact {
  const { callSid, recordingSid, seconds, createdAt } = recording;
  return {
    ...revision(callSid, 'recording', sourceIds.missing(recording), createdAt, arrival),
    media: { kind: 'recording', state: 'failed' },
    problem: { code: 'voice-recording-missing', message: problem },
    details: { ...details(callSid), recordingSid, ...defined({ seconds }) },
  };
}

/** The call is over: with a message, or as a missed call. */
export function endedContact(call: CallFacts, outcome: Exclude<Outcome, { kind: 'open' }>, arrival: Arrival): Contact {
  return {
    ...revision(call.callSid, 'ended', sourceIds.ended(call.callSid), call.endedAt, arrival),
    details: {
      ...details(call.callSid),
      ...defined({
        status: word(call.status),
        callSeconds: call.seconds,
        seconds: outcome.seconds,
        missed: outcome.kind === 'missed' ? outcome.reason : undefined,
      }),
      textable: textable(call.from),
    },
  };
}

/** Twilio's own transcript. */
export function transcriptContact(
  said: { readonly callSid: string; readonly transcriptionSid: string; readonly text: string },
  arrival: Arrival,
): Contact {
  const { callSid, transcriptionSid, text } = said;
  return {
    ...revision(callSid, 'transcript', sourceIds.transcript(callSid, transcriptionSid), undefined, arrival),
    text,
    fullText: text,
    media: { kind: 'recording', state: 'done' },
    details: { ...details(callSid), transcript: { engine: 'twilio', segments: [] } },
  };
}

/** The contact of something of which nothing could be read: its original is all there is. */
export function unreadableContact(sourceId: string, reason: string, arrival: Arrival): Contact {
  return {
    ...bare(sourceId, undefined, arrival),
    problem: { code: 'voice-unreadable', message: `This webhook could not be read: ${reason}.` },
  };
}

function revision(
  callSid: string,
  cause: RevisionCause,
  sourceId: string,
  at: Date | undefined,
  arrival: Arrival,
): Contact {
  const key = contactKey('voice', arrival.account, sourceIds.call(callSid));
  return { ...bare(sourceId, at, arrival), revises: { key, cause }, details: details(callSid) };
}

/** A contact of which nothing is said yet. */
export function bare(sourceId: string, at: Date | undefined, { account, receivedAt, id, original }: Arrival): Contact {
  return {
    version: 1,
    id,
    channel: 'voice',
    account,
    sourceId,
    key: contactKey('voice', account, sourceId),
    occurredAt: (valid(at) ?? receivedAt).toISOString(),
    receivedAt: receivedAt.toISOString(),
    from: {},
    to: [],
    text: '',
    fullText: '',
    thread: { references: [] },
    attachments: [],
    original,
    details: { channel: 'voice', provider: 'twilio' },
  };
}

function details(callSid: string) {
  return { channel: 'voice', provider: 'twilio', callSid } as const;
}

/** RFC 3339 has four digits for the year. */
function valid(date: Date | undefined): Date | undefined {
  const time = date?.getTime() ?? Number.NaN;
  return time >= 0 && time < 253_402_300_800_000 ? date : undefined;
}

export type Defined<T> = { [K in keyof T]?: Exclude<T[K], undefined> };

/** The parts that have a value: the contract knows "absent", not "undefined". */
export function defined<T extends object>(parts: T): Defined<T> {
  return Object.fromEntries(Object.entries(parts).filter(([, value]) => value !== undefined)) as Defined<T>;
}
