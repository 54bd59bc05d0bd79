import { VoiceConfig, type VoiceNumber } from '@callbook/contracts';
import { describe, expect, test } from '@jest/globals';
import { menu, prompt, welcome } from '../src/greeting.ts';
import { answer, goodbye, recordOnly } from '../src/twiml.ts';

const addresses = {
  menu: 'https://d.example/menu',
  recorded: 'https://d.example/recorded?language=de-DE',
  recording: 'https://d.example/recording',
  transcription: 'https://d.example/transcription',
};

function voice(number: object = {}) {
  const config = VoiceConfig.parse({
    serviceHours: { timeZone: 'Europe/Berlin', open: ['mon-fri 08:00-17:00'] },
    responseMinutes: 120,
    twilio: {
      publicUrl: 'https://d.example',
      accounts: [
        {
          name: 'hotline',
          accountSid: `AC${'0'.repeat(32)}`,
          authToken: 'x',
          numbers: [{ number: '+493012345678', ...number }],
        },
      ],
    },
  });
  return { config, number: config.twilio?.accounts[0]?.numbers[0] as VoiceNumber };
}

const MONDAY = new Date('2026-11-02T09:00:00Z');
const SATURDAY = new Date('2026-11-07T12:00:00Z');

function said(number: VoiceNumber, config: VoiceConfig, at: Date): string {
  return answer(
    { welcome: welcome(number, config, at), menu: menu(number, config, at), prompt: prompt(number, config, at) },
    number,
    addresses,
  );
}

describe('a greeting', () => {
  const greeting = {
    language: 'en-GB',
    voice: 'Polly.Amy',
    open: 'We call back by {respondBy}, and close on {closes}.',
    closed: 'We open on {opens}, and call back by {respondBy}.',
    prompt: 'Speak & press #.',
    thanks: 'Thanks.',
  };

  test('knows whether anyone is there, and when somebody will answer', () => {
    const { config, number } = voice({ greetings: [greeting] });
    expect(welcome(number, config, MONDAY)[0]?.text).toBe('We call back by Monday 12:00, and close on Monday 17:00.');
    expect(welcome(number, config, SATURDAY)[0]?.text).toBe('We open on Monday 08:00, and call back by Monday 10:00.');
  });

  test('says times in the words of its language', () => {
    const german = { ...greeting, language: 'de-DE', closed: 'Wieder da: {opens}.' };
    const { config, number } = voice({ greetings: [german] });
    expect(welcome(number, config, SATURDAY)[0]?.text).toBe('Wieder da: Montag, 08:00.');
  });

  test('becomes TwiML that records with everything said explicitly', () => {
    const { config, number } = voice({ greetings: [greeting], silenceSeconds: 7, maxLengthSeconds: 90 });
    expect(said(number, config, MONDAY)).toBe(
      '<?xml version="1.0" encoding="UTF-8"?><Response>' +
        '<Say language="en-GB" voice="Polly.Amy">We call back by Monday 12:00, and close on Monday 17:00.</Say>' +
        '<Say language="en-GB" voice="Polly.Amy">Speak &amp; press #.</Say>' +
        '<Record action="https://d.example/recorded?language=de-DE#rc=2&amp;rp=5xx,ct,rt" method="POST" finishOnKey="#" ' +
        'maxLength="90" timeout="7" recordingStatusCallback="https://d.example/recording#rc=5&amp;rp=5xx,ct,rt" ' +
        'recordingStatusCallbackMethod="POST" recordingStatusCallbackEvent="completed absent"/><Hangup/></Response>',
    );
  });

  test('with a menu can be interrupted by a key from its first word on', () => {
    const { config, number } = voice({
      greetings: [{ ...greeting, menu: [{ digit: 1, department: 'it', say: 'For computers, press one.' }] }],
    });
    const twiml = said(number, config, MONDAY);
    expect(twiml).toMatch(/<Gather [^>]*numDigits="1"[^>]*action="https:\/\/d\.example\/menu#rc=2&amp;rp=5xx,ct,rt"/);
    expect(twiml).toMatch(/<Gather[^>]*>(<Say[^>]*>[^<]*<\/Say>){2}<\/Gather><Say[^>]*>Speak/);
  });

  test('in the default says when the desk opens, and nothing of it where it always is', () => {
    const { config, number } = voice();
    expect(said(number, config, SATURDAY)).toContain('open again on Monday 8:00 AM');
    expect(said(number, { ...config, serviceHours: { ...config.serviceHours, open: [] } }, SATURDAY)).not.toContain(
      'closed',
    );
  });

  test('is followed by a recording after a key, and by a goodbye after that', () => {
    const { config, number } = voice({ greetings: [greeting], transcribe: true });
    const twiml = recordOnly(prompt(number, config, MONDAY), number, addresses);
    expect(twiml).toContain('transcribe="true" transcribeCallback="https://d.example/transcription#rc=5');
    expect(goodbye([{ text: 'Bye.', language: 'en-GB' }])).toMatch(/<Say language="en-GB">Bye\.<\/Say><Hangup\/>/);
  });
});
