import { CallbookError, formatReference } from '@callbook/contracts';
import { sql } from 'kysely';
import { announceCalls, takeNumbers } from './call.ts';
import { appendHistory } from './history.ts';
import type { LogTransaction } from './log.ts';
import { mergeCalls } from './merge.ts';
import { settlePair } from './suggestion.ts';

/** What a person does to calls, and why. */
export type Deed = { readonly by: string; readonly at: string; readonly why?: string | undefined };

type Row = { id: string; reference: string; merged_into: string | null };

/**
 * Folds one call into another, as a person wants it. Both may be named by references that were folded before.
 * @throws CallbookError `call-unknown`; `request-invalid` where they are one call already.
 */
export async function mergeByPerson(
  trx: LogTransaction,
  {
    reference,
    into,
    by,
    at,
    why = 'a person said that they are one matter',
  }: Deed & { reference: string; into: string },
): Promise<void> {
  const [from, survivor] = [await standing(trx, reference), await standing(trx, into)];
  if (from === survivor) throw new CallbookError('request-invalid', `${reference} and ${into} are one call already.`);
  await mergeCalls(trx, [{ from, into: survivor, why, by }], at);
  await settlePair(trx, { one: from, other: survivor, as: 'accepted', by, at });
  await announceCalls(trx, { created: [], updated: [from, survivor] });
}

/**
 * Undoes the folding of a call, whoever did it: what had moved goes back, with the news that came of it since, and its
 * reference is its own again. What came since stays where it came.
 * @throws CallbookError `call-unknown`; `request-invalid` where it was not folded into that one.
 */
export async function unmergeCall(
  trx: LogTransaction,
  { reference, from, by, at, why }: Deed & { reference: string; from: string },
): Promise<void> {
  const call = await find(trx, reference);
  const into = call.merged_into;
  if (into === null) throw new CallbookError('request-invalid', `${reference} was not folded into another call.`);
  if (into !== (await standing(trx, from)))
    throw new CallbookError('request-invalid', `${reference} was not folded into ${from}.`);
  const { rows } = await sql<{ contacts: string[]; folded: string[] | null; before: Before | null }>`
    select detail -> 'contacts' as contacts, detail -> 'folded' as folded, detail -> 'before' as before
    from history where call_id = ${call.id} and kind = 'call.merged' order by id desc limit 1`.execute(trx);
  const { contacts = [], folded, before } = rows[0] ?? {};
  await sql`update contacts set call_id = ${call.id} where call_id = ${into} and (id = any(${contacts}::uuid[])
    or revises_key in (select key from contacts where id = any(${contacts}::uuid[])))`.execute(trx);
  await sql`update calls set merged_into = null, updated_at = greatest(updated_at, ${at}::timestamptz)
    where id = ${call.id}`.execute(trx);
  await sql`update calls set merged_into = ${call.id}
    where id = any(${folded ?? []}::uuid[]) and merged_into = ${into}`.execute(trx);
  await restore(trx, into, before ?? undefined, at);
  const survivor = await named(trx, into);
  const detail = (other: string) => ({
    reference: other,
    contacts,
    why: why ?? 'a person said that they are two matters',
  });
  await appendHistory(trx, [
    { callId: call.id, at, by, kind: 'call.parted', detail: detail(survivor) },
    { callId: into, at, by, kind: 'call.released', detail: detail(call.reference) },
  ]);
  await settlePair(trx, { one: call.id, other: into, as: 'declined', by, at });
  await announceCalls(trx, { created: [], updated: [call.id, into] });
}

type Before = { readonly receivedAt: string; readonly respondBy: string | null };

/** The survivor as it was before, with the channels that it still has. */
async function restore(trx: LogTransaction, id: string, before: Before | undefined, at: string): Promise<void> {
  await sql`update calls set updated_at = greatest(updated_at, ${at}::timestamptz),
      received_at = coalesce(${before?.receivedAt ?? null}::timestamptz, received_at),
      respond_by = case when ${before !== undefined} then ${before?.respondBy ?? null}::timestamptz else respond_by end,
      channels = coalesce((select array_agg(distinct channel order by channel) from contacts where call_id = calls.id), channels)
    where id = ${id}`.execute(trx);
}

/**
 * Makes a call of its own of some contacts of a call, with their revisions and repetitions. Answers its reference. Merging
 * it into the old one undoes it.
 * @throws CallbookError `call-unknown`; `request-invalid` where nothing or everything would be left, or a contact is not
 * on that call.
 */
