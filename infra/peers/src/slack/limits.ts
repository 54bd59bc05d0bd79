/**
 * Requests a minute for each method and workspace: Slack's tiers, by https://docs.slack.dev/apis/web-api/rate-limits and
 * the page of each method. What is not here is special, and not limited here.
 */
const TIERS: Readonly<Record<string, number>> = {
  'conversations.list': 20,
  'users.list': 20,
  'reactions.remove': 20,
  'conversations.history': 50,
  'conversations.replies': 50,
  'conversations.info': 50,
  'conversations.open': 50,
  'conversations.join': 50,
  'users.conversations': 50,
  'users.lookupByEmail': 50,
  'chat.update': 50,
  'chat.delete': 50,
  'reactions.add': 50,
  'team.info': 50,
  'bots.info': 50,
  'users.info': 100,
  'conversations.members': 100,
  'chat.postEphemeral': 100,
  'files.info': 100,
  'views.open': 100,
  'views.push': 100,
  'views.update': 100,
  'views.publish': 100,
};
/** Since May 2025, of commercially distributed apps outside the Marketplace: 15 messages, once a minute. */
const DISTRIBUTED: Readonly<Record<string, number>> = { 'conversations.history': 1, 'conversations.replies': 1 };
/** "Generally one message per second per channel, short bursts allowed." */
const POSTS_A_MINUTE = 60;

export type Limits = 'published' | 'distributed' | 'none';

/** Counts requests in sliding minutes. Answers the real seconds to wait, 0 where the request may pass. */
export function limiter(limits: Limits, scale: number, now: () => number) {
  const passed = new Map<string, number[]>();
  return (team: string, method: string, channel: string | undefined): number => {
    if (limits === 'none') return 0;
    const post = method === 'chat.postMessage';
    const most = post
      ? POSTS_A_MINUTE
      : ((limits === 'distributed' ? DISTRIBUTED[method] : undefined) ?? TIERS[method]);
    if (most === undefined) return 0;
    const name = [team, method, post ? channel : ''].join(' ');
    const minute = 60_000 * scale;
    const recent = (passed.get(name) ?? []).filter((at) => at > now() - minute);
    const [first = now()] = recent;
    if (recent.length >= most) return Math.max(1, Math.ceil((first + minute - now()) / 1_000));
    passed.set(name, [...recent, now()]);
    return 0;
  };
}
