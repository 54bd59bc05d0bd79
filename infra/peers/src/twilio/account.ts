import { randomBytes } from 'node:crypto';

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

/** What Twilio keeps of an account. */
export type Account = {
  readonly sid: string;
  readonly token: string;
  readonly calls: Call[];
  readonly recordings: Recording[];
};

export function newAccount(): Account {
  return { sid: newSid('AC'), token: randomBytes(16).toString('hex'), calls: [], recordings: [] };
}

/** One of Twilio's names: two letters and 32 hexadecimal digits. */
export function newSid(kind: 'AC' | 'CA' | 'RE' | 'TR'): string {
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
