import type { SlackConfig } from '@callbook/contracts';

/** Where Slack's requests come in, below the public address. */
export const PATH = '/slack/events';

/**
 * Hosts that files may be fetched from: Slack's own, and the one that the Web API is configured to be at. The token goes
 * with each request, so that no address out of a message may lead elsewhere.
 */
export function fileHosts({ apiUrl }: Pick<SlackConfig, 'apiUrl'>): ReadonlySet<string> {
  return new Set(['files.slack.com', new URL(apiUrl).host]);
}
