import type { Place } from './source-id.ts';

/**
 * Where a message is in a browser, made as Slack makes it, so that nobody has to be asked. `url` is the workspace's own.
 * Undefined where that is not known, or no address of Slack's kind.
 */
export function permalinkOf(url: string | undefined, place: Place, threadTs: string): string | undefined {
  if (url === undefined || !/^https:\/\/[\w.-]+\/$/.test(url)) return undefined;
  const { conversation, ts } = place;
  const within = threadTs === ts ? '' : `?thread_ts=${threadTs}&cid=${conversation}`;
  return `${url}archives/${conversation}/p${ts.replace('.', '')}${within}`;
}
