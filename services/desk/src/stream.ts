import { SECOND } from '@callbook/contracts';
import {
  type CallListener,
  type CallSummary,
  type ChangedCalls,
  canSee,
  EVERYTHING,
  type Log,
  summariseCalls,
  type Visibility,
} from '@callbook/log';
import type { Logger } from '@callbook/runtime';
import type { Response } from 'express';

export type Stream = {
  /** Keeps a response open and sends it what happens that its reader may see, until its reader goes. */
  join(response: Response, visibility: Visibility): void;
  readonly listener: CallListener;
  close(): void;
};

/** Proxies and browsers give up on a connection that says nothing. */
const HEARTBEAT = 15 * SECOND;
/** What a reader may owe us before it is let go: it comes back by itself and lists anew. */
const MOST_BEHIND = 1_000_000;
/** Past this many changes at once a list says it better than events. */
const MOST_EVENTS = 500;
/** Calls whose department is remembered: more than anybody has on a page. */
const MOST_TOLD = 50_000;

/**
 * Tells everyone who watches the log what happens in it, as server-sent events, each what they may see. Calls are read once for all,
 * and one reading at a time: what changes meanwhile is gathered for the next.
 */
export function openStream(log: Log, logger: Logger): Stream {
  const readers = new Map<Response, Visibility>();
  /** The department of each call that was told of lately: who saw it there must hear that it is gone. */
  const told = new Map<string, string | undefined>();
  const created = new Set<string>();
  const updated = new Set<string>();
  let telling = false;

  const send = (text: string) => {
    for (const reader of readers.keys()) write(reader, text);
  };
  const write = (reader: Response, text: string) => {
    reader.write(text);
    if (reader.writableLength <= MOST_BEHIND) return;
    readers.delete(reader);
    reader.destroy();
  };
  const sendCall = (name: string, id: string, call: CallSummary) => {
    const text = event(name, call);
    const before = told.get(id);
    const moved = told.has(id) && before !== call.department;
    for (const [reader, visibility] of readers) {
      if (canSee(visibility, call.department)) write(reader, text);
      else if (moved && canSee(visibility, before)) write(reader, event('call.hidden', { reference: call.reference }));
    }
    told.delete(id);
    told.set(id, call.department);
    for (const oldest of told.keys()) {
      if (told.size <= MOST_TOLD) break;
      told.delete(oldest);
    }
  };
  const heartbeat = setInterval(() => send(': still here\n\n'), HEARTBEAT);

  const tell = async () => {
    while (created.size + updated.size > 0) {
      const news = new Set(created);
      const ids = [...new Set([...created, ...updated])];
      created.clear();
      updated.clear();
      if (readers.size === 0) continue;
      if (ids.length > MOST_EVENTS) {
        send(event('resync', {}));
        continue;
      }
      const calls = await summariseCalls(log.db, EVERYTHING, ids);
      for (const id of ids) {
        const call: CallSummary | undefined = calls.get(id);
        if (call) sendCall(news.has(id) ? 'call.created' : 'call.updated', id, call);
      }
    }
  };
  const wake = () => {
    if (telling) return;
    telling = true;
    tell()
      .catch((error) => {
        logger.warn({ err: error }, 'changed calls could not be read; watchers are told to list anew');
        send(event('resync', {}));
      })
      .finally(() => {
        telling = false;
      });
  };

  return {
    join(response, visibility) {
      response.set({ 'Content-Type': 'text/event-stream', 'Cache-Control': 'no-store', 'X-Accel-Buffering': 'no' });
      response.flushHeaders();
      response.write('retry: 1000\n\n');
      readers.set(response, visibility);
      response.on('close', () => readers.delete(response));
    },
    listener: {
      changed(calls: ChangedCalls) {
        for (const id of calls.created) created.add(id);
        for (const id of calls.updated) updated.add(id);
        wake();
      },
      resync: () => send(event('resync', {})),
    },
    close() {
      clearInterval(heartbeat);
      for (const reader of readers.keys()) reader.end();
      readers.clear();
    },
  };
}

function event(name: string, data: object): string {
  return `event: ${name}\ndata: ${JSON.stringify(data)}\n\n`;
}
