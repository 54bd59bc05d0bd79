import { describe, expect, test } from '@jest/globals';
import { ConfigSchema, canSend, VoiceConfig } from '../src/index.ts';

const NOTHING = ConfigSchema.parse({});

const greeting = {
  language: 'de-DE',
  open: 'Guten Tag.',
  closed: 'Wieder da: {opens}.',
  prompt: 'Bitte sprechen Sie.',
  thanks: 'Danke.',
};

const withNumbers = (...numbers: object[]) => ({
  twilio: {
    publicUrl: 'https://desk.example.org',
    accounts: [{ name: 'hotline', accountSid: `AC${'0'.repeat(32)}`, authToken: 'secret', numbers }],
  },
});
const faults = (settings: object) => VoiceConfig.safeParse(settings).error?.issues.map(({ message }) => message) ?? [];

describe('the voice settings', () => {
  test('need of a number nothing but the number', () => {
    const { twilio } = VoiceConfig.parse(withNumbers({ number: '+493012345678' }));
    expect(twilio?.accounts[0]?.numbers[0]).toMatchObject({
      greetings: [{ language: 'en-US', menu: [] }],
      maxLengthSeconds: 300,
    });
  });

  test('send text messages only where an account says from where', () => {
    const [plain, ...others] = [
      undefined,
      { from: '+4915735990000' },
      { messagingServiceSid: `MG${'0'.repeat(32)}` },
    ].map((sms) => {
      const { twilio } = withNumbers({ number: '+493012345678' });
      return VoiceConfig.parse({ twilio: { ...twilio, accounts: twilio.accounts.map((one) => ({ ...one, sms })) } });
    });
    const sends = (voice?: VoiceConfig) => voice && canSend({ ...NOTHING, voice }, 'voice', 'hotline');
    expect([plain, ...others].map(sends)).toEqual([false, true, true]);
    const { twilio } = withNumbers({ number: '+493012345678' });
    const nowhere = { twilio: { ...twilio, accounts: twilio.accounts.map((one) => ({ ...one, sms: {} })) } };
    expect(faults(nowhere)).toEqual(['from or messagingServiceSid is missing']);
  });

  test.each([
    ['a number as one dials it', withNumbers({ number: '030 12345678' }), 'a number such as +493012345678'],
    [
      'a number that stands twice',
      withNumbers({ number: '+4930123' }, { number: '+4930123' }),
      'a number stands twice',
    ],
    [
      'a placeholder that nobody fills in',
      withNumbers({ number: '+4930123', greetings: [{ ...greeting, open: 'Hello {name}' }] }),
      'between braces only opens, closes, respondBy',
    ],
    [
      'a brace that is left open',
      withNumbers({ number: '+4930123', greetings: [{ ...greeting, open: 'Hello {opens' }] }),
      'between braces only opens, closes, respondBy',
    ],
    [
      'a digit for two departments',
      withNumbers({
        number: '+4930123',
        greetings: [
          { ...greeting, menu: [{ digit: 1, department: 'it', say: 'Eins.' }] },
          { ...greeting, language: 'en-GB', menu: [{ digit: 1, department: 'facilities', say: 'One.' }] },
        ],
      }),
      'a digit leads to two departments',
    ],
    [
      'a time zone that there is not',
      { serviceHours: { timeZone: 'Europe/Atlantis' } },
      'a time zone such as Europe/Berlin',
    ],
    [
      'an hour that there is not',
      { serviceHours: { open: ['mon-fri 08:00-25:00'] } },
      'hours such as mon-fri 08:00-17:00',
    ],
  ])('refuse %s', (_, settings, message) => {
    expect(faults(settings)).toEqual([message]);
  });
});
