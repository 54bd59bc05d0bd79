import { useQuery } from '@tanstack/react-query';
import { type Answer, ask } from './client.ts';

/** Who sits before this page. */
export type Me = Answer<'GET /api/session'>;

/** Undefined until the desk has said it. */
export function useMe(): Me | undefined {
  const { data } = useQuery({
    queryKey: ['me'],
    queryFn: ({ signal }) => ask('GET /api/session', { signal }),
    staleTime: 5 * 60_000,
  });
  return data;
}

/** Whether somebody may answer, note and change calls. */
export function mayWork(me: Me | undefined): boolean {
  return me?.permissions.includes('work') ?? false;
}
