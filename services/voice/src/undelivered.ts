import { type Form, field, number } from './form.ts';

/** The parameter of our status address that tells which delivery it is about. */
export const DELIVERY = 'delivery';

/** Why networks do not deliver, by Twilio's codes: https://www.twilio.com/docs/api/errors */
const REASONS: Readonly<Record<number, string>> = {
  30003: 'the telephone cannot be reached',
  30004: 'the network blocks the message',
  30005: 'the number is unknown, or not in service',
  30006: 'it is a landline, or its network takes no text messages',
  30007: 'the network takes it for unwanted',
  30008: 'the network does not say why',
};
/** https://www.twilio.com/docs/api/errors/21610 */
export const OPTED_OUT = 21610;

/** What a status webhook says of a message that did not arrive; undefined of all others. */
export function undeliveredIn(form: Form): { readonly reason: string; readonly optedOut: boolean } | undefined {
  const status = field(form, 'MessageStatus') ?? field(form, 'SmsStatus');
  if (status !== 'undelivered' && status !== 'failed') return undefined;
  const code = number(field(form, 'ErrorCode'));
  const why = code === undefined ? undefined : REASONS[code];
  const named = [code === undefined ? undefined : `error ${code}`, why].filter((part) => part !== undefined).join(': ');
  return {
    reason: `Twilio says that it is ${status}${named === '' ? '' : ` (${named})`}`,
    optedOut: code === OPTED_OUT,
  };
}
