import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { ask } from '../api/client.ts';
import type { Scan } from './words.ts';

/** Milliseconds. A page is read in a second or two; what failed is tried again in minutes. */
const SOON = 1_000;
const LATER = 10_000;
/** Of one request. */
const MOST = 50;
/** What has not come to the log by then waits for something that is broken, or lies where this agent sees nothing. */
const LONG = 60_000;

/** Since when each was asked for, and of which the last is known. Both outlive the page. */
const since = new Map<string, number>();
const finished = new Set<string>();

export type Scans = {
  /** Undefined while the log does not have it. */
  of(key: string): Scan | undefined;
  /** It should have come by now. */
  isLate(key: string): boolean;
};

/** How scans stand, asked again and again until the last of each is known: all of them together. */
export function useScans(keys: readonly string[]): Scans {
  // Whoever comes back to the page sees what a person has made of them since.
  useState(() => finished.clear());
  const { data } = useQuery({
    queryKey: ['scans', keys],
    queryFn: async ({ signal, client }) => {
      const before = client.getQueriesData<ReadonlyMap<string, Scan>>({ queryKey: ['scans'] });
      const found = new Map(before.flatMap(([, scans]) => [...(scans ?? [])]));
      const open = keys.filter((key) => !finished.has(key));
      for (let at = 0; at < open.length; at += MOST) {
        const { items } = await ask('GET /api/paper/scans', { query: { key: open.slice(at, at + MOST) }, signal });
        for (const scan of items) found.set(scan.key, scan);
      }
      for (const key of open) if (!since.has(key)) since.set(key, Date.now());
      for (const { key, state } of found.values()) if (state === 'read' || state === 'needs-person') finished.add(key);
      return found;
    },
    enabled: keys.length > 0,
    placeholderData: keepPreviousData,
    staleTime: 0,
    retry: false,
    refetchInterval: ({ state }) => intervalOf(keys, state.data),
  });
  return { of: (key) => data?.get(key), isLate: (key) => isLate(key, data) };
}

function intervalOf(keys: readonly string[], scans: ReadonlyMap<string, Scan> | undefined): number | false {
  const open = keys.filter((key) => !finished.has(key));
  if (open.length === 0) return false;
  const slow = open.every((key) => scans?.get(key)?.state === 'again' || isLate(key, scans));
  return slow ? LATER : SOON * Math.ceil(open.length / MOST);
}

function isLate(key: string, scans: ReadonlyMap<string, Scan> | undefined): boolean {
  return !scans?.has(key) && Date.now() - (since.get(key) ?? Date.now()) > LONG;
}
