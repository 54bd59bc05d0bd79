import { isReference } from '@callbook/contracts';
import { type Kysely, type RawBuilder, type SqlBool, sql } from 'kysely';
import { alone } from './alone.ts';
import { isOutage, type Log } from './log.ts';
import type { Database } from './schema.ts';

/** The letters CBSE. */
const SEARCH_LOCK = 0x43_42_53_45;
/** Calls a transaction: the others wait for none of it, and what was done is kept. */
const STEP = 500;
/** Characters of one contact. Whoever sends more has sent a file. */
const MOST = 500_000;
/** Ends what was said; names and addresses follow it. A text that has this character of its own has shorter excerpts. */
const SAID = '\u001f';
/** Characters of an excerpt, and how many of them stand before the word. */
const EXCERPT = 200;
const BEFORE = 60;

/** Trigrams find a part of a word from three letters on; what is shorter finds how words begin. */
const PART = 3;

/**
 * Brings what is searched up to what is in the log, a few hundred calls at a time. Answers how many changes it was, and 0
 * where another process is at it. A call that cannot be made searchable is told of, and keeps no other from being found.
 */
export async function makeSearchable(log: Log, failed: (callId: string, error: unknown) => void): Promise<number> {
  try {
    return await step(log, STEP);
  } catch (error) {
    if (isOutage(error)) throw error;
  }
  try {
    return await step(log, 1);
  } catch (error) {
    if (isOutage(error)) throw error;
    const { rows } = await sql<{ call_id: string }>`delete from search_changes
      where id = (select min(id) from search_changes) returning call_id`.execute(log.db);
    for (const { call_id } of rows) failed(call_id, error);
    return rows.length;
  }
}

async function step(log: Log, most: number): Promise<number> {
  const done = await alone(log, SEARCH_LOCK, async (trx) => {
    const { rows } = await sql<{ call_id: string }>`delete from search_changes
      where id in (select id from search_changes order by id limit ${most}) returning call_id`.execute(trx);
    if (rows.length === 0) return 0;
    const ids = [...new Set(rows.map(({ call_id }) => call_id))].sort();
    // A statement of its own, after the one that took the changes: what it sees is at least as new as they are.
    await sql`insert into searchable (call_id, text)
      select calls.id, regexp_replace(concat_ws(' ', '', said.text, ${SAID}::text, files.names, said.senders, calls.title, calls.reference,
        requesters.name, known.values), '\\s+', ' ', 'g')
      from calls left join requesters on requesters.id = calls.requester_id
      left join lateral (
        select string_agg(concat_ws(' ', left(contacts.text, ${MOST}), contacts.subject), ' ' order by received_at, id)
            as text,
          string_agg(concat_ws(' ', contacts.sender ->> 'name', contacts.sender ->> 'email', contacts.sender ->> 'phone'),
            ' ' order by received_at, id) as senders
        from contacts where contacts.call_id = calls.id
      ) as said on true
      left join lateral (
        select string_agg(attachments.name, ' ' order by attachments.contact_id, position) as names
        from contacts join attachments on attachments.contact_id = contacts.id
        where contacts.call_id = calls.id and not attachments.inline
      ) as files on true
      left join lateral (
        select string_agg(value, ' ' order by value) as values from identities
        where identities.requester_id = calls.requester_id
      ) as known on true
      where calls.id = any(${ids}::uuid[])
      on conflict (call_id) do update set text = excluded.text where searchable.text <> excluded.text`.execute(trx);
    return rows.length;
  });
  return done ?? 0;
}

/** The reference that somebody looks for, where they look for one. */
export function referenceIn(q: string): string | undefined {
  return isReference(q.trim()) ? q.trim().toUpperCase() : undefined;
}

/** The words that somebody looks for: they must all stand somewhere in a call, in any case. None of a reference. */
export function wordsIn(q: string | undefined): string[] {
  if (q === undefined || referenceIn(q)) return [];
  return q.split(/\s+/).filter((word) => word !== '');
}

/** Whether the text of `searchable` has all of these words. */
export function hasWords(words: readonly string[]): RawBuilder<SqlBool> {
  return sql.join(
    words.map((word) => sql<SqlBool>`searchable.text ilike ${patternOf(word)}`),
    sql` and `,
  );
}

function patternOf(word: string): string {
  const escaped = word.replace(/[\\%_]/g, '\\$&');
  return [...word].length < PART ? `% ${escaped}%` : `%${escaped}%`;
}

/** What stands around the first of these words in what was said in each of these calls, by their ids, where one does. */
export async function excerptsOf(
  db: Kysely<Database>,
  calls: readonly { readonly id: string }[],
  words: readonly string[],
): Promise<Map<string, string>> {
  if (calls.length === 0 || words.length === 0) return new Map();
  const ids = calls.map(({ id }) => id);
  const places = words.map((word) => sql`nullif(position(lower(${word}) in lower(text)), 0)`);
  const { rows } = await sql<{ call_id: string; excerpt: string }>`
    select call_id, concat(case when place > ${BEFORE + 1} then '…' end,
        trim(substr(text, greatest(1, place - ${BEFORE}), ${EXCERPT})),
        case when length(text) >= place - ${BEFORE} + ${EXCERPT} then '…' end) as excerpt
    from (select call_id, text, least(${sql.join(places)}) as place from (
      select call_id, split_part(text, ${SAID}, 1) as text from searchable where call_id = any(${ids}::uuid[])
    ) as said) as found where place is not null`.execute(db);
  return new Map(rows.map(({ call_id, excerpt }) => [call_id, excerpt]));
}
