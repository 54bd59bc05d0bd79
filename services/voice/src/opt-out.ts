import type { TextFacts } from './facts.ts';

/**
 * What Twilio takes for the wish to get no more text messages, or to get them again, where it is the whole message. It acts
 * on that itself, and refuses what is sent afterwards.
 * https://help.twilio.com/articles/223134027
 */
const STOP = new Set(['stop', 'stopall', 'unsubscribe', 'cancel', 'end', 'quit', 'optout', 'revoke']);
const START = new Set(['start', 'yes', 'unstop']);

/** What a text message says about text messages; undefined where it is about something else. */
export function optOutOf({ text, optOutType }: Pick<TextFacts, 'text' | 'optOutType'>): 'stop' | 'start' | undefined {
  // A messaging service may have words of its own, and says what they mean.
  const word = (optOutType ?? text).trim().toLowerCase();
  if (STOP.has(word)) return 'stop';
  return START.has(word) ? 'start' : undefined;
}
