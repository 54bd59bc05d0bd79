/** A call as Twilio tells of it, by a webhook or by its REST API. */
export type CallFacts = {
  readonly callSid: string;
  /** As Twilio writes it: a number, `anonymous`, a SIP address. */
  readonly from: string;
  readonly to: string;
  readonly callerName?: string | undefined;
  readonly forwardedFrom?: string | undefined;
  /** What the carrier's signature (STIR/SHAKEN) says of the number. */
  readonly verified?: boolean | undefined;
  readonly status: string;
  /** How long it lasted, when it is over. */
  readonly seconds?: number | undefined;
  readonly startedAt?: Date | undefined;
  readonly endedAt?: Date | undefined;
};

export type RecordingFacts = {
  readonly callSid: string;
  readonly recordingSid: string;
  readonly status: string;
  readonly seconds?: number | undefined;
  /** Why it is absent. */
  readonly errorCode?: number | undefined;
  readonly createdAt?: Date | undefined;
};

/** A text message as Twilio tells of it. */
export type TextFacts = {
  readonly messageSid: string;
  /** As Twilio writes it: a number, a short code, the name of a sender. Empty while a messaging service has not chosen. */
  readonly from: string;
  readonly to: string;
  readonly text: string;
  /** How many pictures and the like came with it. */
  readonly media: number;
  /** The messaging service that it went through. */
  readonly service?: string | undefined;
  /** What Twilio itself understands the message as. */
  readonly optOutType?: string | undefined;
  readonly at?: Date | undefined;
};

/** A picture or the like that came with a text message. */
export type MediaFacts = { readonly mediaSid: string; readonly mediaType: string };

/** https://www.twilio.com/docs/voice/api/call-resource#call-status-values */
const OVER = new Set(['completed', 'busy', 'failed', 'no-answer', 'canceled']);

export function isOver({ status }: CallFacts): boolean {
  return OVER.has(status);
}

/** Twilio's names of things, and those of services that speak its language: safe in a path. */
export function isSid(text: string | undefined): text is string {
  return text !== undefined && /^[A-Za-z0-9][A-Za-z0-9-]{1,63}$/.test(text);
}
