import type { Request } from 'express';
import { addresses, numberOf } from './config.ts';
import { isOver, isSid } from './facts.ts';
import { type Form, field, readCall, readRecording, readText } from './form.ts';
import { choiceOf, menu, prompt, thanks, welcome } from './greeting.ts';
import { choiceContact, sourceIds, transcriptContact, unreadableContact } from './normalise.ts';
import { fetchSoon, lookSoon, takeCall } from './settle.ts';
import type { Station } from './station.ts';
import { type Raw, take } from './take.ts';
import { fetchMediaSoon, takeText } from './text.ts';
import { answer, goodbye, NOTHING, recordOnly } from './twiml.ts';
import { DELIVERY, undeliveredIn } from './undelivered.ts';

/** One webhook, its signature checked. */
export type Webhook = {
  readonly station: Station;
  readonly form: Form;
  readonly raw: Raw;
  readonly query: Request['query'];
};

export type WebhookKind = {
  /** Within a call the caller must hear something, also when what came could not be taken. */
  readonly inCall: boolean;
  /** What is done before it is answered: on our own disk, and nowhere else. */
  take(webhook: Webhook): Promise<void>;
  /** The TwiML to answer with. */
  answer(webhook: Webhook): string;
};

/** The webhooks by their paths. `menu` and `recorded` are asked for by our own TwiML, the others are Twilio's events. */
export const webhookKinds: Readonly<Record<string, WebhookKind>> = {
  incoming: {
    inCall: true,
    take: takeCallOf,
    answer({ station, form }) {
      const [number, at] = [numberOf(station.account, field(form, 'To') ?? ''), station.now()];
      const { voice } = station;
      const said = {
        welcome: welcome(number, voice, at),
        menu: menu(number, voice, at),
        prompt: prompt(number, voice, at),
      };
      return answer(said, number, addresses(station.twilio));
    },
  },
  menu: {
    inCall: true,
    async take(webhook) {
      await takeCallOf(webhook);
      const { station, form, raw } = webhook;
      const choice = choiceOf(numberOf(station.account, field(form, 'To') ?? ''), field(form, 'Digits') ?? '');
      const callSid = field(form, 'CallSid');
      if (!choice || !isSid(callSid)) return;
      await take(station, sourceIds.choice(callSid), raw, (arrival) => choiceContact(callSid, choice, arrival));
    },
    answer({ station, form }) {
      const number = numberOf(station.account, field(form, 'To') ?? '');
      const language = choiceOf(number, field(form, 'Digits') ?? '')?.language;
      return recordOnly(
        prompt(number, station.voice, station.now(), language),
        number,
        addresses(station.twilio, language),
      );
    },
  },
  recorded: {
    inCall: true,
    async take(webhook) {
      await takeCallOf(webhook);
      const callSid = field(webhook.form, 'CallSid');
      if (isSid(callSid)) lookSoon(webhook.station, callSid);
    },
    answer({ station, form, query }) {
      const language = typeof query.language === 'string' ? query.language : undefined;
      return goodbye(
        thanks(numberOf(station.account, field(form, 'To') ?? ''), station.voice, station.now(), language),
      );
    },
  },
  recording: {
    inCall: false,
    async take(webhook) {
      const recording = readRecording(webhook.form);
      if (!recording) return await takeUnreadable(webhook, 'it does not say which recording it is about');
      if (recording.status === 'completed') fetchSoon(webhook.station, recording);
      lookSoon(webhook.station, recording.callSid);
    },
    answer: () => NOTHING,
  },
  status: {
    inCall: false,
    async take(webhook) {
      await takeCallOf(webhook);
      const call = readCall(webhook.form, webhook.station.now());
      if (call && isOver(call)) lookSoon(webhook.station, call.callSid, call);
    },
    answer: () => NOTHING,
  },
  transcription: {
    inCall: false,
    async take(webhook) {
      const { station, form, raw } = webhook;
      const [callSid, transcriptionSid] = [field(form, 'CallSid'), field(form, 'TranscriptionSid')];
      if (!isSid(callSid) || !isSid(transcriptionSid))
        return await takeUnreadable(webhook, 'it does not say what it transcribes');
      const text = field(form, 'TranscriptionText');
      if (field(form, 'TranscriptionStatus') !== 'completed' || text === undefined) return;
      await take(station, sourceIds.transcript(callSid, transcriptionSid), raw, (arrival) =>
        transcriptContact({ callSid, transcriptionSid, text }, arrival),
      );
    },
    answer: () => NOTHING,
  },
  message: {
    inCall: false,
    async take(webhook) {
      const { station, form, raw } = webhook;
      const text = readText(form);
      if (!text) return await takeUnreadable(webhook, 'it does not say which message it is about');
      await takeText(station, text, raw);
      if (text.media > 0) fetchMediaSoon(station, text);
    },
    answer: () => NOTHING,
  },
  'message-status': {
    inCall: false,
    async take({ station, form, query }) {
      const fault = undeliveredIn(form);
      const delivery = query[DELIVERY];
      if (!fault || typeof delivery !== 'string') return;
      station.metrics.text('undelivered');
      await station.outbound?.undelivered(delivery, { ...fault, at: station.now() });
    },
    answer: () => NOTHING,
  },
};

async function takeCallOf(webhook: Webhook): Promise<void> {
  const call = readCall(webhook.form, webhook.station.now());
  if (!call) return await takeUnreadable(webhook, 'it does not say which call it is about');
  await takeCall(webhook.station, call, webhook.raw);
}

/** Signed, and yet not to be understood: it is a contact with its original, so that a person can look at it. */
async function takeUnreadable({ station, raw }: Webhook, reason: string): Promise<void> {
  const { sha256 } = await station.archive.put(raw.bytes);
  await take(station, sha256, raw, (arrival) => unreadableContact(sha256, reason, arrival));
}
