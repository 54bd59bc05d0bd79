import type { Role } from '@callbook/runtime';

/** The Slack adapter: what people say to the desk in Slack becomes contacts. Without a workspace it does nothing. */
export const slackRole: Role = {
  name: 'slack',
  async start(context) {
    const { slack } = context.config;
    if (slack.workspaces.length === 0) return context.logger.info('no workspaces are configured (slack.workspaces)');
    // Only here: Bolt takes a good tenth of a second and 30 MB to load.
    const { startAdapter } = await import('./adapter.ts');
    await startAdapter(context, slack);
  },
};
