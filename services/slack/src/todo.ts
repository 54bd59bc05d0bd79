import { createHash } from 'node:crypto';
import { DAY, isCallbookError, MINUTE, SECOND } from '@callbook/contracts';
import type { Intake } from '@callbook/intake';
import { type Backoff, backoff, type Logger } from '@callbook/runtime';
import { retryAfter } from './fault.ts';
import { isJson, text } from './payload.ts';

/** Something to fetch for a contact that is taken. It is kept as JSON. */
export type Task = {
  /** The source id of the revision that it becomes, or another name that no other task has. */
  readonly id: string;
};

/** Does a task. Rejecting with a CallbookError means that it is to be tried again later. */
export type DoTask<T extends Task> = (task: T) => Promise<void>;

export type Todo<T extends Task> = {
  /** On disk when it resolves, and done until it is done, whatever dies. Under an id that waits already: nothing. */
  add(task: T): Promise<void>;
  /** Begins with what an earlier run left. */
  start(): void;
  size(): number;
  /** Resolves when nothing is being done any more. What is left is done after the next start. */
  stop(): Promise<void>;
};

export type TodoOptions<T extends Task> = {
  readonly team: string;
  readonly cursor: Intake['cursor'];
  readonly work: DoTask<T>;
  /** It could not be done for so long that it is told as it is. */
  readonly givenUp: (task: T, error: unknown) => Promise<void>;
  readonly logger: Logger;
  /** Milliseconds on a clock that never goes back. */
  readonly clock: () => number;
  readonly concurrency?: number;
  /** Milliseconds before something is tried again: the first time, and at the most. */
  readonly pause?: readonly [first: number, most: number];
  /** Milliseconds after which it is given up. */
  readonly patience?: number;
};

type Item<T> = { readonly task: T; due: number; readonly since: number; readonly wait: Backoff; failed: boolean };

/** Each task is written with those that share its shard: many shards, so that a backlog does not make each write long. */
const SHARDS = 64;

/**
 * What is to be fetched after a contact was taken: files, a profile that Slack was too slow with, a message that somebody
 * pointed at. Slack is asked for it until it is there, and nothing waits behind it.
 */
export function openTodo<T extends Task>(options: TodoOptions<T>): Todo<T> {
  const { team, cursor, work, givenUp, logger, clock } = options;
  const { concurrency = 4, pause = [SECOND, 5 * MINUTE], patience = DAY } = options;
  const shards = Array.from({ length: SHARDS }, (_, at) => new Map(kept<T>(cursor.get(nameOf(team, at)))));
  const items = new Map<string, Item<T>>();
  const running = new Map<string, Promise<void>>();
  let timer: NodeJS.Timeout | undefined;
  let going = false;

  const queue = (task: T) =>
    void items.set(task.id, { task, due: clock(), since: clock(), wait: backoff(...pause), failed: false });
  const save = async (shard: number) => cursor.set(nameOf(team, shard), [...(shards[shard]?.values() ?? [])]);
  for (const shard of shards) for (const task of shard.values()) queue(task);

  const forget = async (task: T) => {
    const shard = shardOf(task.id);
    shards[shard]?.delete(task.id);
    items.delete(task.id);
    await save(shard);
  };

  const run = async (item: Item<T>) => {
    const { task } = item;
    try {
      try {
        await work(task);
      } catch (error) {
        // A bug would end the process, and the next one too: the task is on disk.
        if (!isCallbookError(error) && !item.failed)
          logger.error({ err: error, task: task.id }, 'our own program failed');
        item.failed ||= !isCallbookError(error);
        if (clock() - item.since < patience) {
          logger.debug({ err: error, task: task.id }, 'to be tried again');
          item.due = clock() + Math.max(item.wait.next(), (retryAfter(error) ?? 0) * SECOND);
          return;
        }
        await givenUp(task, error);
      }
      await forget(task);
    } catch (error) {
      // The disk is full: it stays on the list.
      if (!isCallbookError(error)) throw error;
      logger.warn({ err: error, task: task.id }, 'what was fetched could not be kept yet');
      item.due = clock() + item.wait.next();
    }
  };

  const next = () => {
    clearTimeout(timer);
    if (!going) return;
    let soonest = Number.POSITIVE_INFINITY;
    for (const [id, item] of items) {
      if (running.has(id)) continue;
      if (item.due > clock()) soonest = Math.min(soonest, item.due);
      else if (running.size < concurrency) {
        const doing = run(item).finally(() => {
          running.delete(id);
          next();
        });
        running.set(id, doing);
      } else break;
    }
    if (soonest < Number.POSITIVE_INFINITY) timer = setTimeout(next, Math.max(1, soonest - clock()));
  };

  return {
    async add(task) {
      const shard = shardOf(task.id);
      if (shards[shard]?.has(task.id)) return;
      shards[shard]?.set(task.id, task);
      await save(shard);
      queue(task);
      next();
    },
    start() {
      going = true;
      next();
    },
    size: () => items.size,
    async stop() {
      going = false;
      clearTimeout(timer);
      await Promise.all(running.values());
    },
  };
}

function nameOf(team: string, shard: number): string {
  return `slack:todo:${team}:${shard}`;
}

function shardOf(id: string): number {
  return (createHash('sha256').update(id).digest()[0] ?? 0) % SHARDS;
}

function kept<T extends Task>(value: unknown): [string, T][] {
  const tasks = Array.isArray(value)
    ? (value as T[]).filter((one) => isJson(one) && text(one, 'id') !== undefined)
    : [];
  return tasks.map((task) => [task.id, task]);
}
