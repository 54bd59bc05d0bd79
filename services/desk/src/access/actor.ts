import { CallbookError, type Permission, type Role } from '@callbook/contracts';
import { everythingBut, type Visibility } from '@callbook/log';

/** Who makes a request: an agent who is signed in, or a program with a token. */
export type Actor = {
  /** As it stands in the history. */
  readonly name: string;
  readonly permissions: readonly Permission[];
  /** The departments that they are of. */
  readonly departments: readonly string[];
  /** What they may see of the log: nothing is read of it without. */
  readonly visibility: Visibility;
  /** Of an agent; a program has none. */
  readonly agent?: {
    readonly id: string;
    readonly email: string;
    readonly role: Role;
    readonly session: string;
  };
};

/** Who may nothing: for paths where nobody has to be signed in. */
export const NOBODY: Actor = { name: 'nobody', permissions: [], departments: [], visibility: everythingBut([]) };

/** @throws CallbookError `not-permitted`. */
export function assertPermitted(actor: Actor, permission: Permission): void {
  if (actor.permissions.includes(permission)) return;
  const who = actor.agent ? `The role ${actor.agent.role}` : `The token ${actor.name}`;
  throw new CallbookError('not-permitted', `${who} does not include "${permission}". Ask an admin of the desk.`);
}
