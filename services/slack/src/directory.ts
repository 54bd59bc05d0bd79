import { CallbookError, type Config, type Directory, type DirectoryPerson } from '@callbook/contracts';
import { createLogger } from '@callbook/runtime';
import { openApi, type SlackApi } from './api.ts';
import { type Json, text } from './payload.ts';
import { profileOf } from './person.ts';
import { slackUser } from './source-id.ts';

/**
 * The members of a workspace as a directory. Slack has looked at their addresses; their telephone numbers they typed in
 * themselves. `team`: which workspace, where several are configured.
 * @throws CallbookError `config-invalid`, `slack-login`, `slack-api`.
 */
export async function slackDirectory(
  config: Pick<Config, 'slack' | 'country'>,
  team: string | undefined,
  signal: AbortSignal,
): Promise<Directory> {
  const { workspaces } = config.slack;
  const workspace = team ? workspaces.find((one) => one.team === team) : workspaces.length === 1 && workspaces[0];
  if (!workspace) {
    const known = workspaces.map((one) => one.team).join(', ') || 'none';
    throw new CallbookError('config-invalid', `Which workspace? --slack TEAM; configured: ${known}.`);
  }
  const api = openApi(workspace, config.slack, { logger: createLogger('callbook', 'error', 2), signal });
  const members = await all((cursor) => api.members(cursor));
  const people = members.flatMap((user) => memberOf(user, workspace.team, config.country));
  return { source: `slack ${workspace.team}`, leads: false, people, notes: [] };
}

async function all(page: (cursor: string | undefined) => ReturnType<SlackApi['members']>): Promise<Json[]> {
  const found: Json[] = [];
  for (let cursor: string | undefined, first = true; first || cursor; first = false) {
    const { items, next } = await page(cursor);
    found.push(...items);
    cursor = next;
  }
  return found;
}

function memberOf(user: Json, team: string, country: string | undefined): DirectoryPerson[] {
  const id = text(user, 'id');
  const { ours, bot, name, email, phone } = profileOf(user, team, country);
  if (id === undefined || !ours || bot || user.deleted === true) return [];
  const key = slackUser(team, id);
  return [
    {
      ...{ key, name: name ?? id },
      identities: [
        { kind: 'slack', value: key },
        ...(email ? [{ kind: 'email', value: email } as const] : []),
        ...(phone ? [{ kind: 'phone', value: phone, claimed: true } as const] : []),
      ],
    },
  ];
}
