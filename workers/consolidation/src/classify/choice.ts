import type { Contact, Urgency } from '@callbook/contracts';

/** What somebody chose, in their own words. */
export type Choice = {
  readonly department?: string | undefined;
  readonly service?: string | undefined;
  readonly urgency?: Urgency | undefined;
  /** What stands behind the + of the address that they wrote to. */
  readonly tags: readonly string[];
};

const URGENCIES: Readonly<Record<'low' | 'normal' | 'high', Urgency>> = { low: 'low', normal: 'medium', high: 'high' };

/** What was chosen: in a form, by a key of the telephone, by an address, or by whoever took the call. Nothing is guessed. */
export function chosenIn({ details, to }: Pick<Contact, 'details' | 'to'>): Choice {
  const department = 'department' in details ? details.department : undefined;
  const service = 'service' in details ? details.service : undefined;
  const urgency = 'urgency' in details && details.urgency !== undefined ? URGENCIES[details.urgency] : undefined;
  const tags = details.channel === 'email' ? to.flatMap((address) => /\+([^+@]+)@[^@]*$/.exec(address)?.[1] ?? []) : [];
  return { department, service, urgency, tags };
}
