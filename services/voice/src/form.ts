import { type CallFacts, isOver, isSid, type RecordingFacts, type TextFacts } from './facts.ts';

/** The parameters of a webhook, as the body parser gives them. */
export type Form = Readonly<Record<string, string | readonly string[] | undefined>>;

/** One parameter. Of one that stands twice, the first. */
export function field(form: Form, name: string): string | undefined {
  const value = form[name];
  return (typeof value === 'string' ? value : value?.[0]) || undefined;
}

/** The call that a webhook is about; undefined when it does not say which. */
export function readCall(form: Form, now: Date): CallFacts | undefined {
  const callSid = field(form, 'CallSid');
  if (!isSid(callSid)) return undefined;
  const seconds = number(field(form, 'CallDuration'));
  const call: CallFacts = {
    callSid,
    from: field(form, 'From') ?? '',
    to: field(form, 'To') ?? field(form, 'Called') ?? '',
    callerName: field(form, 'CallerName'),
    forwardedFrom: field(form, 'ForwardedFrom'),
    verified: verified(field(form, 'StirVerstat')),
    status: field(form, 'CallStatus') ?? 'unknown',
    seconds,
  };
  if (!isOver(call)) return call;
  const endedAt = date(field(form, 'Timestamp')) ?? now;
  return { ...call, endedAt, startedAt: new Date(endedAt.getTime() - (seconds ?? 0) * 1000) };
}

/** The recording that a webhook is about; undefined when it does not say which, and of which call. */
export function readRecording(form: Form): RecordingFacts | undefined {
  const [callSid, recordingSid] = [field(form, 'CallSid'), field(form, 'RecordingSid')];
  if (!isSid(callSid) || !isSid(recordingSid)) return undefined;
  return {
    callSid,
    recordingSid,
    status: field(form, 'RecordingStatus') ?? 'unknown',
    seconds: number(field(form, 'RecordingDuration')),
    errorCode: number(field(form, 'ErrorCode')),
    createdAt: date(field(form, 'RecordingStartTime')),
  };
}

/**
 * The text message that came in; undefined when a webhook does not say which.
 * https://www.twilio.com/docs/messaging/guides/webhook-request
 */
export function readText(form: Form): TextFacts | undefined {
  const messageSid = field(form, 'MessageSid') ?? field(form, 'SmsSid');
  if (!isSid(messageSid)) return undefined;
  return {
    messageSid,
    from: field(form, 'From') ?? '',
    to: field(form, 'To') ?? '',
    text: field(form, 'Body') ?? '',
    media: number(field(form, 'NumMedia')) ?? 0,
    service: field(form, 'MessagingServiceSid'),
    optOutType: field(form, 'OptOutType'),
  };
}

/** `TN-Validation-Passed-A` and the like: only the carrier's full attestation vouches for the number. */
function verified(verstat: string | undefined): boolean | undefined {
  if (verstat?.startsWith('TN-Validation-Passed-A')) return true;
  return verstat?.startsWith('TN-Validation-Failed') ? false : undefined;
}

/** A whole number of seconds or a code; Twilio says -1 for "not known". */
export function number(text: string | undefined): number | undefined {
  const value = Number(text ?? Number.NaN);
  return Number.isFinite(value) && value >= 0 ? value : undefined;
}

/** RFC 2822. */
function date(text: string | undefined): Date | undefined {
  const value = new Date(text ?? Number.NaN);
  return Number.isNaN(value.getTime()) ? undefined : value;
}
