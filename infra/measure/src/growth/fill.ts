import { formatReference } from '@callbook/contracts';
import pg from 'pg';

/** Rows a statement: enough to be quick, few enough to tell of progress. */
const STEP = 50_000;
const PEOPLE = 20_000;
/** Three years of a desk: a thousand calls a day. Clues are kept of the last 30 days. */
const YEARS = 3;
const REMEMBERED = 30;

/**
 * Fills a log with so many calls of one contact each, as years of work leave it, and brings the statistics of its tables
 * up to date. By SQL: the log's own way would take an hour.
 */
export async function fillLog(databaseUrl: string, calls: number, say: (line: string) => void): Promise<void> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    await client.query(`
      create function id_of(kind text, number bigint) returns uuid immutable language sql
        as $$ select md5(kind || number)::uuid $$;
      create function said(number bigint) returns text immutable language sql as $$
        select string_agg(word, ' ') from (
          select translate(substr(md5(number || '/' || place), 1, 3 + place % 6), '0123456789', 'ghijklmnop') as word
          from generate_series(1, 40) as place
        ) as words $$`);
    await client.query(
      `insert into requesters (id, name, created_at)
       select id_of('person', number), 'Person ' || translate(number::text, '0123456789', 'abcdefghij'), now()
       from generate_series(0, $1 - 1) as number`,
      [PEOPLE],
    );
    await client.query(
      `insert into identities (id, requester_id, kind, value, verified, first_seen_at)
       select id_of('identity', number), id_of('person', number), 'email', 'person.' || number || '@example.org', true, now()
       from generate_series(0, $1 - 1) as number`,
      [PEOPLE],
    );
    for (let from = 0; from < calls; from += STEP) {
      await fillStep(client, from, Math.min(from + STEP, calls), calls);
      say(`${Math.min(from + STEP, calls).toLocaleString('en')} calls in the log`);
    }
    await client.query(`select setval('call_number', $1)`, [calls + 1_000]);
    await client.query('vacuum analyze');
  } finally {
    await client.end();
  }
}

async function fillStep(client: pg.Client, from: number, to: number, calls: number): Promise<void> {
  await client.query('begin');
  // What everybody says is made once: it is most of the work.
  await client.query(`create temp table made on commit drop as
    select number, now() - ((${calls} - number) * interval '${YEARS} years' / ${calls}) as at, said(number) as said
    from generate_series(${from}::bigint, ${to}::bigint - 1) as number`);
  await client.query(
    `insert into calls (id, number, reference, status, title, requester_id, first_channel, channels, impact, urgency,
       priority, received_at, updated_at)
     select id_of('call', number), number, reference, case when number % 20 = 0 then 'new' else 'closed' end,
       left(said, 60), id_of('person', number % ${PEOPLE}), 'email', '{email}', 'medium', 'medium', 'P3', at, at
     from made join unnest($1::text[]) with ordinality as named (reference, place) on place = number - ${from} + 1`,
    [Array.from({ length: to - from }, (_, step) => formatReference(from + step || calls + 1))],
  );
  await client.query(
    `insert into contacts (id, key, call_id, linked_by, channel, account, source_id, occurred_at, received_at, sender,
       recipients, subject, text, message_id, thread, content_hash, original_sha256, original_media_type, original_size, details)
     select id_of('contact', number), 'key ' || number, id_of('call', number), 'new', 'email', 'helpdesk', number, at, at,
       jsonb_build_object('email', 'person.' || number % ${PEOPLE} || '@example.org', 'verified', true), '[]',
       left(said, 60), said, md5(number::text) || '@mail.example.org', '{"references": []}',
       md5('said' || number), md5(number::text) || md5(number::text), 'message/rfc822', 5000, '{"channel": "email"}'
     from made`,
  );
  await client.query(
    `insert into history (call_id, at, by, kind, detail)
     select id_of('call', number), at, 'callbook', 'call.opened', '{}' from made`,
  );
  await client.query(
    `insert into clues (clue, occurred_at, contact_id)
     select clue, at, id_of('contact', number) from made cross join lateral (
       select 'p email person.' || number % ${PEOPLE} || '@example.org' as clue
       union all select 'n person'
       union all select 'w ' || left(word, 6) from unnest((string_to_array(said, ' '))[1:6]) as word
       union all select 'c ' || (array['printer', 'login', 'door', 'wifi', 'heating', 'pay'])[1 + number % 6]
       union all select 'm cup' || number % 5000
     ) as clue where at > now() - interval '${REMEMBERED} days'`,
  );
  await client.query('commit');
}
