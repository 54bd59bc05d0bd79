import { type Json, text } from './payload.ts';
import type { Station } from './station.ts';
import { compareTs, instantOf, isTs, tsOf } from './ts.ts';

export type Listed = { readonly ts: string; readonly message: Json };

/** The moment since which messages are wanted, and the one since which threads may have begun that have new ones. */
export type Span = { readonly since: Date; readonly threadsSince: Date };

/**
 * Threads as they were read last. While Slack counts as many replies, and the same as the latest, nothing was said there;
 * what was edited is seen when they are read again all the same.
 */
export type ReadThreads = Map<
  string,
  { readonly mark: string; readonly replies: ReadonlyMap<string, Json>; readonly trusted: number }
>;

/** So many comparisons pass before a thread in which nothing was said is read again. */
const TRUSTED = 5;

/** Some ten megabytes. */
const MOST_THREADS = 2_000;

/**
 * What was said in a conversation since a moment, replies among it, in its order: as Slack lists it, which is more than is
 * for the desk. Threads in which nothing is new since they were `known` are not read again.
 * @throws CallbookError `slack-api`, `slack-login`.
 */
export async function listConversation(
  station: Station,
  conversation: string,
  span: Span,
  known: ReadThreads = new Map(),
): Promise<Listed[]> {
  const { api, threads } = station;
  const oldest = new Date(Math.min(span.since.getTime(), span.threadsSince.getTime()));
  const listed = new Map<string, Json>();
  await read((cursor) => api.history(conversation, tsOf(oldest), cursor), listed);

  const roots = [...listed].filter(([, message]) => mayHaveNews(message, span.since));
  const older = threads.between(conversation, span.threadsSince, span.since).filter((ts) => !listed.has(ts));
  for (const [ts, root] of [...roots, ...older.map((ts) => [ts, undefined] as const)]) {
    const name = `${conversation}:${ts}`;
    const mark = root && `${span.since.getTime()} ${root.reply_count} ${text(root, 'latest_reply')}`;
    const before = known.get(name);
    const trusted = mark !== undefined && before?.mark === mark ? before.trusted - 1 : 0;
    const replies = new Map(trusted > 0 ? before?.replies : []);
    if (trusted <= 0) await read((cursor) => api.replies(conversation, ts, tsOf(span.since), cursor), replies);
    known.delete(name);
    if (mark !== undefined) known.set(name, { mark, replies, trusted: trusted > 0 ? trusted : TRUSTED + 1 });
    // What the conversation itself lists was read just now.
    for (const [reply, message] of replies) if (!listed.has(reply)) listed.set(reply, message);
  }
  for (const name of [...known.keys()].slice(0, Math.max(0, known.size - MOST_THREADS))) known.delete(name);

  return [...listed]
    .map(([ts, message]) => ({ ts, message }))
    .filter(({ ts }) => (instantOf(ts)?.getTime() ?? 0) >= span.since.getTime())
    .sort((a, b) => compareTs(a.ts, b.ts));
}

function mayHaveNews(message: Json, since: Date): boolean {
  const { reply_count } = message;
  if (typeof reply_count !== 'number' || reply_count < 1) return false;
  const latest = instantOf(text(message, 'latest_reply'));
  return latest === undefined || latest >= since;
}

type Pages = (
  cursor: string | undefined,
) => Promise<{ readonly items: readonly Json[]; readonly next: string | undefined }>;

/** Reads all pages of a list. */
async function read(page: Pages, into: Map<string, Json>): Promise<void> {
  for (let cursor: string | undefined, more = true; more; more = cursor !== undefined) {
    const { items, next } = await page(cursor);
    for (const message of items) {
      const ts = text(message, 'ts');
      if (isTs(ts)) into.set(ts, message);
    }
    cursor = next;
  }
}
