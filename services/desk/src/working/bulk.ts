import { isCallbookError } from '@callbook/contracts';
import { assertVisible, isOutage, type Log } from '@callbook/log';
import type { Logger } from '@callbook/runtime';
import type { Actor } from '../access/actor.ts';
import { changePlaced, type Deed, type PlacedChange } from './changing.ts';
import type { BulkPatch } from './queries.ts';

export type BulkDeps = {
  readonly log: Log;
  readonly logger: Logger;
  readonly newId: () => string;
  /** Of one call each: what is sent for it has an id of its own. */
  deed(actor: Actor): Omit<Deed, 'reference'>;
};

/** What became of one call of many. */
export type BulkResult = {
  readonly reference: string;
  readonly done: boolean;
  /** Why it was not changed. */
  readonly problem?: { readonly code: string; readonly detail: string };
};

/**
 * Does the same to many calls, one after the other, as if each were done by itself: in a transaction of its own, with
 * its history and what it causes. One that fails holds no other up, and says why.
 */
export async function changeMany(
  { log, logger, newId, deed }: BulkDeps,
  actor: Actor,
  calls: BulkPatch['calls'],
  placed: PlacedChange,
): Promise<BulkResult[]> {
  const results: BulkResult[] = [];
  for (const { reference, version } of calls) {
    try {
      await assertVisible(log.db, actor.visibility, reference);
      await log.db
        .transaction()
        .execute((trx) => changePlaced(trx, { ...deed(actor), reference, version }, placed, newId));
      results.push({ reference, done: true });
    } catch (error) {
      results.push({ reference, done: false, problem: problemOf(error) });
    }
  }
  return results;

  /** Whatever it is, those before it are done: that has to be answered. */
  function problemOf(error: unknown): NonNullable<BulkResult['problem']> {
    if (isCallbookError(error)) return { code: error.code, detail: error.message };
    if (isOutage(error)) return { code: 'log-unavailable', detail: 'The log could not be reached.' };
    logger.error({ error }, 'a call of many could not be changed');
    return { code: 'internal', detail: 'Something went wrong at the desk.' };
  }
}
