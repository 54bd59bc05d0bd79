import { CallbookError, SECOND } from '@callbook/contracts';
import { sleep } from '@callbook/runtime';
import { type Account, type Call, newSid, type Recording } from './account.ts';
import { readTwiml, type Verb } from './document.ts';
import { waveSeconds } from './wave.ts';
import { type Answered, type Sender, sendWebhook, type WebhookFault, type WebhookName } from './webhook.ts';

/** A number of the account, with what is set for it in Twilio's console. */
export type PeerNumber = {
  readonly number: string;
  /** "A call comes in". */
  readonly voiceUrl: string;
  /** "Primary handler fails": an address, perhaps of a TwiML Bin. */
  readonly fallbackUrl?: string;
  /** "Call status changes". */
  readonly statusUrl?: string;
  /** "A message comes in". */
  readonly messageUrl?: string;
};

/** Somebody who calls, and what happens to Twilio's webhooks meanwhile. */
export type Caller = {
  readonly from: string;
  readonly to: string;
  /** What is said after the tone: a WAV file. Or nothing, or something that is too short to be kept. */
  readonly says: Buffer | 'nothing' | 'a click';
  /** A key that is pressed in a menu. */
  readonly presses?: string;
  /** Where the caller hangs up. In the recording: instead of pressing #, when everything is said. */
  readonly hangsUp?: 'ringing' | 'greeting' | 'menu' | 'recording';
  readonly webhooks?: Partial<Record<WebhookName, WebhookFault>>;
  /** Seconds, of the caller's time, until the audio can be fetched. */
  readonly audioAfter?: number;
  /** More parameters of every webhook, such as CallerName. */
  readonly more?: Readonly<Record<string, string>>;
  /** Where it is asked for: Twilio's own transcript. */
  readonly transcript?: string;
};

export type CallDeps = {
  readonly account: Account;
  readonly number: PeerNumber;
  readonly sender: Sender;
  /** TwiML Bins by their address. */
  readonly bins: ReadonlyMap<string, string>;
  /** Real seconds for each of the caller's. */
  readonly scale: number;
  /** What happens behind the caller's back, so that it can be waited for. */
  readonly behind: (work: Promise<unknown>) => void;
};

/** A webhook that is late comes so many seconds after it was due, when everything else has long been told. */
const LATE = 90;
const MOST_DOCUMENTS = 20;
/** A person needs about so long for a word. */
const WORD = 0.4;

/** How the caller's way goes on: with another document, or not at all. */
type Way = { readonly url: string; readonly name: WebhookName; readonly more: Readonly<Record<string, string>> };
const HANGUP = 'hangup';

