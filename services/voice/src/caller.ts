import type { Contact } from '@callbook/contracts';
import type { CallFacts } from './facts.ts';
import { word } from './word.ts';

/** What Twilio puts in place of a number that is withheld: words, written on a telephone's keys behind a plus. */
const WITHHELD = new Set(
  ['anonymous', 'restricted', 'blocked', 'unknown', 'unavailable', 'private'].map((text) => `+${onKeys(text)}`),
);

function onKeys(text: string): string {
  const keys = ['abc', 'def', 'ghi', 'jkl', 'mno', 'pqrs', 'tuv', 'wxyz'];
  return [...text].map((letter) => keys.findIndex((key) => key.includes(letter)) + 2).join('');
}

/** Who called: a number only where it is one, so that all who withhold theirs are not taken for one person. */
export function callerOf({ from, callerName, verified }: CallFacts): Contact['from'] {
  const phone = numberOf(from);
  const name = word(callerName);
  return { ...(name && { name }), ...(phone && { phone, ...(verified !== undefined && { verified }) }) };
}

/** What was given in place of a number. */
export function namelessCaller({ from }: Pick<CallFacts, 'from'>): string | undefined {
  return numberOf(from) ? undefined : word(WITHHELD.has(from) ? 'anonymous' : from);
}

/** E.164, or undefined. */
export function numberOf(text: string): string | undefined {
  return /^\+[1-9]\d{5,14}$/.test(text) && !WITHHELD.has(text) ? text : undefined;
}
