import { useQuery } from '@tanstack/react-query';
import { type Answer, ask } from './client.ts';

/** Who sits before this page. */
export type Me = Answer<'GET /api/session'>;

/** Under which the page remembers it. */
export const ME = ['me'] as const;

/** Undefined until the desk has said it. */
export function useMe(): Me | undefined {
  const { data } = useQuery({
    queryKey: ME,
    queryFn: ({ signal }) => ask('GET /api/session', { signal }),
    staleTime: 5 * 60_000,
  });
  return data;
}

export type Permission = Me['permissions'][number];

export function may(me: Me | undefined, permission: Permission): boolean {
  return me?.permissions.includes(permission) ?? false;
}

/** Whether somebody may answer, note and change calls. */
export function mayWork(me: Me | undefined): boolean {
  return may(me, 'work');
}