/** Plays one call from the first ring to the last webhook that comes in time. Resolves when the caller has hung up. */
export async function playCall(caller: Caller, deps: CallDeps): Promise<Call> {
  const { account, number, sender, scale, behind } = deps;
  const call: Call = {
    ...{ sid: newSid('CA'), from: caller.from, to: caller.to },
    ...{ status: 'ringing', startedAt: new Date(), seconds: 0 },
  };
  account.calls.push(call);

  const pass = async (seconds: number) => {
    call.seconds += seconds;
    await sleep(seconds * scale * SECOND, sender.signal);
  };
  const about = (): Record<string, string> => ({
    ...{ AccountSid: account.sid, ApiVersion: '2010-04-01', CallSid: call.sid, CallStatus: call.status },
    ...{ Direction: 'inbound', From: call.from, Caller: call.from, To: call.to, Called: call.to },
    ...caller.more,
  });
  const send = async (name: WebhookName, url: string, parameters: Readonly<Record<string, string>>) => {
    const fault = caller.webhooks?.[name];
    if (fault === 'lost') return { failure: 'ct' } as const;
    if (fault === 'late' && !IN_CALL.has(name)) await sleep(LATE * scale * SECOND, sender.signal);
    const answer = await sendWebhook(url, parameters, sender);
    return fault === 'doubled' ? await sendWebhook(url, parameters, sender) : answer;
  };
  const tell = (name: WebhookName, url: string, parameters: Readonly<Record<string, string>>) =>
    behind(send(name, url, parameters));

  /** The verbs at an address; undefined when none can be had, and Twilio tells the caller so. */
  const fetched = async ({ url, name, more }: Way): Promise<readonly Verb[] | undefined> => {
    const bin = deps.bins.get(url);
    const answer: Answered = bin ? { status: 200, body: bin } : await send(name, url, { ...about(), ...more });
    if ('body' in answer) return readTwiml(answer.body || '<Response/>');
    const { fallbackUrl } = number;
    if (name !== 'incoming' || fallbackUrl === undefined || url === fallbackUrl) return undefined;
    return fetched({ url: fallbackUrl, name, more: { ErrorCode: '11200', ErrorUrl: url } });
  };

  const play = async (verbs: readonly Verb[], here: string): Promise<Way | typeof HANGUP> => {
    for (const verb of verbs) {
      const { attributes } = verb;
      const to = (address: string | undefined) => new URL(address ?? here, here).href;
      if (verb.name === 'Say' || verb.name === 'Play' || verb.name === 'Pause') {
        await pass(lasts(verb));
        if (caller.hangsUp === 'greeting') return HANGUP;
      } else if (verb.name === 'Gather') {
        for (const said of verb.verbs) await pass(lasts(said));
        if (caller.hangsUp === 'greeting' || caller.hangsUp === 'menu') return HANGUP;
        if (caller.presses !== undefined)
          return { url: to(attributes.action), name: 'menu', more: { Digits: caller.presses, msg: 'Gather End' } };
        await pass(Number(attributes.timeout ?? 5));
      } else if (verb.name === 'Record') {
        const next = await record(attributes, to);
        return next === 'fell through' ? HANGUP : next;
      } else if (verb.name === 'Redirect') return { url: to(verb.text), name: 'incoming', more: {} };
      else if (verb.name === 'Hangup' || verb.name === 'Reject') return HANGUP;
      else throw new CallbookError('service-failed', `This Twilio does not know the verb ${verb.name}.`);
    }
    return HANGUP;
  };

  const record = async (
    attributes: Readonly<Record<string, string>>,
    to: (address: string | undefined) => string,
  ): Promise<Way | 'fell through'> => {
    const recording: Recording = {
      ...{ sid: newSid('RE'), callSid: call.sid, createdAt: new Date(), status: 'processing' },
      ...{ seconds: 0, audio: Buffer.alloc(0), readyAt: Number.POSITIVE_INFINITY },
    };
    account.recordings.push(recording);
    const spoken = Buffer.isBuffer(caller.says) ? caller.says : Buffer.alloc(0);
    const longest = Number(attributes.maxLength ?? 3600);
    await pass(Math.min(longest, Buffer.isBuffer(caller.says) ? waveSeconds(spoken) : Number(attributes.timeout ?? 5)));

    if (Buffer.isBuffer(caller.says))
      Object.assign(recording, {
        ...{ status: 'completed', audio: spoken, seconds: Math.round(waveSeconds(spoken)) },
        readyAt: Date.now() + (caller.audioAfter ?? 1) * scale * SECOND,
      });
    else Object.assign(recording, { status: 'absent', errorCode: caller.says === 'nothing' ? 16102 : 16101 });

    const url = `https://api.twilio.com/2010-04-01/Accounts/${account.sid}/Recordings/${recording.sid}`;
    const events = (attributes.recordingStatusCallbackEvent ?? 'completed').split(' ');
    if (attributes.recordingStatusCallback && events.includes(recording.status))
      tell('recording', to(attributes.recordingStatusCallback), told(recording, account.sid, url));
    if (attributes.transcribe === 'true' && attributes.transcribeCallback && caller.transcript)
      tell('transcription', to(attributes.transcribeCallback), {
        ...{ ...about(), RecordingSid: recording.sid, RecordingUrl: url, TranscriptionSid: newSid('TR') },
        ...{ TranscriptionStatus: 'completed', TranscriptionText: caller.transcript },
      });
    if (recording.status === 'absent') return 'fell through';
    const digits = caller.hangsUp === 'recording' ? 'hangup' : '#';
    const more = {
      RecordingUrl: url,
      RecordingSid: recording.sid,
      RecordingDuration: String(recording.seconds),
      Digits: digits,
    };
    return { url: to(attributes.action), name: 'recorded', more };
  };

  await pass(1);
  if (caller.hangsUp !== 'ringing') {
    let way: Way | typeof HANGUP = { url: number.voiceUrl, name: 'incoming', more: {} };
    for (let documents = 0; way !== HANGUP && documents < MOST_DOCUMENTS; documents++) {
      const verbs = await fetched(way);
      call.status = 'in-progress';
      // Whoever has hung up is told nothing more: what comes back is not played.
      if (!verbs || (way.name === 'recorded' && caller.hangsUp === 'recording')) break;
      way = await play(verbs, way.url);
    }
  }
  call.status = caller.hangsUp === 'ringing' ? 'canceled' : 'completed';
  call.endedAt = new Date();
  call.seconds = Math.round(call.seconds);
  if (number.statusUrl)
    tell('status', number.statusUrl, {
      ...{ ...about(), CallDuration: String(call.seconds), Duration: String(Math.ceil(call.seconds / 60)) },
      ...{ Timestamp: call.endedAt.toUTCString(), CallbackSource: 'call-progress-events', SequenceNumber: '0' },
    });
  return call;
}

/** These are waited for by the caller, and so cannot be late without being the caller's loss. */
const IN_CALL: ReadonlySet<WebhookName> = new Set(['incoming', 'menu', 'recorded']);

/** What the recording's own callback says: neither who called nor which number. */
function told(recording: Recording, accountSid: string, url: string): Record<string, string> {
  return {
    ...{ AccountSid: accountSid, CallSid: recording.callSid, RecordingSid: recording.sid },
    ...{ RecordingStatus: recording.status, RecordingSource: 'RecordVerb', RecordingChannels: '1' },
    ...(recording.status === 'completed' && { RecordingUrl: url }),
    RecordingDuration: recording.status === 'completed' ? String(recording.seconds) : '-1',
    RecordingStartTime: recording.createdAt.toUTCString(),
    ...(recording.errorCode !== undefined && { ErrorCode: String(recording.errorCode) }),
  };
}

function lasts({ name, attributes, text }: Verb): number {
  if (name === 'Pause') return Number(attributes.length ?? 1);
  return name === 'Play' ? 5 : text.split(/\s+/).length * WORD;
}
