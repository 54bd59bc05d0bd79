import type { Contact } from '@callbook/contracts';
import type { RequesterAction } from '@callbook/log';

/** What a requester asked for with a button; undefined where somebody said something. */
export function actionOf({ details }: Contact): RequesterAction['action'] | undefined {
  return details.channel === 'slack' ? details.action : undefined;
}
