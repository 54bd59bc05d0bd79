import {
  CallbookError,
  SECOND,
  type TextMessagesConfig,
  type TwilioAccount,
  type TwilioConfig,
} from '@callbook/contracts';
import twilio from 'twilio';
import type { CallInstance } from 'twilio/lib/rest/api/v2010/account/call.js';
import type { MessageInstance } from 'twilio/lib/rest/api/v2010/account/message.js';
import type { RecordingInstance } from 'twilio/lib/rest/api/v2010/account/recording.js';
import type { CallFacts, MediaFacts, RecordingFacts, TextFacts } from './facts.ts';
import { number } from './form.ts';

const TIMEOUT = 15 * SECOND;
/** The most that Twilio gives on one page. */
const PAGE = 1000;
/** So many of the latest text messages to a number are looked through for one that was sent before. */
const LATEST = 100;

/** Twilio's REST API, as far as we ask it. All of it throws CallbookError `voice-api` or `voice-login`. */
export type TwilioApi = {
  /** Calls to a number that began at this moment or later. */
  callsTo(to: string, since: Date): Promise<CallFacts[]>;
  /** One call; undefined when Twilio knows none of this name. */
  call(callSid: string): Promise<CallFacts | undefined>;
  recordingsOf(callSid: string): Promise<RecordingFacts[]>;
  recordingsSince(since: Date): Promise<RecordingFacts[]>;
  /** Recordings made before this moment, `most` at the most. */
  recordingsBefore(before: Date, most: number): Promise<RecordingFacts[]>;
  /** Deletes a recording's audio. One that is gone already is fine. */
  remove(recordingSid: string): Promise<void>;
  /**
   * Sends a text message. Nothing names it before Twilio does: it must be looked for (`textsTo`) before it is sent again.
   * The cause of what it throws has Twilio's own code.
   */
  sendText(text: NewText): Promise<TextFacts>;
  /** The latest text messages from us to a number, also those that wait for being sent. */
  textsTo(to: string): Promise<TextFacts[]>;
  /** Text messages that came in at this moment or later: to a number, or to any of the account's. */
  textsSince(since: Date, to?: string): Promise<TextFacts[]>;
  /** What came with a text message besides its words. */
  mediaOf(messageSid: string): Promise<MediaFacts[]>;
};

/** A text message to be sent. */
export type NewText = {
  readonly to: string;
  readonly text: string;
  readonly sender: TextMessagesConfig;
  /** What Twilio tells what became of it. */
  readonly statusCallback: string;
};

/** When the signal aborts, whoever waits for an answer is let go: a Twilio that hangs must not hold up a stop. */
export function openApi(
  { accountSid, authToken }: TwilioAccount,
  { apiUrl }: Pick<TwilioConfig, 'apiUrl'>,
  signal: AbortSignal,
): TwilioApi {
  const client = twilio(accountSid, authToken, { timeout: TIMEOUT, autoRetry: true, maxRetries: 3 });
  client.api.baseUrl = apiUrl;
  const named = <T>(doing: string, work: () => Promise<T>) => asking(doing, signal, work);
  return {
    callsTo: (to, since) =>
      named('listing calls', async () => {
        const calls = await client.calls.list({ to, startTimeAfter: since, pageSize: PAGE });
        return calls.filter(({ direction }) => direction === 'inbound').map(callFacts);
      }),
    call: (callSid) => ifThere(named('looking at a call', async () => callFacts(await client.calls(callSid).fetch()))),
    recordingsOf: (callSid) =>
      named('listing recordings', async () =>
        (await client.recordings.list({ callSid, pageSize: PAGE })).map(recordingFacts),
      ),
    recordingsSince: (since) =>
      named('listing recordings', async () =>
        (await client.recordings.list({ dateCreatedAfter: since, pageSize: PAGE })).map(recordingFacts),
      ),
    recordingsBefore: (before, most) =>
      named('listing recordings', async () =>
        (await client.recordings.list({ dateCreatedBefore: before, limit: most })).map(recordingFacts),
      ),
    remove: async (recordingSid) =>
      void (await ifThere(named('deleting a recording', () => client.recordings(recordingSid).remove()))),
    sendText: ({ to, text, sender: { from, messagingServiceSid }, statusCallback }) =>
      named('sending a text message', async () => {
        const sender = { ...(from && { from }), ...(messagingServiceSid && { messagingServiceSid }) };
        return textFacts(await client.messages.create({ to, body: text, statusCallback, ...sender }));
      }),
    textsTo: (to) =>
      named('listing text messages', async () => {
        // Not by the date of sending: one that waits for its turn at Twilio has none.
        const messages = await client.messages.list({ to, limit: LATEST });
        return messages.filter(({ direction }) => direction === 'outbound-api').map(textFacts);
      }),
    textsSince: (since, to) =>
      named('listing text messages', async () => {
        const messages = await client.messages.list({ dateSentAfter: since, ...(to && { to }), pageSize: PAGE });
        return messages.filter(({ direction }) => direction === 'inbound').map(textFacts);
      }),
    mediaOf: (messageSid) =>
      named('listing what came with a text message', async () =>
        (await client.messages(messageSid).media.list({ pageSize: PAGE })).map(({ sid, contentType }) => ({
          mediaSid: sid,
          mediaType: contentType,
        })),
      ),
  };
}

