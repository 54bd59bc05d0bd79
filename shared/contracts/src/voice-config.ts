import { z } from 'zod';
import { ServiceHours } from './service-hours.ts';
import { Label, Name, Port } from './setting.ts';

/** ITU-T E.164 with its plus. */
const E164 = /^\+[1-9]\d{1,14}$/;

/** What is filled in when a text is spoken. */
export const PLACEHOLDERS = ['opens', 'closes', 'respondBy'] as const;

/** Text for a synthetic voice. Twilio takes 4096 characters in one piece. */
const Spoken = z
  .string()
  .min(1)
  .max(3000)
  .refine((text) => [...text.matchAll(/\{(\w*)\}?/g)].every(([whole]) => isPlaceholder(whole)), {
    message: `between braces only ${PLACEHOLDERS.join(', ')}`,
  });

function isPlaceholder(text: string): boolean {
  return PLACEHOLDERS.some((name) => text === `{${name}}`);
}

function isLanguage(tag: string): boolean {
  try {
    return Intl.getCanonicalLocales(tag).length === 1;
  } catch (error) {
    if (error instanceof Error && error.name === 'RangeError') return false;
    throw error;
  }
}

const MenuItem = z.strictObject({
  /** The key that the caller presses. */
  digit: z.number().int().min(0).max(9),
  department: Label,
  say: Spoken,
});

/** What a caller hears, in one language. */
const Greeting = z.strictObject({
  /** BCP 47, as Twilio knows it. */
  language: z.string().refine(isLanguage, 'a language such as en-GB'),
  /** One of Twilio's voices. */
  voice: z.string().min(1).max(100).optional(),
  /** Said first, in service hours. */
  open: Spoken,
  /** Said first, out of them. */
  closed: Spoken,
  menu: z.array(MenuItem).max(10).default([]),
  /** Said right before the tone. */
  prompt: Spoken,
  /** Said when the message is recorded. */
  thanks: Spoken,
});
export type Greeting = z.infer<typeof Greeting>;

const ENGLISH: z.input<typeof Greeting> = {
  language: 'en-US',
  open: 'Hello. You have reached the service desk. All of us are busy at this moment.',
  closed: 'Hello. You have reached the service desk. We are closed now, and open again on {opens}.',
  prompt: 'Please say your name and what we can do for you after the tone, and press the hash key when you are done.',
  thanks: 'Thank you. Your message is recorded. Goodbye.',
};

const VoiceNumber = z.strictObject({
  /** E.164, as Twilio writes it. */
  number: z.string().regex(E164, 'a number such as +493012345678'),
  /** Spoken one after another. */
  greetings: z
    .array(Greeting)
    .min(1)
    .max(8)
    .refine(agreeOnDigits, { message: 'a digit leads to two departments' })
    .prefault([ENGLISH]),
  /** A message may be so long. */
  maxLengthSeconds: z.number().int().min(5).max(14_400).default(300),
  /** So much silence ends it; 0: none does. */
  silenceSeconds: z.number().int().min(0).max(600).default(10),
  /** A shorter one counts as a missed call. Its audio is kept all the same. */
  shortestSeconds: z.number().min(0).max(60).default(1),
  /** Ask Twilio for its own transcript: American English, at a price, of messages up to two minutes. */
  transcribe: z.boolean().default(false),
});
export type VoiceNumber = z.infer<typeof VoiceNumber>;

function agreeOnDigits(greetings: readonly Greeting[]): boolean {
  const departments = new Map<number, string>();
  return greetings
    .flatMap(({ menu }) => menu)
    .every(({ digit, department }) => {
      const before = departments.get(digit) ?? department;
      departments.set(digit, before);
      return before === department;
    });
}

/** From where text messages go out. */
const TextMessages = z
  .strictObject({
    /** One of the account's numbers that can send text messages, E.164. */
    from: z.string().regex(E164, 'a number such as +493012345678').optional(),
    /** A messaging service of the account, which has several; with `from` as well, that one of them. */
    messagingServiceSid: z
      .string()
      .regex(/^MG[0-9a-f]{32}$/, 'MG and 32 hexadecimal digits')
      .optional(),
  })
  .refine(({ from, messagingServiceSid }) => from !== undefined || messagingServiceSid !== undefined, {
    message: 'from or messagingServiceSid is missing',
  });
export type TextMessagesConfig = z.infer<typeof TextMessages>;

const TwilioAccount = z.strictObject({
  /** The account's name in the log. It is part of every contact's key: renaming it makes old calls new. */
  name: Name,
  accountSid: z.string().regex(/^AC[0-9a-f]{32}$/, 'AC and 32 hexadecimal digits'),
  /** The primary one: webhooks are signed with it. */
  authToken: z.string().min(1),
  numbers: z.array(VoiceNumber).min(1).refine(differ('number'), { message: 'a number stands twice' }),
  /** Callers are written to by text message. Left out, they are not. */
  sms: TextMessages.optional(),
});
export type TwilioAccount = z.infer<typeof TwilioAccount>;

const Twilio = z.strictObject({
  /** How Twilio reaches this role, without `/voice/twilio`: what it signs begins with it. */
  publicUrl: z.url({ protocol: /^https?$/ }).refine((url) => !/[?#]/.test(url), 'an address without ? and #'),
  /** The REST API, and the recordings. */
  apiUrl: z.url({ protocol: /^https?$/ }).default('https://api.twilio.com'),
  accounts: z
    .array(TwilioAccount)
    .min(1)
    .refine(differ('name'), { message: 'two accounts have the same name' })
    .refine(differ('accountSid'), { message: 'an accountSid stands twice' }),
  /** A recording that the log has is deleted at Twilio after so many days. */
  retentionDays: z.number().int().min(1).max(3650).optional(),
  reconcile: z
    .strictObject({
      /** Minutes between two comparisons with what Twilio has. */
      minutes: z.number().min(0.01).max(60).default(5),
      /** How far back each of them looks, at the least. */
      windowHours: z.number().min(1).max(720).default(48),
    })
    .prefault({}),
});
export type TwilioConfig = z.infer<typeof Twilio>;

function differ<K extends string>(name: K): (items: readonly Readonly<Record<K, string>>[]) => boolean {
  return (items) => new Set(items.map((item) => item[name])).size === items.length;
}

export const VoiceConfig = z.strictObject({
  /** A door of its own for the webhooks alone, beside the role's surface: a proxy can be sent there and no further. */
  host: z.string().min(1).default('127.0.0.1'),
  port: Port.optional(),
  serviceHours: ServiceHours.prefault({}),
  /** Minutes of service hours until a person answers: what `{respondBy}` is computed from. */
  responseMinutes: z.number().int().min(1).max(20_160).default(240),
  twilio: Twilio.optional(),
});
export type VoiceConfig = z.infer<typeof VoiceConfig>;
