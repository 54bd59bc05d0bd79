import type { SlackConfig } from '@callbook/contracts';
import type { RoleContext } from '@callbook/runtime';

/** Starts the adapter for the workspaces that are configured. */
export async function startAdapter(context: RoleContext, slack: SlackConfig): Promise<void> {
  context.logger.info({ workspaces: slack.workspaces.length }, 'workspaces of Slack');
}
