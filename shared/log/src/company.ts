import { CallbookError, type CallStatus } from '@callbook/contracts';
import { type Kysely, sql } from 'kysely';
import { type CallDeed, callFor, touched } from './call-deed.ts';
import { appendHistory } from './history.ts';
import type { LogTransaction } from './log.ts';
import type { Database, LinkKind } from './schema.ts';
import { settleLink } from './suggestion.ts';
import { isVisible, type Visibility } from './visibility.ts';

/** What a call has to do with another one, as it is seen from either. */
export type CallLink = {
  readonly kind: LinkKind;
  /** `to`: this call is that to the other; `from`: the other to this one. */
  readonly direction: 'to' | 'from';
  readonly reference: string;
  readonly title: string;
  readonly status: CallStatus;
};

type Linking = CallDeed & { readonly other: string; readonly kind: LinkKind };

/**
 * Says that a call has to do with another one. Twice is once. Where that was suggested of the two, it is accepted.
 * @throws CallbookError `call-unknown`, `call-changed`; `request-invalid` where they are one call.
 */
export async function linkCalls(trx: LogTransaction, deed: Linking): Promise<void> {
  const { call, other } = await pair(trx, deed);
  const { kind, by, at } = deed;
  const { rows } = await sql`insert into call_links (call_id, other_id, kind, by, at)
    values (${call.id}, ${other.id}, ${kind}, ${by}, ${at}) on conflict do nothing returning 1`.execute(trx);
  if (rows.length === 0) return;
  const detail = (reference: string, direction: CallLink['direction']) => ({ link: kind, direction, reference });
  await appendHistory(trx, [
    { callId: call.id, at, by, kind: 'call.linked', detail: detail(other.reference, 'to') },
    { callId: other.id, at, by, kind: 'call.linked', detail: detail(call.reference, 'from') },
  ]);
  await settleLink(trx, { one: call.id, other: other.id, kind, by, at });
  for (const { id } of [call, other]) await touched(trx, id, at);
}

/** Takes that back, whichever of the two it is taken back on. @throws CallbookError `call-unknown`, `call-changed`. */
export async function unlinkCalls(trx: LogTransaction, deed: Omit<Linking, 'kind'>): Promise<void> {
  const { call, other } = await pair(trx, deed);
  const { by, at } = deed;
  const { rows } = await sql<{ kind: LinkKind }>`delete from call_links
    where (call_id, other_id) in ((${call.id}, ${other.id}), (${other.id}, ${call.id})) returning kind`.execute(trx);
  if (rows.length === 0) return;
  const detail = (reference: string) => ({ reference });
  await appendHistory(trx, [
    { callId: call.id, at, by, kind: 'call.unlinked', detail: detail(other.reference) },
    { callId: other.id, at, by, kind: 'call.unlinked', detail: detail(call.reference) },
  ]);
  for (const { id } of [call, other]) await touched(trx, id, at);
}

/** Both calls, locked in the order of their ids, so that two who link them at once do not wait for each other. */
async function pair(trx: LogTransaction, { reference, other: second, version }: Omit<Linking, 'kind'>) {
  await sql`select from calls where id in (select coalesce(merged_into, id) from calls
    where reference in (${reference.toUpperCase()}, ${second.toUpperCase()})) order by id for update`.execute(trx);
  const [call, other] = [await callFor(trx, { reference, version }), await callFor(trx, { reference: second })];
  if (call.id === other.id) throw new CallbookError('request-invalid', `${reference} and ${second} are one call.`);
  return { call, other };
}

export async function linksOf(db: Kysely<Database>, visibility: Visibility, callId: string): Promise<CallLink[]> {
  const { rows } = await sql<CallLink>`
    select kind, direction, calls.reference, calls.title, calls.status from (
      select kind, 'to' as direction, other_id as id, at from call_links where call_id = ${callId}
      union all select kind, 'from', call_id, at from call_links where other_id = ${callId}
    ) as links join calls as linked on linked.id = links.id
    join calls on calls.id = coalesce(linked.merged_into, linked.id)
    where ${isVisible(visibility)} order by at, calls.reference`.execute(db);
  return rows;
}

type Watching = CallDeed & { readonly watcher: string };

/** Somebody wants to know what becomes of a call. Twice is once. @throws CallbookError `call-unknown`, `call-changed`. */
export async function addWatcher(trx: LogTransaction, deed: Watching): Promise<void> {
  const { watcher, by, at } = deed;
  const { id } = await callFor(trx, deed);
  const { rows } = await sql`insert into watchers (call_id, watcher, by, at) values (${id}, ${watcher}, ${by}, ${at})
    on conflict do nothing returning 1`.execute(trx);
  if (rows.length === 0) return;
  await appendHistory(trx, [{ callId: id, at, by, kind: 'watcher.added', detail: { watcher } }]);
  await touched(trx, id, at);
}

/** Somebody wants to know no longer. @throws CallbookError `call-unknown`, `call-changed`. */
export async function removeWatcher(trx: LogTransaction, deed: Watching): Promise<void> {
  const { watcher, by, at } = deed;
  const { id } = await callFor(trx, deed);
  const { rows } = await sql`delete from watchers where call_id = ${id} and watcher = ${watcher} returning 1`.execute(
    trx,
  );
  if (rows.length === 0) return;
  await appendHistory(trx, [{ callId: id, at, by, kind: 'watcher.removed', detail: { watcher } }]);
  await touched(trx, id, at);
}

export async function watchersOf(db: Kysely<Database>, callId: string): Promise<string[]> {
  const { rows } = await sql<{ watcher: string }>`
    select watcher from watchers where call_id = ${callId} order by at, watcher`.execute(db);
  return rows.map(({ watcher }) => watcher);
}
