import type { Contact } from '@callbook/contracts';
import type { RequesterAction } from '@callbook/log';

/** What a requester asked for with a button; undefined where somebody said something. */
export function actionOf({ details }: Pick<Contact, 'details'>): RequesterAction['action'] | undefined {
  return details.channel === 'slack' ? details.action : undefined;
}

/** These are about text messages and nothing else; `cancel` and `yes` may be an answer to what we asked. */
const ABOUT_TEXTS = /^\s*(?:stop|stopall|unsubscribe|optout|revoke|start|unstop)\s*$/i;

/** Whether somebody asked for no more text messages, or for them again, and said nothing else. */
export function isOptOut({ details, text }: Pick<Contact, 'details' | 'text'>): boolean {
  return details.channel === 'voice' && details.optOut !== undefined && ABOUT_TEXTS.test(text);
}

/** Whether somebody said something about their matter: it goes on with it. */
export function saysSomething(contact: Contact): boolean {
  return actionOf(contact) === undefined && !isOptOut(contact);
}
