import { CallbookError } from '@callbook/contracts';
import { type Kysely, sql } from 'kysely';
import { appendAudit } from './audit.ts';
import type { LogTransaction } from './log.ts';
import type { Database } from './schema.ts';

/** A search of the log that somebody named. */
export type View = {
  readonly id: string;
  readonly name: string;
  /** As they stand in the address of a list. */
  readonly filters: Readonly<Record<string, string>>;
  /** Everybody has it; else it is one agent's own. */
  readonly shared: boolean;
  /** Who kept it. */
  readonly madeBy: string;
};

/** Whose views are meant: an agent's own, and where they oversee the desk, those of everybody. */
export type ViewKeeper = { readonly agent: string | undefined; readonly oversees: boolean };

/** What is done to a view, by whom. */
type ViewDeed = { readonly id: string; readonly keeper: ViewKeeper; readonly by: string; readonly at: Date };

/** Each is counted whenever anybody looks at the log. */
const MOST = 30;

/** The views of everybody, and an agent's own; each by name. */
export async function listViews(db: Kysely<Database>, agent: string | undefined): Promise<View[]> {
  const { rows } = await sql<Row>`select * from views where agent_id is null or agent_id = ${agent ?? null}::uuid
    order by agent_id is not null, lower(name), id`.execute(db);
  return rows.map(toView);
}

/**
 * Keeps a view: for everybody, or for the agent alone.
 * @throws CallbookError `not-permitted`, `view-exists`; `request-invalid`: there are so many already.
 */
export async function keepView(
  trx: LogTransaction,
  deed: ViewDeed & Pick<View, 'name' | 'filters' | 'shared'>,
): Promise<void> {
  const { id, keeper, by, at, name, filters, shared } = deed;
  const owner = ownerOf(keeper, shared);
  await holdViewsOf(trx, owner);
  const { rows } = await sql`select from views where agent_id is not distinct from ${owner}::uuid`.execute(trx);
  if (rows.length >= MOST)
    throw new CallbookError('request-invalid', `There are ${MOST} such views already. Remove one that nobody needs.`);
  const kept = await sql`insert into views (id, agent_id, name, filters, made_by, made_at)
    values (${id}, ${owner}::uuid, ${name}, ${JSON.stringify(filters)}::jsonb, ${by}, ${at})
    on conflict do nothing returning 1`.execute(trx);
  if (kept.rows.length === 0) throw taken(name);
  if (shared) await appendAudit(trx, { at, by, kind: 'view.shared', detail: { id, name, filters } });
}

/**
 * Changes the name or the filters of a view, or who has it.
 * @throws CallbookError `view-unknown`, `not-permitted`, `view-exists`.
 */
export async function changeView(
  trx: LogTransaction,
  deed: ViewDeed & { readonly change: Partial<Pick<View, 'name' | 'filters' | 'shared'>> },
): Promise<void> {
  const { id, keeper, by, at, change } = deed;
  const before = await heldView(trx, deed);
  const { name = before.name, filters = before.filters, shared = before.shared } = change;
  const owner = ownerOf(keeper, shared);
  await holdViewsOf(trx, owner);
  const { rows } = await sql`select from views
    where agent_id is not distinct from ${owner}::uuid and lower(name) = lower(${name}) and id <> ${id}`.execute(trx);
  if (rows.length > 0) throw taken(name);
  await sql`update views set name = ${name}, filters = ${JSON.stringify(filters)}::jsonb, agent_id = ${owner}::uuid
    where id = ${id}`.execute(trx);
  if (shared || before.shared)
    await appendAudit(trx, { at, by, kind: 'view.changed', detail: { id, name, filters, shared } });
}

/** Removes a view. @throws CallbookError `view-unknown`, `not-permitted`. */
export async function removeView(trx: LogTransaction, deed: ViewDeed): Promise<void> {
  const { name, shared } = await heldView(trx, deed);
  await sql`delete from views where id = ${deed.id}`.execute(trx);
  if (shared) await appendAudit(trx, { at: deed.at, by: deed.by, kind: 'view.removed', detail: { id: deed.id, name } });
}

/** One change at a time for each owner: two could take the same name, or be the last that there is room for. */
async function holdViewsOf(trx: LogTransaction, owner: string | null): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtext('views'), hashtext(${owner ?? 'everybody'}))`.execute(trx);
}

/** A view that its keeper may change, held until the transaction ends. Another's own view is unknown. */
async function heldView(trx: LogTransaction, { id, keeper }: Pick<ViewDeed, 'id' | 'keeper'>): Promise<View> {
  const { rows } = await sql<Row>`select * from views where id = ${id}
    and (agent_id is null or agent_id = ${keeper.agent ?? null}::uuid) for update`.execute(trx);
  const [row] = rows;
  if (!row) throw new CallbookError('view-unknown', `There is no view ${id}.`);
  const view = toView(row);
  ownerOf(keeper, view.shared);
  return view;
}

/** Whose a view is that this keeper keeps. */
function ownerOf({ agent, oversees }: ViewKeeper, shared: boolean): string | null {
  if (shared && !oversees)
    throw new CallbookError('not-permitted', 'What everybody has is kept by leads and admins. Ask one of them.');
  if (!shared && agent === undefined)
    throw new CallbookError('not-permitted', 'A token has no views of its own. It can share one with everybody.');
  return shared ? null : (agent ?? null);
}

function taken(name: string): CallbookError {
  return new CallbookError('view-exists', `There is a view “${name}” already. Choose another name.`);
}

type Row = {
  id: string;
  agent_id: string | null;
  name: string;
  filters: Record<string, string>;
  made_by: string;
};

function toView({ id, agent_id: agent, name, filters, made_by: madeBy }: Row): View {
  return { id, name, filters, shared: agent === null, madeBy };
}
