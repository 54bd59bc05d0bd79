import type { TwilioConfig } from '@callbook/contracts';
import twilio from 'twilio';
import { addressOf } from './config.ts';
import { type Form, field } from './form.ts';
import type { Station } from './station.ts';

export type Refusal = 'missing' | 'unknown-account' | 'wrong';

/**
 * Whose webhook this is: the station of the account that it names, where that account's token signed it. The address
 * that was signed is the configured one and what follows it: what a request says of its own host is not believed.
 */
export function signer(
  request: { readonly signature: string | undefined; readonly path: string; readonly form: Form },
  stations: readonly Station[],
  twilioConfig: Pick<TwilioConfig, 'publicUrl'>,
): Station | Refusal {
  if (!request.signature) return 'missing';
  const accountSid = field(request.form, 'AccountSid');
  const station = stations.find(({ account }) => account.accountSid === accountSid);
  if (!station) return 'unknown-account';
  const url = addressOf(twilioConfig, request.path);
  const { authToken } = station.account;
  return twilio.validateRequest(authToken, request.signature, url, request.form) ? station : 'wrong';
}
