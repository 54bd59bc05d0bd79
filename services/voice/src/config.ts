import type { TwilioAccount, TwilioConfig, VoiceNumber } from '@callbook/contracts';

/** Where the webhooks are, below the public address. */
export const PATH = '/voice/twilio';

/**
 * The settings of a called number. One that is not configured is answered as the first that is: somebody has sent it
 * here, and its callers have something to say.
 */
export function numberOf({ numbers }: Pick<TwilioAccount, 'numbers'>, called: string): VoiceNumber {
  const [first] = numbers;
  const found = numbers.find(({ number }) => number === called) ?? first;
  if (!found) throw new TypeError('an account has a number: the contract says so');
  return found;
}

/** The public address of one of our paths: what Twilio is told, and what it signs. */
export function addressOf({ publicUrl }: Pick<TwilioConfig, 'publicUrl'>, path: string): string {
  return publicUrl.replace(/\/+$/, '') + path;
}

/** Where Twilio is sent from within a call. */
export type Addresses = Readonly<Record<'menu' | 'recorded' | 'recording' | 'transcription', string>>;

/** The language is that of the caller, where it is known, so that the goodbye is in it too. */
export function addresses(twilio: Pick<TwilioConfig, 'publicUrl'>, language?: string): Addresses {
  const address = (name: string) => addressOf(twilio, `${PATH}/${name}`);
  return {
    menu: address('menu'),
    recorded: address('recorded') + (language ? `?language=${encodeURIComponent(language)}` : ''),
    recording: address('recording'),
    transcription: address('transcription'),
  };
}
