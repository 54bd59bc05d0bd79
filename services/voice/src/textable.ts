import { parsePhoneNumberFromString } from 'libphonenumber-js/max';
import { numberOf } from './caller.ts';

/** Whether a text message can reach a number, and why not. */
export type Textable = { readonly may: boolean; readonly why: string };

/** Where a country does not tell its mobile numbers from others, any may be one. */
const MOBILE: ReadonlySet<string> = new Set(['MOBILE', 'FIXED_LINE_OR_MOBILE']);

/**
 * Whether whoever called or wrote can get a text message: by their number as Twilio gives it. Landlines cannot, nor can
 * who withholds the number, short codes and named senders. What nobody can know of a number, the network says later.
 */
export function textable(from: string): Textable {
  const phone = numberOf(from);
  if (phone === undefined) return { may: false, why: 'no number is known that a text message could go to' };
  const number = parsePhoneNumberFromString(phone);
  if (!number?.isValid()) return { may: false, why: 'there is no such number' };
  const type = number.getType();
  if (type !== undefined && MOBILE.has(type)) return { may: true, why: 'a mobile telephone' };
  const kind = type?.toLowerCase().replaceAll('_', ' ') ?? 'of an unknown kind';
  return { may: false, why: `its number is no mobile telephone's (${kind})` };
}
