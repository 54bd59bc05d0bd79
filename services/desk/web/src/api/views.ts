import { type QueryClient, queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { sayError } from '../shell/say.ts';
import { type Answer, type Asked, ask } from './client.ts';

/** The views of the log that somebody has, each with how many calls it lists. */
export type View = Answer<'GET /api/views'>['items'][number];

const KEY = ['views'] as const;

/** All of them are counted by one request. */
export const viewsQuery = queryOptions({
  queryKey: KEY,
  queryFn: ({ signal }) => ask('GET /api/views', { signal }),
  staleTime: 60_000,
  // Lateness comes by itself, without any news.
  refetchInterval: 60_000,
});

/** Has the views counted anew. */
export function recountViews(client: QueryClient): void {
  void client.invalidateQueries({ queryKey: KEY });
}

export type ViewChange = Asked<'PATCH /api/views/{id}'>['body'];

/** What can be done with views. What fails is said; `onSuccess` of a call is for what only the caller knows. */
export function useViewDeeds() {
  const client = useQueryClient();
  const take = (views: Answer<'GET /api/views'>) => client.setQueryData(KEY, views);
  const failed = (error: unknown) => sayError('The view was not changed', error);
  return {
    keep: useMutation({
      mutationFn: (body: Asked<'POST /api/views'>['body']) => ask('POST /api/views', { body }),
      onSuccess: take,
      onError: failed,
    }),
    change: useMutation({
      mutationFn: ({ id, change }: { id: string; change: ViewChange }) =>
        ask('PATCH /api/views/{id}', { parameters: { id }, body: change }),
      onSuccess: take,
      onError: failed,
    }),
    remove: useMutation({
      mutationFn: (id: string) => ask('DELETE /api/views/{id}', { parameters: { id } }),
      onSuccess: () => recountViews(client),
      onError: failed,
    }),
  };
}
