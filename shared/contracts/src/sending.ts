import { z } from 'zod';
import type { Config } from './config.ts';
import type { Channel } from './contact.ts';

const MailAddress = z.email().max(254);

/** Whether a text is one plain mail address, as it can stand in an envelope: no name, no list, no brackets, no comment. */
export function isMailAddress(text: string): boolean {
  return MailAddress.safeParse(text).success;
}

/** Characters of one text message, whatever they are: https://www.twilio.com/docs/api/errors/21617 */
export const TEXT_MESSAGE_LIMIT = 1600;
/** Of these an agent writes so many; which call it is about and who writes is said besides. */
export const TEXT_REPLY_LIMIT = 1300;

/** Whether anything can be sent from an account of a channel, as it is configured. */
export function canSend(
  { email, slack, voice }: Pick<Config, 'email' | 'slack' | 'voice'>,
  channel: Channel,
  account: string,
): boolean {
  if (channel === 'email') return email.accounts.some(({ name, smtp }) => name === account && smtp !== undefined);
  if (channel === 'voice')
    return voice.twilio?.accounts.some(({ name, sms }) => name === account && sms !== undefined) ?? false;
  return channel === 'slack' && slack.workspaces.some(({ team }) => team === account);
}
