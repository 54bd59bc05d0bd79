import type { Contact } from '@callbook/contracts';

/**
 * Whether a machine answers or reports something: an automatic answer, a bounce, a report, a receipt, mail of our own.
 * It belongs to what it is about, and to no call where that is not known. A person who writes through a list, and an
 * alarm that answers nothing, are no notices: they open calls like anybody.
 */
export function isNotice({ machine, details }: Contact): boolean {
  if (machine === undefined || machine === 'list') return false;
  return !(details.channel === 'email' && details.answers === false);
}
