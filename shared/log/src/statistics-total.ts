import { Channel } from '@callbook/contracts';
import { type Kysely, sql } from 'kysely';
import type { Database } from './schema.ts';
import type { Period } from './statistics.ts';
import { cohort } from './statistics-cohort.ts';

/** What the calls are made of. */
export type Contacts = {
  /** Of the calls, without revisions. */
  readonly contacts: number;
  /** Of the contacts: say again what another has said. Each would have been a call. */
  readonly duplicates: number;
  /** By their own channels, those without any among them. */
  readonly contactsByChannel: Readonly<Record<Channel, number>>;
};

/** How long half and nine tenths of those took at the most that came; seconds by the clock on the wall. */
export type Times = {
  readonly responseSeconds?: Quantiles;
  readonly resolutionSeconds?: Quantiles;
  /** How often each number of stars was given, from one to five. */
  readonly stars: readonly number[];
};

export type Quantiles = { readonly median: number; readonly ninetieth: number };

/** Counts the contacts of the calls of a time. */
export async function countContacts(db: Kysely<Database>, period: Period): Promise<Contacts> {
  const { rows } = await sql<{ channel: Channel; contacts: number; duplicates: number }>`
    select channel, count(*)::int as contacts, count(duplicate_of)::int as duplicates
    from contacts join calls on calls.id = contacts.call_id
    where revises_key is null and call_id is not null and ${cohort(period)} group by channel`.execute(db);
  const sum = (of: 'contacts' | 'duplicates') => rows.reduce((all, row) => all + row[of], 0);
  const by = new Map(rows.map((row) => [row.channel, row.contacts]));
  return {
    ...{ contacts: sum('contacts'), duplicates: sum('duplicates') },
    contactsByChannel: Object.fromEntries(Channel.options.map((one) => [one, by.get(one) ?? 0])) as Record<
      Channel,
      number
    >,
  };
}

type Row = {
  response_median: number | null;
  response_ninetieth: number | null;
  resolution_median: number | null;
  resolution_ninetieth: number | null;
  stars: number[];
};

/** Measures how long things took. The nearest that was really measured (`percentile_disc`), and nothing in between. */
export async function measureTimes(db: Kysely<Database>, period: Period): Promise<Times> {
  const seconds = (of: string, at: number) => sql`${sql.ref(of)}[${sql.lit(at)}] / 1000::float8`;
  const { rows } = await sql<Row>`
    select ${seconds('response', 1)} as response_median, ${seconds('response', 2)} as response_ninetieth,
      ${seconds('resolution', 1)} as resolution_median, ${seconds('resolution', 2)} as resolution_ninetieth, stars
    from (
      select percentile_disc(array[0.5, 0.9]) within group (order by response_ms) as response,
        percentile_disc(array[0.5, 0.9]) within group (order by resolution_ms) as resolution,
        array[${sql.join([1, 2, 3, 4, 5].map((stars) => sql`count(*) filter (where rating = ${sql.lit(stars)})`))}]::int[]
          as stars
      from calls where ${cohort(period)}
    ) as measured`.execute(db);
  const [row] = rows;
  const quantiles = (median: number | null | undefined, ninetieth: number | null | undefined) =>
    typeof median === 'number' && typeof ninetieth === 'number' ? { median, ninetieth } : undefined;
  const response = quantiles(row?.response_median, row?.response_ninetieth);
  const resolution = quantiles(row?.resolution_median, row?.resolution_ninetieth);
  return {
    ...(response && { responseSeconds: response }),
    ...(resolution && { resolutionSeconds: resolution }),
    stars: row?.stars ?? [0, 0, 0, 0, 0],
  };
}
