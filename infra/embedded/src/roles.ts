import { fileURLToPath } from 'node:url';
import { CallbookError, type Config } from '@callbook/contracts';
import type { Role } from '@callbook/runtime';

export type LocalRole = {
  readonly name: string;
  /** Reads its code, which whoever runs it as a process of its own need not. */
  load(): Promise<Role>;
  /** The program that runs it as a process of its own. */
  readonly main: string;
  /** False: with this configuration it has nothing to do, and is started only when it is asked for by its name. */
  readonly needed?: (config: Config) => boolean;
};

/** The one role that people reach by HTTP. */
export const DESK = 'desk';

/** What one machine runs, in the order of the start: the worker first, so that nothing waits for it. */
const roles: readonly LocalRole[] = [
  {
    name: 'consolidation',
    load: async () => (await import('@callbook/consolidation')).consolidationRole,
    main: program('workers/consolidation'),
  },
  // Also where nothing can be sent: it goes round the calls, and tells webhooks.
  {
    name: 'delivery',
    load: async () => (await import('@callbook/delivery')).deliveryRole,
    main: program('workers/delivery'),
  },
  { name: DESK, load: async () => (await import('@callbook/desk')).deskRole, main: program('services/desk') },
  { name: 'email', load: async () => (await import('@callbook/email')).emailRole, main: program('services/email') },
  {
    name: 'voice',
    load: async () => (await import('@callbook/voice')).voiceRole,
    main: program('services/voice'),
    needed: ({ voice }) => voice.twilio !== undefined,
  },
  {
    name: 'slack',
    load: async () => (await import('@callbook/slack')).slackRole,
    main: program('services/slack'),
    needed: ({ slack }) => slack.workspaces.length > 0,
  },
  { name: 'paper', load: async () => (await import('@callbook/paper')).paperRole, main: program('services/paper') },
  { name: 'media', load: async () => (await import('@callbook/media')).mediaRole, main: program('workers/media') },
];

/**
 * The roles of these names, all of them by default.
 * @throws CallbookError `config-invalid` that lists the names there are.
 */
export function chosenRoles(names: readonly string[] | undefined): readonly LocalRole[] {
  if (names === undefined) return roles;
  const known = roles.map(({ name }) => name);
  const unknown = names.filter((name) => !known.includes(name));
  if (unknown.length > 0 || names.length === 0) {
    throw new CallbookError('config-invalid', `--roles knows ${known.join(', ')}; not: ${unknown.join(', ')}`);
  }
  return roles.filter(({ name }) => names.includes(name));
}

function program(room: string): string {
  return fileURLToPath(new URL(`../../../${room}/dist/main.js`, import.meta.url));
}
