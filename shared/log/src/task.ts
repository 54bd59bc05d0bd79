import { CallbookError, type Targets } from '@callbook/contracts';
import { type Kysely, sql } from 'kysely';
import { changeCall } from './call-change.ts';
import { type CallRow, callFor, type SendingDeed, touched } from './call-deed.ts';
import { exactInstant, formatCursor, type Page, parseCursor } from './cursor.ts';
import { appendHistory } from './history.ts';
import type { LogTransaction } from './log.ts';
import { isOf } from './open-tasks.ts';
import { insertRows } from './rows.ts';
import type { Database, TaskStatus } from './schema.ts';
import { isVisible, type Visibility } from './visibility.ts';

/** A part of a call that one department does. */
export type Task = {
  readonly id: string;
  readonly department: string;
  readonly title: string;
  readonly status: TaskStatus;
  readonly assignee?: string;
  readonly createdAt: string;
  readonly createdBy: string;
  readonly finishedAt?: string;
  readonly finishedBy?: string;
  readonly version: number;
};

export type NewTask = {
  readonly id: string;
  readonly callId: string;
  readonly department: string;
  readonly title: string;
  readonly assignee?: string | undefined;
  readonly by: string;
  readonly at: string;
};

/** Opens tasks, with a line for each in the history of its call. */
export async function openTasks(trx: LogTransaction, tasks: readonly NewTask[]): Promise<void> {
  await insertRows(
    trx,
    'tasks',
    ['id', 'call_id', 'department', 'title', 'status', 'assignee', 'created_at', 'created_by', 'version'],
    tasks.map(({ id, callId, department, title, assignee, at, by }) => ({
      ...{ id, call_id: callId, department, title, assignee },
      ...{ status: 'open', created_at: at, created_by: by, version: 1 },
    })),
  );
  await appendHistory(
    trx,
    tasks.map(({ id, callId, department, title, assignee, at, by }) => ({
      ...{ callId, at, by, kind: 'task.opened' as const },
      detail: { task: id, department, title, ...(assignee && { assignee }) },
    })),
  );
}

/**
 * Adds a task to a call. One that had ended goes on.
 * @throws CallbookError `call-unknown`, `call-changed`.
 */
export async function addTask(
  trx: LogTransaction,
  deed: TaskDeed & Pick<NewTask, 'id' | 'department' | 'title' | 'assignee'>,
): Promise<void> {
  const call = await callFor(trx, deed);
  await openTasks(trx, [{ ...deed, callId: call.id }]);
  if (hasEnded(call)) await changeCall(trx, { ...deed, version: undefined, change: { status: 'in-progress' } });
  await touched(trx, call.id, deed.at);
}

/** Gives a call the tasks that its service is made of, where it has none. @throws CallbookError `call-unknown`. */
export async function openServiceTasks(
  trx: LogTransaction,
  deed: Pick<SendingDeed, 'reference' | 'by' | 'at'> & {
    readonly tasks: readonly Pick<NewTask, 'id' | 'department' | 'title'>[];
  },
): Promise<void> {
  const { id: callId } = await callFor(trx, { reference: deed.reference });
  if (deed.tasks.length === 0 || (await tasksOf(trx, callId)).length > 0) return;
  await openTasks(
    trx,
    deed.tasks.map((task) => ({ ...task, callId, by: deed.by, at: deed.at })),
  );
}

type TaskDeed = SendingDeed & { readonly targets: Targets };

/** What is to be different of a task. `null` takes away. */
export type TaskChange = {
  readonly status?: TaskStatus | undefined;
  readonly department?: string | undefined;
  readonly title?: string | undefined;
  readonly assignee?: string | null | undefined;
};

type Row = {
  id: string;
  department: string;
  title: string;
  status: TaskStatus;
  assignee: string | null;
  created_at: Date;
  created_by: string;
  finished_at: Date | null;
  finished_by: string | null;
  version: number;
};

/**
 * Changes a task. With the last one that is done the call is resolved; with one that is open again it goes on.
 * @throws CallbookError `call-unknown`, `task-unknown`; `call-changed`: somebody has changed the task since that version.
 */
