import { z } from 'zod';
import type { Config } from './config.ts';
import type { Channel } from './contact.ts';

const MailAddress = z.email().max(254);

/** Whether a text is one plain mail address, as it can stand in an envelope: no name, no list, no brackets, no comment. */
export function isMailAddress(text: string): boolean {
  return MailAddress.safeParse(text).success;
}

/** Whether anything can be sent from an account of a channel, as it is configured. */
export function canSend({ email, slack }: Pick<Config, 'email' | 'slack'>, channel: Channel, account: string): boolean {
  if (channel === 'email') return email.accounts.some(({ name, smtp }) => name === account && smtp !== undefined);
  return channel === 'slack' && slack.workspaces.some(({ team }) => team === account);
}