export async function splitCall(
  trx: LogTransaction,
  {
    reference,
    contacts,
    newId,
    by,
    at,
    why = 'a person said that it is another matter',
  }: Deed & {
    reference: string;
    contacts: readonly string[];
    newId: () => string;
  },
): Promise<string> {
  const from = await standing(trx, reference);
  const { rows } = await sql<{ id: string; moves: boolean; asked: boolean }>`
    with asked as (select id, key from contacts where call_id = ${from} and id = any(${contacts}::uuid[]))
    select id, id in (select id from asked) as asked,
      id in (select id from asked) or duplicate_of in (select id from asked) or revises_key in (select key from asked) as moves
    from contacts where call_id = ${from}`.execute(trx);
  const moved = rows.filter(({ moves }) => moves).map(({ id }) => id);
  if (rows.filter(({ asked }) => asked).length !== new Set(contacts).size)
    throw new CallbookError('request-invalid', `Not every one of these contacts is on ${reference}.`);
  if (moved.length === 0 || moved.length === rows.length)
    throw new CallbookError('request-invalid', 'A split leaves something on either call.');

  const [number = 0] = await takeNumbers(trx, 1);
  const [id, opened] = [newId(), formatReference(number)];
  await sql`
    insert into calls (id, number, reference, status, title, requester_id, first_channel, channels, department, service,
      impact, urgency, priority, received_at, respond_by, updated_at)
    select ${id}, ${number}, ${opened}, 'new',
      left(coalesce(nullif(regexp_replace(trim(first.subject), '\\s+', ' ', 'g'), ''),
        nullif(regexp_replace(trim(first.text), '\\s+', ' ', 'g'), ''), calls.title), 160),
      coalesce(first.requester_id, calls.requester_id), first.channel,
      (select array_agg(distinct channel order by channel) from contacts where id = any(${moved}::uuid[])),
      calls.department, calls.service, calls.impact, calls.urgency, calls.priority, first.received_at, calls.respond_by, ${at}
    from calls cross join lateral (
      select contacts.*, (
        select requester_id from identities where not shared and (kind, value) in (
          ('email', lower(sender ->> 'email')), ('phone', sender ->> 'phone'),
          ('slack', sender ->> 'slackUser'), ('employee-number', sender ->> 'employeeNumber')) limit 1
      ) as requester_id
      from contacts where id = any(${moved}::uuid[]) order by (revises_key is not null), received_at, id limit 1
    ) as first where calls.id = ${from}`.execute(trx);
  await sql`update contacts set call_id = ${id}, linked_by = 'agent', why = ${why} where id = any(${moved}::uuid[])`.execute(
    trx,
  );
  await sql`update contacts set duplicate_of = null where id = any(${moved}::uuid[])
    and duplicate_of <> all(${moved}::uuid[])`.execute(trx);
  await restore(trx, from, undefined, at);
  await sql`update suggestions set settled_as = 'accepted', settled_by = ${by}, settled_at = ${at}
    where kind = 'split' and call_id = ${from} and contact_id = any(${moved}::uuid[])`.execute(trx);
  const old = await named(trx, from);
  await appendHistory(trx, [
    { callId: id, at, by, kind: 'call.opened', detail: { reference: old, contacts: moved, why } },
    { callId: from, at, by, kind: 'call.split', detail: { reference: opened, contacts: moved, why } },
  ]);
  await settlePair(trx, { one: id, other: from, as: 'declined', by, at });
  await announceCalls(trx, { created: [id], updated: [from] });
  return opened;
}

/**
 * A person says that what is suggested is not so: that two calls are one, follow one another or have one cause; or of a
 * call and itself, that a contact of it is another matter. No rule suggests it again.
 * @throws CallbookError `call-unknown`; `not-found` where nothing is suggested.
 */
export async function declineSuggestion(
  trx: LogTransaction,
  { reference, other, by, at, why }: Deed & { reference: string; other: string },
): Promise<void> {
  const [one, another] = [await standing(trx, reference), await standing(trx, other)];
  const ofBoth = sql`select id from calls where id in (${one}, ${another}) or merged_into in (${one}, ${another})`;
  const { rows } = await sql<{ settled: boolean }>`
    with given as (
      select id, settled_as is not null as settled from suggestions
      where call_id in (${ofBoth}) and case when ${one === another} then kind = 'split'
        else other_call_id in (${ofBoth}) and call_id <> other_call_id end
    ), declined as (
      update suggestions set settled_as = 'declined', settled_by = ${by}, settled_at = ${at}
      where id in (select id from given where not settled)
    ) select settled from given`.execute(trx);
  if (rows.length === 0)
    throw new CallbookError('not-found', `Nothing is suggested between ${reference} and ${other}.`);
  if (rows.every(({ settled }) => settled)) return;
  const said = why ?? 'a person said that it is not so';
  const calls = [...new Set([one, another])];
  for (const callId of calls) {
    const detail = { reference: await named(trx, callId === one ? another : one), why: said };
    await appendHistory(trx, [{ callId, at, by, kind: 'suggestion.declined', detail }]);
  }
  await announceCalls(trx, { created: [], updated: calls });
}

async function find(trx: LogTransaction, reference: string): Promise<Row> {
  const { rows } = await sql<Row>`
    select id, reference, merged_into from calls where reference = ${reference.toUpperCase()} for update`.execute(trx);
  const [row] = rows;
  if (!row) throw new CallbookError('call-unknown', `The log has no call ${reference}.`);
  return row;
}

async function standing(trx: LogTransaction, reference: string): Promise<string> {
  const { id, merged_into } = await find(trx, reference);
  return merged_into ?? id;
}

async function named(trx: LogTransaction, id: string): Promise<string> {
  const { rows } = await sql<{ reference: string }>`select reference from calls where id = ${id}`.execute(trx);
  return rows[0]?.reference ?? '';
}
