import { type InfiniteData, infiniteQueryOptions, type QueryClient, queryOptions } from '@tanstack/react-query';
import { holds, type LogSearch } from '../log/search.ts';
import { type Answer, ask } from './client.ts';
import type { CallSummary } from './types.ts';
import { viewsQuery } from './views.ts';

type Page = Answer<'GET /api/calls'>;
type List = InfiniteData<Page, string | undefined>;

const PAGE = 100;

export const callsQuery = (search: LogSearch) =>
  infiniteQueryOptions({
    queryKey: ['calls', 'list', search] as const,
    queryFn: ({ pageParam, signal }) =>
      ask('GET /api/calls', { query: { ...search, cursor: pageParam, limit: PAGE }, signal }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page: Page) => page.nextCursor,
    staleTime: Number.POSITIVE_INFINITY, // the stream keeps it true
    placeholderData: (before) => before,
  });

export const callQuery = (reference: string) =>
  queryOptions({
    queryKey: ['call', reference] as const,
    queryFn: ({ signal }) => ask('GET /api/calls/{reference}', { parameters: { reference }, signal }),
  });

/** When calls were heard of for the first time, so that their rows can say so for a moment. */
export const heardOf = new Map<string, number>();

/** Takes news into every list and every call that the page holds. */
export function takeNews(client: QueryClient, calls: readonly CallSummary[], created: ReadonlySet<string>): void {
  for (const reference of created) heardOf.set(reference, Date.now());
  const changed = new Map(calls.map((call) => [call.reference, call]));
  for (const [key, list] of client.getQueriesData<List>({ queryKey: ['calls', 'list'] })) {
    if (!list) continue;
    const search = key[2] as LogSearch;
    const { next, unsure } = withNews(list, search, changed);
    if (next !== list) client.setQueryData(key, next);
    if (unsure) soon(client, ['calls', 'list', search], 1_000);
  }
  soon(client, viewsQuery.queryKey, 1_500);
  for (const { reference, mergedInto } of calls) {
    soon(client, ['call', reference], 0);
    if (mergedInto) soon(client, ['call', mergedInto], 0);
  }
}

/** A list with news in it; `unsure` where only the log can say what belongs in it. */
export function withNews(
  list: List,
  search: LogSearch,
  changed: ReadonlyMap<string, CallSummary>,
): { next: List; unsure: boolean } {
  const found = new Set<string>();
  let unsure = false;
  let touched = false;
  const pages = list.pages.map((page) => {
    if (!page.items.some(({ reference }) => changed.has(reference))) return page;
    touched = true;
    return {
      ...page,
      items: page.items.flatMap((item) => {
        const news = changed.get(item.reference);
        if (!news) return [item];
        found.add(item.reference);
        if (holds(search, news) === false) return [];
        return [news.updatedAt >= item.updatedAt ? news : item];
      }),
    };
  });
  const fresh = [...changed.values()].filter((call) => {
    if (found.has(call.reference)) return false;
    const held = holds(search, call);
    if (held === undefined) unsure = true;
    return held === true;
  });
  if (search.sort !== undefined && search.sort !== '-receivedAt') {
    if (fresh.length > 0 || search.sort.includes('updatedAt')) unsure = true;
  } else {
    for (const call of fresh) touched = insert(pages, call) || touched;
  }
  return { next: touched ? { ...list, pages } : list, unsure };
}

/** Puts a call where its time says, newest first; false where it belongs on a page that is not loaded. */
function insert(pages: Page[], call: CallSummary): boolean {
  for (const [index, page] of pages.entries()) {
    const at = page.items.findIndex(({ receivedAt }) => receivedAt <= call.receivedAt);
    const last = index === pages.length - 1 && !page.nextCursor;
    if (at < 0 && !last) continue;
    const place = at < 0 ? page.items.length : at;
    pages[index] = { ...page, items: page.items.toSpliced(place, 0, call) };
    return true;
  }
  return false;
}

const waiting = new Map<string, ReturnType<typeof setTimeout>>();

/** Asks again in a moment, once for all who want it meanwhile. */
function soon(client: QueryClient, queryKey: readonly unknown[], milliseconds: number): void {
  const name = JSON.stringify(queryKey);
  if (waiting.has(name)) return;
  waiting.set(
    name,
    setTimeout(() => {
      waiting.delete(name);
      void client.invalidateQueries({ queryKey });
    }, milliseconds),
  );
}
