import { z } from 'zod';

/** What a member of desk staff may do, from the least to the most. */
export const Role = z.enum(['read-only', 'agent', 'lead', 'admin']);
export type Role = z.infer<typeof Role>;

/**
 * What can be permitted: to a person by their role, to a program by the scopes of its token.
 *
 * - `read`: calls, contacts, files, figures
 * - `work`: answer, note, change, merge and split calls; enter calls; hand in paper; review
 * - `oversee`: dead letters and what else concerns the desk as a whole
 * - `administer`: agents, their sessions, tokens, departments
 */
export const Permission = z.enum(['read', 'work', 'oversee', 'administer']);
export type Permission = z.infer<typeof Permission>;

const PERMITTED: Readonly<Record<Role, readonly Permission[]>> = {
  'read-only': ['read'],
  agent: ['read', 'work'],
  lead: ['read', 'work', 'oversee'],
  admin: ['read', 'work', 'oversee', 'administer'],
};

/** What a role may do. Which departments somebody sees is another matter: no role opens a private one. */
export function permissionsOf(role: Role): readonly Permission[] {
  return PERMITTED[role];
}

/** The role among these that may do the most; undefined where none of them is one. */
export function highestRole(names: readonly string[]): Role | undefined {
  return Role.options.findLast((role) => names.includes(role));
}