export async function changeTask(
  trx: LogTransaction,
  deed: TaskDeed & { readonly id: string; readonly change: TaskChange },
): Promise<void> {
  const { id, change, version, by, at } = deed;
  // The call first, as everybody locks it: two who finish the last two tasks at once must not miss each other.
  const call = await callFor(trx, { ...deed, version: undefined });
  const { rows } = await sql<Row>`select tasks.* from tasks where id = ${id} and ${isOf(call.id)} for update`.execute(
    trx,
  );
  const [task] = rows;
  if (!task) throw new CallbookError('task-unknown', `${call.reference} has no task ${id}.`);
  if (version !== undefined && version !== task.version)
    throw new CallbookError('call-changed', `This task was changed by somebody else; it is at ${task.version} now.`);
  const next = {
    status: change.status ?? task.status,
    department: change.department ?? task.department,
    title: change.title ?? task.title,
    assignee: change.assignee === undefined ? task.assignee : change.assignee,
  };
  const names = ['status', 'department', 'title', 'assignee'] as const;
  const changes = names.flatMap((name) =>
    task[name] === next[name] ? [] : [[name, { before: task[name], after: next[name] }] as const],
  );
  if (changes.length === 0) return;
  const finished = next.status !== 'open';
  await sql`update tasks set status = ${next.status}, department = ${next.department}, title = ${next.title},
      assignee = ${next.assignee}, finished_at = case when ${finished} then coalesce(finished_at, ${at}) end,
      finished_by = case when ${finished} then coalesce(finished_by, ${by}) end
    where id = ${id}`.execute(trx);
  const detail = { task: id, title: next.title, changes: Object.fromEntries(changes) };
  await appendHistory(trx, [{ callId: call.id, at, by, kind: 'task.changed', detail }]);
  if (next.status !== task.status) await follow(trx, call, deed);
  await touched(trx, call.id, at);
}

/** What the call does when the state of its tasks has changed. */
async function follow(trx: LogTransaction, call: CallRow, deed: TaskDeed): Promise<void> {
  const { rows } = await sql<{ open: number; done: number }>`
    select (count(*) filter (where status = 'open'))::int as open, (count(*) filter (where status = 'done'))::int as done
    from tasks where ${isOf(call.id)}`.execute(trx);
  const { open = 0, done = 0 } = rows[0] ?? {};
  const given = { ...deed, version: undefined };
  if (open === 0 && done > 0 && !hasEnded(call))
    await changeCall(trx, { ...given, change: { status: 'resolved', why: 'its last task is done' } });
  if (open > 0 && hasEnded(call))
    await changeCall(trx, { ...given, change: { status: 'in-progress', why: 'a task of it is open again' } });
}

/** The tasks of a call, in the order in which they were opened. */
export async function tasksOf(db: Kysely<Database>, callId: string): Promise<Task[]> {
  const { rows } = await sql<Row>`select * from tasks where ${isOf(callId)} order by created_at, id`.execute(db);
  return rows.map(toTask);
}

export type TaskFilter = {
  readonly department?: readonly string[] | undefined;
  readonly status?: readonly TaskStatus[] | undefined;
  readonly assignee?: string | undefined;
  readonly cursor?: string | undefined;
  /** Default 50. */
  readonly limit?: number | undefined;
};

/** A task in a list, with the reference of its call. */
export type ListedTask = Task & { readonly reference: string; readonly callTitle: string };

/** A page of tasks, the oldest first: what a department has to do. */
export async function listTasks(
  db: Kysely<Database>,
  visibility: Visibility,
  filter: TaskFilter,
): Promise<Page<ListedTask>> {
  const { department, status, assignee, cursor, limit = 50 } = filter;
  const from = cursor === undefined ? undefined : parseCursor('tasks', cursor);
  const conditions = [
    isVisible(visibility),
    ...(department ? [sql`tasks.department = any(${department}::text[])`] : []),
    ...(status ? [sql`tasks.status = any(${status}::text[])`] : []),
    ...(assignee === undefined ? [] : [sql`tasks.assignee = ${assignee}`]),
    ...(from ? [sql`(tasks.created_at, tasks.id) > (${from.at}::timestamptz, ${from.id}::uuid)`] : []),
  ];
  const { rows } = await sql<Row & { reference: string; call_title: string; exact_created_at: string }>`
    select tasks.*, ${exactInstant('tasks.created_at')} as exact_created_at, calls.reference, calls.title as call_title
    from tasks join calls as own on own.id = tasks.call_id join calls on calls.id = coalesce(own.merged_into, own.id)
    where ${sql.join(conditions, sql` and `)}
    order by tasks.created_at, tasks.id limit ${limit + 1}`.execute(db);
  const last = rows.length > limit ? rows[limit - 1] : undefined;
  return {
    items: rows.slice(0, limit).map((row) => ({ ...toTask(row), reference: row.reference, callTitle: row.call_title })),
    ...(last && { nextCursor: formatCursor('tasks', { at: last.exact_created_at, id: last.id }) }),
  };
}

function toTask(row: Row): Task {
  return {
    ...{ id: row.id, department: row.department, title: row.title, status: row.status },
    ...(row.assignee !== null && { assignee: row.assignee }),
    ...{ createdAt: row.created_at.toISOString(), createdBy: row.created_by },
    ...(row.finished_at && { finishedAt: row.finished_at.toISOString() }),
    ...(row.finished_by !== null && { finishedBy: row.finished_by }),
    version: row.version,
  };
}

function hasEnded({ status }: Pick<CallRow, 'status'>): boolean {
  return status === 'resolved' || status === 'closed';
}
