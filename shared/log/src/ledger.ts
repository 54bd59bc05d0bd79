import { Channel, DAY } from '@callbook/contracts';
import { type Kysely, type RawBuilder, type SqlBool, sql } from 'kysely';
import { foreignCursor, type Page, packCursor, unpackCursor } from './cursor.ts';
import type { Database } from './schema.ts';

/** What an adapter said last of one part of an account on one day. */
export type LedgerPart = {
  readonly part: string;
  readonly seen: number;
  readonly spooled: number;
  readonly untaken: number;
  readonly reportedAt: string;
};

/** One channel account on one day. `seen` is always `recorded + spooled + missing`. */
export type LedgerEntry = {
  readonly channel: Channel;
  readonly account: string;
  /** In UTC: `2026-11-24`. */
  readonly day: string;
  readonly seen: number;
  readonly spooled: number;
  readonly recorded: number;
  /** Of the recorded. */
  readonly duplicates: number;
  readonly missing: number;
  readonly parts: readonly LedgerPart[];
  /** When an adapter reported last; absent where none has. */
  readonly reportedAt?: string;
};

/** Which entries to list. Every filter narrows. */
export type LedgerFilter = {
  readonly channel?: Channel | undefined;
  readonly account?: string | undefined;
  /** The first day. */
  readonly since?: string | undefined;
  /** The last day; default none, so that a source whose clock is ahead is seen. */
  readonly until?: string | undefined;
  /** How many days up to `until` or today, where there is no `since`. Default 30. */
  readonly days?: number | undefined;
  /** Only entries with something missing, or only others. */
  readonly missing?: boolean | undefined;
  readonly cursor?: string | undefined;
  /** Default 50. */
  readonly limit?: number | undefined;
};

const DEFAULT_LIMIT = 50;
const DEFAULT_DAYS = 30;
const DATE = /^\d{4}-\d\d-\d\d$/;

type Row = Omit<LedgerEntry, 'reportedAt'> & { readonly reportedAt: string | null };

/**
 * One page of the ledger, latest day first. What is recorded is counted in the contacts, by the UTC day on which they
 * occurred and without revisions, where they came from (`carrierOf`); the rest is what adapters reported. The greatest of three counts is what the source
 * has had: what we have (recorded, spooled, untaken), what lies there now, and what the log once confirmed. The last
 * one shows a loss in the log also where mails are moved away or deleted when they are recorded.
 * @throws CallbookError `request-invalid` for a cursor of another list.
 */
export async function listLedger(db: Kysely<Database>, filter: LedgerFilter, now: Date): Promise<Page<LedgerEntry>> {
  const limit = filter.limit ?? DEFAULT_LIMIT;
  const after = filter.cursor === undefined ? undefined : parsePlace(filter.cursor);
  const first = filter.since ?? daysBefore(filter.until ?? dayOf(now), (filter.days ?? DEFAULT_DAYS) - 1);
  // A later page need not count the days before it.
  const last = after?.day ?? filter.until;
  const matches = sql.join<SqlBool>(
    [
      sql`true`,
      ...(filter.channel === undefined ? [] : [sql`channel = ${filter.channel}`]),
      ...(filter.account === undefined ? [] : [sql`account = ${filter.account}`]),
    ],
    sql` and `,
  );
  // All but what mail may have brought is counted in an index alone.
  const inTime = sql`occurred_at >= ${first}::date::timestamp at time zone 'UTC'
    ${last === undefined ? sql`` : sql`and occurred_at < (${last}::date + 1)::timestamp at time zone 'UTC'`}`;
  const { rows } = await sql<Row>`
    with reported as (
      select day, channel, account, sum(seen) as there, sum(spooled) as spooled, sum(untaken) as untaken,
        max(confirmed) as confirmed, max(reported_at) as reported_at,
        json_agg(json_build_object('part', part, 'seen', seen, 'spooled', spooled, 'untaken', untaken,
          'reportedAt', ${instant('reported_at')}) order by part) as parts
      from ledger where day >= ${first}::date ${last === undefined ? sql`` : sql`and day <= ${last}::date`} and ${matches}
      group by day, channel, account
    ), counted as (
      select (occurred_at at time zone 'UTC')::date as day, channel, account, count(*) as recorded,
        count(duplicate_of) as duplicates
      from (
        select occurred_at, channel, account, duplicate_of from contacts
        where revises_key is null and channel not in ('voice', 'paper') and ${inTime}
        union all
        select occurred_at, case when details ? 'mail' then 'email' else channel end, account, duplicate_of from contacts
        where revises_key is null and channel in ('voice', 'paper') and ${inTime}
      ) as brought
      where ${matches}
      group by 1, channel, account
    ), had as (
      select day, channel, account, coalesce(recorded, 0) as recorded, coalesce(duplicates, 0) as duplicates,
        coalesce(spooled, 0) as spooled, parts, reported_at, greatest(
          coalesce(recorded, 0) + coalesce(spooled, 0) + coalesce(untaken, 0),
          there, confirmed + spooled + untaken) as seen
      from reported full join counted using (day, channel, account)
    )
    select to_char(day, 'YYYY-MM-DD') as day, channel, account, seen::float8, spooled::float8, recorded::float8,
      duplicates::float8, (seen - recorded - spooled)::float8 as missing, coalesce(parts, '[]'::json) as parts,
      ${instant('reported_at')} as "reportedAt"
    from had
    where ${after ? sql`(day < ${after.day} or (channel, account) > (${after.channel}, ${after.account}))` : sql`true`}
      and ${filter.missing === undefined ? sql`true` : sql`(seen > recorded + spooled) = ${filter.missing}`}
    order by day desc, channel, account limit ${limit + 1}`.execute(db);
  const items = rows.slice(0, limit).map(toEntry);
  const end = items.at(-1);
  return { items, ...(end && rows.length > limit && { nextCursor: formatPlace(end) }) };
}

function toEntry({ reportedAt, ...entry }: Row): LedgerEntry {
  return { ...entry, ...(reportedAt !== null && { reportedAt }) };
}

function instant(column: string): RawBuilder<string | null> {
  return sql`to_char(${sql.ref(column)} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;
}

const dayOf = (instant: Date): string => instant.toISOString().slice(0, 10);
const daysBefore = (day: string, count: number): string => dayOf(new Date(Date.parse(day) - count * DAY));

type Place = Pick<LedgerEntry, 'day' | 'channel' | 'account'>;
const ORDER = 'ledger';

function formatPlace({ day, channel, account }: Place): string {
  return packCursor([ORDER, day, channel, account]);
}

function parsePlace(cursor: string): Place {
  const [order, day, channel, account] = unpackCursor(cursor);
  if (order !== ORDER || typeof day !== 'string' || !DATE.test(day)) throw foreignCursor();
  const parsed = Channel.safeParse(channel);
  if (!parsed.success || typeof account !== 'string') throw foreignCursor();
  return { day, channel: parsed.data, account };
}
