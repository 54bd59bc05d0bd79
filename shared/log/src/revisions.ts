import type { LinkedContact } from './contact-view.ts';

/**
 * What lies over each of these contacts, by its key: its revisions; and of a sheet of paper also what was read of it when
 * it was scanned again, which is a contact of its own and says the same again.
 */
export function revisionsOf(contacts: readonly LinkedContact[]): Map<string, LinkedContact[]> {
  const byId = new Map(contacts.map((contact) => [contact.id, contact]));
  const firsts = new Map(
    contacts.flatMap(({ key, channel, revises, duplicateOf = '' }) => {
      const first = channel === 'paper' && !revises ? byId.get(duplicateOf) : undefined;
      return first ? [[key, first.key] as const] : [];
    }),
  );
  const revisions = new Map<string, LinkedContact[]>();
  const add = (key: string, one: LinkedContact) => revisions.set(key, [...(revisions.get(key) ?? []), one]);
  for (const one of contacts) {
    if (one.revises) add(one.revises.key, one);
    const first = firsts.get(one.revises?.key ?? one.key);
    const read = one.details.channel === 'paper' && one.details.reading !== undefined;
    if (first !== undefined && (read || one.revises?.cause === 'person'))
      add(first, { ...one, revises: { key: first, cause: one.revises?.cause ?? 'reading' } });
  }
  return revisions;
}