function callFacts(call: CallInstance): CallFacts {
  return {
    callSid: call.sid,
    from: call.from ?? '',
    to: call.to ?? '',
    callerName: call.callerName ?? undefined,
    forwardedFrom: call.forwardedFrom ?? undefined,
    status: call.status,
    seconds: number(call.duration),
    startedAt: date(call.startTime ?? call.dateCreated),
    endedAt: date(call.endTime),
  };
}

function recordingFacts(recording: RecordingInstance): RecordingFacts {
  return {
    callSid: recording.callSid,
    recordingSid: recording.sid,
    status: recording.status,
    seconds: number(recording.duration),
    errorCode: recording.errorCode ?? undefined,
    createdAt: date(recording.startTime ?? recording.dateCreated),
  };
}

function textFacts(message: MessageInstance): TextFacts {
  return {
    messageSid: message.sid,
    from: message.from ?? '',
    to: message.to ?? '',
    text: message.body ?? '',
    media: number(message.numMedia) ?? 0,
    service: message.messagingServiceSid ?? undefined,
    at: date(message.dateCreated),
  };
}

/** The client gives an invalid date where Twilio gives none. */
function date(value: Date | null): Date | undefined {
  return value && !Number.isNaN(value.getTime()) ? value : undefined;
}

/** Runs a request, and gives whatever goes wrong its name: the client throws its own errors, axios's and TypeErrors. */
async function asking<T>(doing: string, signal: AbortSignal, work: () => Promise<T>): Promise<T> {
  const stopped = new AbortController();
  const stop = new Promise<never>((_, reject) => {
    const letGo = () => reject(signal.reason);
    if (signal.aborted) letGo();
    signal.addEventListener('abort', letGo, { once: true, signal: stopped.signal });
  });
  try {
    return await Promise.race([stop, work()]);
  } catch (cause) {
    throw apiFault(doing, statusOf(cause), cause);
  } finally {
    stopped.abort();
  }
}

/** What an answer of Twilio, or none, means for us. */
export function apiFault(doing: string, status: number | undefined, cause?: unknown): CallbookError {
  if (status === 401 || status === 403)
    return new CallbookError(
      'voice-login',
      `Twilio refuses the account (${status}) at ${doing}. Check accountSid and authToken.`,
      { cause },
    );
  const answer = status === undefined ? 'no answer' : `status ${status}`;
  return new CallbookError('voice-api', `Twilio failed at ${doing}: ${answer}. It is tried again.`, { cause });
}

/** Undefined for what Twilio does not have. */
async function ifThere<T>(work: Promise<T>): Promise<T | undefined> {
  try {
    return await work;
  } catch (error) {
    if (error instanceof CallbookError && statusOf(error.cause) === 404) return undefined;
    throw error;
  }
}

/** Twilio's own code of what it refused, such as 21610. https://www.twilio.com/docs/api/errors */
export function twilioCode(error: unknown): number | undefined {
  const cause = error instanceof CallbookError ? error.cause : undefined;
  const code = typeof cause === 'object' && cause !== null && 'code' in cause ? cause.code : undefined;
  return typeof code === 'number' ? code : undefined;
}

/** Whether Twilio has answered that it does not do what it was asked: then it has not done it. */
export function isRefused(error: unknown): boolean {
  const status = error instanceof CallbookError ? statusOf(error.cause) : undefined;
  // 408 says that it took too long, and not what came of it.
  return status !== undefined && status >= 400 && status < 500 && status !== 408;
}

function statusOf(error: unknown): number | undefined {
  const status = typeof error === 'object' && error !== null && 'status' in error ? error.status : undefined;
  return typeof status === 'number' ? status : undefined;
}
