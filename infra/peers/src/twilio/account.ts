import { randomBytes } from 'node:crypto';
import calculator from 'sms-segments-calculator';

export type Call = {
  readonly sid: string;
  readonly from: string;
  readonly to: string;
  status: 'ringing' | 'in-progress' | 'completed' | 'canceled' | 'failed';
  readonly startedAt: Date;
  endedAt?: Date;
  /** Of the caller's time, which runs faster here. */
  seconds: number;
};

export type Recording = {
  readonly sid: string;
  readonly callSid: string;
  readonly createdAt: Date;
  status: 'processing' | 'completed' | 'absent' | 'deleted';
  seconds: number;
  audio: Buffer;
  errorCode?: number;
  /** Milliseconds since 1970; the audio is not handed out before. */
  readyAt: number;
};

export type Message = {
  readonly sid: string;
  /** Empty while a messaging service has not chosen a number. */
  from: string;
  readonly to: string;
  readonly body: string;
  readonly direction: 'inbound' | 'outbound-api' | 'outbound-reply';
  readonly service: string | undefined;
  status: 'accepted' | 'queued' | 'sent' | 'delivered' | 'undelivered' | 'failed' | 'received';
  readonly createdAt: Date;
  sentAt?: Date;
  errorCode?: number;
  readonly media: readonly Media[];
};

/** What came with a message. */
export type Media = { readonly sid: string; readonly type: string; readonly bytes: Buffer };

/** What Twilio keeps of an account. */
export type Account = {
  readonly sid: string;
  readonly token: string;
  readonly calls: Call[];
  readonly recordings: Recording[];
  readonly messages: Message[];
  /** Who has sent STOP to which sender of ours, as `sender number`. */
  readonly stopped: Set<string>;
};

export function newAccount(): Account {
  return {
    ...{ sid: newSid('AC'), token: randomBytes(16).toString('hex') },
    ...{ calls: [], recordings: [], messages: [], stopped: new Set() },
  };
}

/** One of Twilio's names: two letters and 32 hexadecimal digits. */
export function newSid(kind: 'AC' | 'CA' | 'ME' | 'MM' | 'RE' | 'SM' | 'TR'): string {
  return kind + randomBytes(16).toString('hex');
}

/** A call as the REST API shows it. */
export function callResource(account: Account, call: Call): object {
  return {
    sid: call.sid,
    account_sid: account.sid,
    from: call.from,
    to: call.to,
    direction: 'inbound',
    status: call.status,
    date_created: call.startedAt.toUTCString(),
    start_time: call.startedAt.toUTCString(),
    end_time: call.endedAt?.toUTCString() ?? null,
    duration: call.endedAt ? String(call.seconds) : null,
    caller_name: null,
    forwarded_from: null,
    uri: `/2010-04-01/Accounts/${account.sid}/Calls/${call.sid}.json`,
  };
}

/** A recording as the REST API shows it. */
export function recordingResource(account: Account, recording: Recording): object {
  const path = `/2010-04-01/Accounts/${account.sid}/Recordings/${recording.sid}`;
  return {
    sid: recording.sid,
    account_sid: account.sid,
    call_sid: recording.callSid,
    status: recording.status,
    duration: recording.status === 'completed' ? String(recording.seconds) : '-1',
    channels: 1,
    source: 'RecordVerb',
    error_code: recording.errorCode ?? null,
    date_created: recording.createdAt.toUTCString(),
    start_time: recording.createdAt.toUTCString(),
    uri: `${path}.json`,
    media_url: `https://api.twilio.com${path}`,
  };
}

/** A message as the REST API shows it. */
export function messageResource(account: Account, message: Message): object {
  return {
    sid: message.sid,
    account_sid: account.sid,
    messaging_service_sid: message.service ?? null,
    from: message.from || null,
    to: message.to,
    body: message.body,
    direction: message.direction,
    status: message.status,
    num_media: String(message.media.length),
    // A messaging service counts when it has chosen a sender.
    num_segments: message.from === '' ? '0' : String(new calculator.SegmentedMessage(message.body).segmentsCount),
    error_code: message.errorCode ?? null,
    error_message: null,
    date_created: message.createdAt.toUTCString(),
    date_sent: message.sentAt?.toUTCString() ?? null,
    date_updated: (message.sentAt ?? message.createdAt).toUTCString(),
    price: null,
    price_unit: 'USD',
    uri: `/2010-04-01/Accounts/${account.sid}/Messages/${message.sid}.json`,
  };
}

/** What came with a message, as the REST API lists it. */
export function mediaResource(account: Account, { sid, createdAt }: Message, media: Media): object {
  return {
    ...{ sid: media.sid, account_sid: account.sid, parent_sid: sid, content_type: media.type },
    ...{ date_created: createdAt.toUTCString(), date_updated: createdAt.toUTCString() },
    uri: `/2010-04-01/Accounts/${account.sid}/Messages/${sid}/Media/${media.sid}.json`,
  };
}
