import { useSyncExternalStore } from 'react';
import type { CallSummary } from './types.ts';

/** Whether news of the log reaches this page. */
export type StreamState = 'connecting' | 'live' | 'offline';

export type News = {
  /** Calls as they are now; the new ones among them. */
  changed(calls: readonly CallSummary[], created: ReadonlySet<string>): void;
  /** News may have been missed: list anew. */
  resync(): void;
};

let state: StreamState = 'connecting';
const watchers = new Set<() => void>();

function become(next: StreamState): void {
  if (state === next) return;
  state = next;
  for (const watcher of watchers) watcher();
}

export function useStreamState(): StreamState {
  return useSyncExternalStore(
    (watcher) => {
      watchers.add(watcher);
      return () => watchers.delete(watcher);
    },
    () => state,
  );
}

/**
 * Listens to the desk. What comes within a frame is told at once, so that a burst of a thousand mails is one change of the
 * page. A connection that was lost comes back by itself, and then everything is asked for again: the stream does not repeat.
 */
export function openStream(news: News): () => void {
  const pending = new Map<string, CallSummary>();
  const created = new Set<string>();
  let frame: ReturnType<typeof setTimeout> | undefined;
  let again: ReturnType<typeof setTimeout> | undefined;
  let source: EventSource | undefined;
  let wasLive = false;

  const flush = () => {
    frame = undefined;
    const calls = [...pending.values()];
    const fresh = new Set(created);
    pending.clear();
    created.clear();
    news.changed(calls, fresh);
  };
  const hear = (event: MessageEvent<string>) => {
    const call: CallSummary = JSON.parse(event.data);
    pending.set(call.reference, call);
    if (event.type === 'call.created') created.add(call.reference);
    // A timer and not a frame: a page in the background draws none, and its title counts all the same.
    frame ??= setTimeout(flush, 16);
  };
  const connect = () => {
    source = new EventSource('/api/stream');
    source.addEventListener('call.created', hear);
    source.addEventListener('call.updated', hear);
    source.addEventListener('resync', () => news.resync());
    // A call moved to where this agent may not look: what the lists say of it is gone with the next answer.
    source.addEventListener('call.hidden', () => news.resync());
    source.onopen = () => {
      if (wasLive) news.resync();
      wasLive = true;
      become('live');
    };
    source.onerror = () => {
      become('offline');
      // Refused rather than cut off: the browser does not try again by itself.
      if (source?.readyState === EventSource.CLOSED) again = setTimeout(connect, 3_000);
    };
  };
  connect();
  return () => {
    clearTimeout(frame);
    clearTimeout(again);
    source?.close();
    become('connecting');
  };
}
