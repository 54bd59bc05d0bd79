import { useMediaQuery } from '@mantine/hooks';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Outlet, useNavigate, useParams, useRouter, useSearch } from '@tanstack/react-router';
import { useCallback, useDeferredValue, useEffect, useMemo, useState } from 'react';
import { callsQuery } from '../api/calls.ts';
import { useKeys } from '../shell/keys.ts';
import { useTitle } from '../shell/title.ts';
import { BulkBar } from './BulkBar.tsx';
import { CallList } from './CallList.tsx';
import styles from './log.module.css';
import type { LogSearch } from './search.ts';
import { Toolbar } from './Toolbar.tsx';
import { Views } from './Views.tsx';

const NONE: ReadonlySet<string> = new Set();
/** Milliseconds after which the log is drawn and the line is free. */
const QUIET = 1_500;

/** The log, and beside it the call that is open. */
export function LogPage() {
  const search: LogSearch = useSearch({ strict: false });
  const { reference } = useParams({ strict: false });
  // All of the list is drawn otherwise beside an open call: the row that was chosen shows it first.
  const open = useDeferredValue(reference);
  const navigate = useNavigate();
  const wide = useMediaQuery('(min-width: 75em)', true, { getInitialValueInEffect: false });
  const narrow = useMediaQuery('(max-width: 62em)', false, { getInitialValueInEffect: false });
  const [active, setActive] = useState<string | undefined>(reference);
  const [selected, setSelected] = useState(NONE);

  const router = useRouter();
  // The code of an open call is fetched ahead: the first call is to open as quickly as the second.
  useEffect(() => {
    const wait = setTimeout(() => void router.loadRouteChunk(router.routesByPath['/calls/$reference']), QUIET);
    return () => clearTimeout(wait);
  }, [router]);

  const list = useInfiniteQuery(callsQuery(search));
  const calls = useMemo(() => list.data?.pages.flatMap(({ items }) => items) ?? [], [list.data]);
  useTitle(reference ?? 'Log');
  useEffect(() => {
    if (reference) setActive(reference);
  }, [reference]);

  const openCall = useCallback(
    (reference: string) => void navigate({ to: '/calls/$reference', params: { reference }, search: true }),
    [navigate],
  );
  const close = () => {
    void navigate({ to: '/', search: true });
  };
  const select = useCallback(
    (reference: string) =>
      setSelected((before) => {
        const next = new Set(before);
        if (!next.delete(reference)) next.add(reference);
        return next;
      }),
    [],
  );
  const change = (changes: LogSearch) =>
    void navigate({ to: '.', search: (before: LogSearch) => ({ ...before, ...changes }), replace: true });

  const move = (step: number) => {
    const at = calls.findIndex(({ reference }) => reference === active);
    const next = calls[Math.max(0, Math.min(calls.length - 1, at + step))]?.reference;
    if (!next) return;
    setActive(next);
    if (reference) openCall(next);
    else requestAnimationFrame(() => document.querySelector<HTMLElement>(`[data-call-link="${next}"]`)?.focus());
  };
  useKeys({
    j: () => move(1),
    k: () => move(-1),
    o: () => active && openCall(active),
    x: () => active && select(active),
    Escape: () => {
      if (reference) close();
      else if (selected.size > 0) setSelected(NONE);
    },
  });

  const chosen = useMemo(() => {
    const versions = new Map(calls.map(({ reference, version }) => [reference, version]));
    return [...selected].map((reference) => {
      const version = versions.get(reference);
      return { reference, ...(version !== undefined && { version }) };
    });
  }, [selected, calls]);

  const keep = useCallback((references: readonly string[]) => setSelected(new Set(references)), []);
  const { fetchNextPage } = list;
  const loadMore = useCallback(() => void fetchNextPage(), [fetchNextPage]);
  const failed = list.isError && calls.length === 0;
  return (
    <div className={styles.page}>
      <h1 className="unseen" hidden={open !== undefined}>
        Log
      </h1>
      <div hidden={open !== undefined && !wide}>
        <Views search={search} />
        <Toolbar search={search} onChange={change} calls={calls} narrow={narrow} />
      </div>
      <div
        className={styles.panes}
        data-split={(open !== undefined && wide) || undefined}
        data-alone={(open !== undefined && !wide) || undefined}
      >
        <CallList
          calls={calls}
          state={failed ? 'failed' : list.isPending ? 'loading' : 'ready'}
          error={list.error}
          slim={narrow || (open !== undefined && wide)}
          filtered={Object.keys(search).some((name) => name !== 'sort')}
          query={search.q}
          {...{ active, open, selected, loadMore }}
          stale={list.isPlaceholderData}
          more={list.hasNextPage && !list.isError}
          loadingMore={list.isFetchingNextPage}
          retry={() => void list.refetch()}
          onOpen={openCall}
          onSelect={select}
          onActive={setActive}
        />
        <div className={styles.call} hidden={open === undefined}>
          <Outlet />
        </div>
        <BulkBar selected={chosen} onKeep={keep} />
      </div>
    </div>
  );
}
