import {
  afterServiceTime,
  closesAt,
  type Greeting,
  isOpen,
  opensAt,
  type ServiceHours,
  type VoiceConfig,
  type VoiceNumber,
} from '@callbook/contracts';

/** A piece of text in the voice that speaks it. */
export type Speech = { readonly text: string; readonly language: string; readonly voice?: string | undefined };

type Clock = Pick<VoiceConfig, 'serviceHours' | 'responseMinutes'>;

/** What callers of a number hear first: in each language who we are, and whether anyone is there. */
export function welcome({ greetings }: VoiceNumber, clock: Clock, at: Date): Speech[] {
  const open = isOpen(clock.serviceHours, at);
  return greetings.map((greeting) => speech(greeting, open ? greeting.open : greeting.closed, clock, at));
}

/** What they may press, in each language. */
export function menu({ greetings }: VoiceNumber, clock: Clock, at: Date): Speech[] {
  return greetings.flatMap((greeting) => greeting.menu.map(({ say }) => speech(greeting, say, clock, at)));
}

/** Said before the tone, in the caller's language where it is known. */
export function prompt(number: VoiceNumber, clock: Clock, at: Date, language?: string): Speech[] {
  return spoken(number, language).map((greeting) => speech(greeting, greeting.prompt, clock, at));
}

/** Said after the message, in the caller's language where it is known. */
export function thanks(number: VoiceNumber, clock: Clock, at: Date, language?: string): Speech[] {
  return spoken(number, language).map((greeting) => speech(greeting, greeting.thanks, clock, at));
}

/** What a digit stands for. The language is known where one language alone offers it. */
export type Choice = { readonly digit: string; readonly department: string; readonly language?: string | undefined };

/** What a caller has chosen; undefined when the digit stands for nothing. */
export function choiceOf({ greetings }: VoiceNumber, digits: string): Choice | undefined {
  const offers = greetings.flatMap(({ language, menu }) =>
    menu.filter(({ digit }) => String(digit) === digits).map(({ department }) => ({ department, language })),
  );
  const [offer] = offers;
  if (!offer) return undefined;
  return { digit: digits, department: offer.department, ...(offers.length === 1 && { language: offer.language }) };
}

/** The language that callers of a number speak, where all that is said to them is in one. */
export function onlyLanguage({ greetings }: VoiceNumber): string | undefined {
  const languages = new Set(greetings.map(({ language }) => language));
  return languages.size === 1 ? greetings[0]?.language : undefined;
}

function spoken({ greetings }: VoiceNumber, language: string | undefined): readonly Greeting[] {
  const own = greetings.filter((greeting) => greeting.language === language);
  return own.length > 0 ? own : greetings;
}

function speech({ language, voice }: Greeting, text: string, clock: Clock, at: Date): Speech {
  return { text: filled(text, language, clock, at), language, voice };
}

function filled(text: string, language: string, { serviceHours, responseMinutes }: Clock, at: Date): string {
  const moments: Readonly<Record<string, () => Date | undefined>> = {
    opens: () => opensAt(serviceHours, at),
    closes: () => closesAt(serviceHours, at),
    respondBy: () => afterServiceTime(serviceHours, at, responseMinutes),
  };
  return text.replace(/\{(\w+)\}/g, (_, name: string) => said(moments[name]?.(), language, serviceHours));
}

/** A weekday and a time, in the words of a language. A moment that never comes is said by leaving it out. */
function said(moment: Date | undefined, language: string, { timeZone }: ServiceHours): string {
  if (!moment) return '';
  const format = { timeZone, weekday: 'long', hour: 'numeric', minute: '2-digit' } as const;
  return new Intl.DateTimeFormat(language, format).format(moment);
}
