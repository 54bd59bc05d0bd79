import { useQueryClient } from '@tanstack/react-query';
import { useCallback } from 'react';
import { type Answer, type Asked, ask } from '../api/client.ts';
import { recountViews } from '../api/views.ts';

/** What an agent can do to a call. Each answers when the log has it. */
export type CallChange = Asked<'PATCH /api/calls/{reference}'>['body'];

export const doToCall = (reference: string, change: CallChange) =>
  ask('PATCH /api/calls/{reference}', { parameters: { reference }, body: change });

/** The same for many calls. What became of each is answered; what could not be asked at all is thrown. */
export type BulkChange = Omit<Asked<'PATCH /api/calls'>['body'], 'calls'>;
export type BulkResult = Answer<'PATCH /api/calls'>['items'][number];

/** Calls that the desk takes at once. */
const MANY = 200;

export async function doToCalls(
  calls: readonly { readonly reference: string; readonly version?: number }[],
  change: BulkChange,
): Promise<BulkResult[]> {
  const results: BulkResult[] = [];
  for (let at = 0; at < calls.length; at += MANY) {
    const { items } = await ask('PATCH /api/calls', { body: { ...change, calls: calls.slice(at, at + MANY) } });
    results.push(...items);
  }
  return results;
}

export const replyTo = (reference: string, text: string) =>
  ask('POST /api/calls/{reference}/replies', { parameters: { reference }, body: { text } });

export const noteOn = (reference: string, text: string) =>
  ask('POST /api/calls/{reference}/notes', { parameters: { reference }, body: { text } });

export const addTask = (reference: string, task: { title: string; department: string }) =>
  ask('POST /api/calls/{reference}/tasks', { parameters: { reference }, body: task });

export const changeTask = (
  reference: string,
  id: string,
  change: { status: 'open' | 'done' | 'cancelled'; version: number },
) => ask('PATCH /api/calls/{reference}/tasks/{id}', { parameters: { reference, id }, body: change });

/** Folds a call into another. */
export const mergeCalls = (reference: string, into: string) =>
  ask('POST /api/calls/{reference}/merge', { parameters: { reference }, body: { into } });

/** Says what a call has to do with another. */
export const linkTo = (reference: string, other: string, kind: 'caused-by' | 'follows') =>
  ask('POST /api/calls/{reference}/links', { parameters: { reference }, body: { reference: other, kind } });

/** Says that what is suggested of two calls is not so. */
export const declineSuggestion = (reference: string, other: string) =>
  ask('POST /api/calls/{reference}/suggestions/{other}/decline', { parameters: { reference, other }, body: {} });

/** Parts a call again that was folded into this one. */
export const unmerge = (reference: string, call: string) =>
  ask('POST /api/calls/{reference}/split', { parameters: { reference }, body: { call } });

export const splitOff = (reference: string, contacts: string[]) =>
  ask('POST /api/calls/{reference}/split', { parameters: { reference }, body: { contacts } });

/** Has what was done shown at once, and not only when the stream tells of it. */
export function useAfterDeed() {
  const client = useQueryClient();
  return useCallback(
    (...references: readonly string[]) => {
      for (const reference of references) void client.invalidateQueries({ queryKey: ['call', reference] });
      recountViews(client);
    },
    [client],
  );
}
