import { type Channel, DAY } from '@callbook/contracts';
import { type Kysely, sql } from 'kysely';
import type { Database } from './schema.ts';

/** What came by an account of a channel in the last week, revisions left out. */
export type AccountHealth = {
  readonly channel: Channel;
  readonly account: string;
  readonly lastReceivedAt: string;
  readonly contacts: number;
  /** Of them: what could not be read as it should be. */
  readonly problems: number;
};

/** What is yet to be done, and since when the oldest of it waits. */
export type Waiting = { readonly waiting: number; readonly oldestAt?: string };

export type LogHealth = {
  readonly accounts: readonly AccountHealth[];
  /** Messages that wait to be sent, those that no channel takes left out. */
  readonly outbox: Waiting;
  /** Recordings and scans that wait to be heard or read. */
  readonly media: Waiting;
  /** Changes that a search does not know of yet. */
  readonly search: Waiting;
};

const WEEK = 7 * DAY;

/** How the log is, at one moment. */
export async function getHealth(db: Kysely<Database>, now: Date): Promise<LogHealth> {
  const since = new Date(now.getTime() - WEEK).toISOString();
  const accounts = await sql<AccountHealth & { last: Date }>`
    select channel, account, max(received_at) as last, count(*)::int as contacts,
      count(*) filter (where problem is not null)::int as problems
    from contacts where received_at >= ${since} and revises_key is null
    group by channel, account order by channel, account`.execute(db);
  const { rows } = await sql<Record<'outbox' | 'media' | 'search', { waiting: number; oldest: string | null }>>`select
      (select json_build_object('waiting', count(*), 'oldest', min(created_at)) from outbox
        where delivered_at is null and refused_reason is null) as outbox,
      (select json_build_object('waiting', count(*), 'oldest', min(found_at)) from media_work
        where finished_at is null) as media,
      (select json_build_object('waiting', count(*), 'oldest', null) from search_changes) as search`.execute(db);
  const [one] = rows;
  const backlog = (of: 'outbox' | 'media' | 'search'): Waiting => ({
    waiting: one?.[of].waiting ?? 0,
    ...(one?.[of].oldest && { oldestAt: new Date(one[of].oldest).toISOString() }),
  });
  return {
    accounts: accounts.rows.map(({ last, ...account }) => ({ ...account, lastReceivedAt: last.toISOString() })),
    ...{ outbox: backlog('outbox'), media: backlog('media'), search: backlog('search') },
  };
}
