import { Button, Skeleton } from '@mantine/core';
import { IconArrowUp, IconCloudOff, IconInbox, IconSearchOff } from '@tabler/icons-react';
import { useVirtualizer } from '@tanstack/react-virtual';
import { useCallback, useEffect, useLayoutEffect, useRef, useState } from 'react';
import { wordsOf } from '../api/client.ts';
import type { CallSummary } from '../api/types.ts';
import { CallRow } from './CallRow.tsx';
import styles from './log.module.css';

export type CallListProps = {
  readonly calls: readonly CallSummary[];
  readonly state: 'loading' | 'ready' | 'failed';
  /** What is shown is of the last question; this one's answer is on its way. */
  readonly stale: boolean;
  readonly error: unknown;
  readonly slim: boolean;
  readonly filtered: boolean;
  readonly query: string | undefined;
  readonly active: string | undefined;
  readonly open: string | undefined;
  readonly selected: ReadonlySet<string>;
  readonly more: boolean;
  readonly loadingMore: boolean;
  loadMore(): void;
  retry(): void;
  onOpen(reference: string): void;
  onSelect(reference: string): void;
  onActive(reference: string): void;
};

const HEADS: readonly (readonly [string, string?])[] = [
  [''],
  ['Via'],
  ['Reference'],
  ['Requester'],
  ['Call'],
  ['Department', styles.department],
  [''],
  ['Status'],
  ['Target'],
  ['Assignee', styles.assignee],
  ['Received', styles.age],
];
/** Rows from the end at which the next page is asked for: more than a page of the screen. */
const AHEAD = 40;

/** The log as a table of which only what is in sight is drawn, so that a hundred thousand rows are as quick as ten. */
export function CallList(props: CallListProps) {
  const { calls, state, stale, slim, active, open, selected, query, more, loadingMore, loadMore } = props;
  const scroller = useRef<HTMLDivElement>(null);
  const height = slim ? 76 : 40;
  const rows = useVirtualizer({
    count: calls.length,
    getScrollElement: () => scroller.current,
    estimateSize: useCallback(() => height, [height]),
    getItemKey: useCallback((index: number) => calls[index]?.reference ?? index, [calls]),
    overscan: 6,
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: what was measured at another height is wrong
  useEffect(() => rows.measure(), [rows, height]);

  const items = rows.getVirtualItems();
  const last = items.at(-1)?.index ?? 0;
  useEffect(() => {
    if (more && !loadingMore && calls.length > 0 && last >= calls.length - AHEAD) loadMore();
  }, [more, loadingMore, last, calls.length, loadMore]);

  const newer = useSteadyScroll(scroller, calls, height);

  const activeIndex = active === undefined ? -1 : calls.findIndex(({ reference }) => reference === active);
  useEffect(() => {
    if (activeIndex >= 0) rows.scrollToIndex(activeIndex, { align: 'auto' });
  }, [activeIndex, rows]);

  return (
    <div
      role="table"
      aria-label="Log"
      aria-rowcount={more ? -1 : calls.length + 1}
      aria-busy={state === 'loading' || stale}
      className={styles.list}
    >
      <div role="rowgroup" hidden={slim}>
        <div role="row" className={styles.head}>
          {HEADS.map(([head, name], index) => (
            <div role="columnheader" key={index} className={name}>
              {head || <span className="unseen">{index === 0 ? 'Selected' : 'Priority'}</span>}
            </div>
          ))}
        </div>
      </div>
      {newer > 0 && (
        <Button
          className={styles.newer}
          size="compact-sm"
          radius="xl"
          leftSection={<IconArrowUp size={14} />}
          onClick={() => scroller.current?.scrollTo({ top: 0 })}
        >
          {newer} new
        </Button>
      )}
      <div role="rowgroup" ref={scroller} className={styles.scroller} data-testid="log-scroller">
        <div role="presentation" style={{ height: rows.getTotalSize(), position: 'relative' }}>
          {items.map(({ index, start, key }) => {
            const call = calls[index];
            if (!call) return null;
            return (
              <CallRow
                key={key}
                {...{ call, index, slim, query, top: start }}
                {...{ onOpen: props.onOpen, onSelect: props.onSelect, onActive: props.onActive }}
                active={call.reference === active}
                open={call.reference === open}
                selected={selected.has(call.reference)}
              />
            );
          })}
        </div>
        <Note {...props} />
      </div>
    </div>
  );
}

/** What is said where there are no rows, or beneath them. */
function Note({ state, error, calls, filtered, retry, loadingMore, slim }: CallListProps) {
  if (state === 'loading' || loadingMore)
    return (
      <output aria-label="Loading calls" style={{ display: 'block', padding: '0 1rem' }}>
        {Array.from({ length: calls.length === 0 ? 12 : 3 }, (_, index) => (
          <Skeleton key={index} height={slim ? 52 : 18} my={slim ? 12 : 11} radius="sm" />
        ))}
      </output>
    );
  if (state === 'failed' && calls.length === 0)
    return (
      <div className={styles.note} role="alert">
        <IconCloudOff size={32} stroke={1.4} />
        <h2>The log cannot be shown</h2>
        <p>{wordsOf(error)}</p>
        <Button variant="default" size="xs" onClick={retry}>
          Try again
        </Button>
      </div>
    );
  if (calls.length > 0) return null;
  return (
    <output className={styles.note}>
      {filtered ? <IconSearchOff size={32} stroke={1.4} /> : <IconInbox size={32} stroke={1.4} />}
      <h2>{filtered ? 'No call is like that' : 'Nothing has been logged yet.'}</h2>
      <p>{filtered ? 'Fewer words or fewer filters find more.' : 'The first contact will appear here by itself.'}</p>
    </output>
  );
}

/**
 * Keeps what is read in its place when calls come in above it.
 * Returns how many came since the reader left the top.
 */
function useSteadyScroll(
  scroller: React.RefObject<HTMLDivElement | null>,
  calls: readonly CallSummary[],
  height: number,
) {
  const before = useRef(calls);
  const [newer, setNewer] = useState(0);
  useLayoutEffect(() => {
    const was = before.current[0]?.reference;
    before.current = calls;
    const element = scroller.current;
    if (!element || was === undefined) return;
    const moved = calls.slice(0, 200).findIndex(({ reference }) => reference === was);
    if (moved <= 0 || element.scrollTop < height / 2) return;
    element.scrollTop += moved * height;
    setNewer((count) => count + moved);
  }, [calls, height, scroller]);
  useEffect(() => {
    const element = scroller.current;
    const look = () => {
      if (element && element.scrollTop < height / 2) setNewer(0);
    };
    element?.addEventListener('scroll', look, { passive: true });
    return () => element?.removeEventListener('scroll', look);
  }, [scroller, height]);
  return newer;
}
