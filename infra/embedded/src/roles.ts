import { fileURLToPath } from 'node:url';
import { consolidationRole } from '@callbook/consolidation';
import { CallbookError, type Config } from '@callbook/contracts';
import { deliveryRole } from '@callbook/delivery';
import { deskRole } from '@callbook/desk';
import { emailRole } from '@callbook/email';
import { mediaRole } from '@callbook/media';
import { paperRole } from '@callbook/paper';
import type { Role } from '@callbook/runtime';
import { slackRole } from '@callbook/slack';
import { voiceRole } from '@callbook/voice';

export type LocalRole = {
  readonly role: Role;
  /** The program that runs it as a process of its own. */
  readonly main: string;
  /** False: with this configuration it has nothing to do, and is started only when it is asked for by its name. */
  readonly needed?: (config: Config) => boolean;
};

/** What one machine runs, in the order of the start: the worker first, so that nothing waits for it. */
const roles: readonly LocalRole[] = [
  { role: consolidationRole, main: program('workers/consolidation') },
  // Also where nothing can be sent: it goes round the calls, and tells webhooks.
  { role: deliveryRole, main: program('workers/delivery') },
  { role: deskRole, main: program('services/desk') },
  { role: emailRole, main: program('services/email') },
  {
    role: voiceRole,
    main: program('services/voice'),
    needed: ({ voice }) => voice.twilio !== undefined,
  },
  {
    role: slackRole,
    main: program('services/slack'),
    needed: ({ slack }) => slack.workspaces.length > 0,
  },
  { role: paperRole, main: program('services/paper') },
  { role: mediaRole, main: program('workers/media') },
];

/** The one role that people reach by HTTP. */
export const DESK = deskRole.name;

/**
 * The roles of these names, all of them by default.
 * @throws CallbookError `config-invalid` that lists the names there are.
 */
export function chosenRoles(names: readonly string[] | undefined): readonly LocalRole[] {
  if (names === undefined) return roles;
  const known = roles.map(({ role }) => role.name);
  const unknown = names.filter((name) => !known.includes(name));
  if (unknown.length > 0 || names.length === 0) {
    throw new CallbookError('config-invalid', `--roles knows ${known.join(', ')}; not: ${unknown.join(', ')}`);
  }
  return roles.filter(({ role }) => names.includes(role.name));
}

function program(room: string): string {
  return fileURLToPath(new URL(`../../../${room}/dist/main.js`, import.meta.url));
}
