import { useQuery } from '@tanstack/react-query';
import { useEffect } from 'react';
import { ask } from './client.ts';
import { newId } from './new-id.ts';

/** This page among the pages of everybody. */
const TAB = newId();
/** The desk forgets a page that has not said for 15 s that it is still there. */
const STILL_HERE = 5_000;

const note = (reference: string, looking: { writing: boolean; gone: boolean }) =>
  ask('POST /api/calls/{reference}/presence', { parameters: { reference }, body: { tab: TAB, ...looking } });

/** Says that this page shows a call, and returns who else has it open. */
export function usePresence(reference: string, writing: boolean) {
  const { data } = useQuery({
    queryKey: ['presence', reference, writing],
    queryFn: () => note(reference, { writing, gone: false }),
    refetchInterval: STILL_HERE,
    retry: false,
    staleTime: 0,
    placeholderData: (before) => (before?.reference === reference ? before : undefined),
  });
  useEffect(
    () => () => {
      // A courtesy: a page that could not say it is forgotten by itself.
      note(reference, { writing: false, gone: true }).catch(() => undefined);
    },
    [reference],
  );
  return data?.people.filter(({ tab }) => tab !== TAB) ?? [];
}
