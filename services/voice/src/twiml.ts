import type { VoiceNumber } from '@callbook/contracts';
import twilio from 'twilio';
import type { Addresses } from './config.ts';
import type { Speech } from './greeting.ts';

const { VoiceResponse } = twilio.twiml;
type Element = { say(attributes: object, text: string): unknown };

/**
 * How often Twilio repeats a webhook, and when: by itself it does so once, and only where no connection was made.
 * https://www.twilio.com/docs/usage/webhooks/webhooks-connection-overrides
 */
const REPEAT_IN_CALL = '#rc=2&rp=5xx,ct,rt';
const REPEAT_AFTERWARDS = '#rc=5&rp=5xx,ct,rt';
/** Seconds in which a key may still be pressed when the menu has been said. */
const MENU_PATIENCE = 4;

export type RecordOptions = Pick<VoiceNumber, 'maxLengthSeconds' | 'silenceSeconds' | 'transcribe'>;

/** Welcome, menu where there is one, and the recording, for whoever presses nothing. */
export function answer(
  said: { readonly welcome: readonly Speech[]; readonly menu: readonly Speech[]; readonly prompt: readonly Speech[] },
  options: RecordOptions,
  addresses: Addresses,
): string {
  const response = new VoiceResponse();
  if (said.menu.length === 0) say(response, said.welcome);
  else {
    const gather = response.gather({
      input: ['dtmf'],
      numDigits: 1,
      timeout: MENU_PATIENCE,
      action: addresses.menu + REPEAT_IN_CALL,
      method: 'POST',
    });
    // Inside of it, so that who knows the menu can press at once.
    say(gather, [...said.welcome, ...said.menu]);
  }
  record(response, said.prompt, options, addresses);
  return response.toString();
}

/** The recording alone: what follows when a key was pressed in the menu. */
export function recordOnly(prompt: readonly Speech[], options: RecordOptions, addresses: Addresses): string {
  const response = new VoiceResponse();
  record(response, prompt, options, addresses);
  return response.toString();
}

/** The end of a call that has left its message. */
export function goodbye(thanks: readonly Speech[]): string {
  const response = new VoiceResponse();
  say(response, thanks);
  response.hangup();
  return response.toString();
}

/** An answer that changes nothing, for webhooks outside of a call. */
export const NOTHING = new VoiceResponse().toString();

function record(
  response: InstanceType<typeof VoiceResponse>,
  prompt: readonly Speech[],
  { maxLengthSeconds, silenceSeconds, transcribe }: RecordOptions,
  addresses: Addresses,
): void {
  say(response, prompt);
  response.record({
    // Without an action Twilio asks for this very document again, and the caller is in a loop.
    action: addresses.recorded + REPEAT_IN_CALL,
    method: 'POST',
    // By default any key ends the recording.
    finishOnKey: '#',
    maxLength: maxLengthSeconds,
    timeout: silenceSeconds,
    recordingStatusCallback: addresses.recording + REPEAT_AFTERWARDS,
    recordingStatusCallbackMethod: 'POST',
    // By default only `completed` is told.
    recordingStatusCallbackEvent: ['completed', 'absent'],
    ...(transcribe && { transcribe, transcribeCallback: addresses.transcription + REPEAT_AFTERWARDS }),
  });
  // Reached only where the recording did not take place.
  response.hangup();
}

function say(element: Element, speeches: readonly Speech[]): void {
  for (const { text, language, voice } of speeches)
    if (text !== '') element.say({ language, ...(voice && { voice }) }, text);
}
