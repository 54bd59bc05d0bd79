import { type Kysely, sql } from 'kysely';
import type { Identity } from './requester.ts';
import type { Database } from './schema.ts';

/** What somebody wrote of themselves, as far as it was made out. */
export type Claims = {
  readonly name?: string | undefined;
  readonly room?: string | undefined;
  readonly identities: readonly Identity[];
};

/** Somebody whom it may be, with the reasons in words. Nobody is taken for them without a person's word. */
export type GuessedRequester = {
  readonly requester: string;
  readonly name?: string;
  readonly place?: string;
  readonly department?: string;
  readonly confidence: number;
  readonly why: readonly string[];
};

type Row = {
  id: string;
  name: string | null;
  place: string | null;
  department: string | null;
  known: string[] | null;
  named: boolean;
  there: boolean;
};

const MOST = 5;

/** Whom the log knows by a number or an address, or by the name; what fits besides makes it likelier. */
export async function guessRequesters(
  db: Kysely<Database>,
  { name, room, identities }: Claims,
): Promise<GuessedRequester[]> {
  const written = nameParts(name);
  if (identities.length === 0 && written.length < 2) return [];
  const { rows } = await sql<Row>`
    with claimed as (
      select requester_id, array_agg(identities.kind order by identities.kind) as known from identities
      join json_to_recordset(${JSON.stringify(identities)}::json) as given (kind text, value text) using (kind, value)
      where not shared group by requester_id
    ), namesakes as (
      select id from requesters where ${written.length < 2 ? sql`false` : sql`lower(name) = any(${[written.join(' '), written.toReversed().join(' ')]})`}
      limit 50
    )
    select requesters.id, name, place, department, known, namesakes.id is not null as named,
      coalesce(lower(replace(place, ' ', '')) = ${(room ?? '').toLowerCase().replaceAll(' ', '')}, false) as there
    from requesters left join claimed on requester_id = requesters.id left join namesakes on namesakes.id = requesters.id
    where requesters.id in (select requester_id from claimed union select id from namesakes)
    order by (known is not null)::int + (namesakes.id is not null)::int desc, requesters.id limit 20`.execute(db);
  return rows
    .map(({ id, name: called, place, department, known, named, there }): GuessedRequester => {
      const why = [
        ...(known ?? []).map((kind) => `has this ${KINDS[kind] ?? kind}`),
        ...(named ? ['has this name'] : []),
        ...(there ? ['is found in this room'] : []),
      ];
      // A name alone is many people's, and a number alone may be read wrongly.
      const confidence = why.length > 1 ? 0.9 : known ? 0.7 : 0.4;
      return {
        requester: id,
        ...(called !== null && { name: called }),
        ...(place !== null && { place }),
        ...(department !== null && { department }),
        ...{ confidence, why },
      };
    })
    .sort((one, other) => other.confidence - one.confidence)
    .slice(0, MOST);
}

const KINDS: Readonly<Record<string, string>> = {
  email: 'e-mail address',
  phone: 'telephone number',
  'employee-number': 'personnel number',
};

/** `Feldmann, Marta` and `Marta  Feldmann` are one. */
function nameParts(name: string | undefined): string[] {
  const [last = '', first] = (name ?? '').toLowerCase().split(',');
  const written = first === undefined ? last : `${first} ${last}`;
  return written.split(/\s+/).filter(Boolean);
}
