import { SECOND } from '@callbook/contracts';
import { type CallListener, type CallSummary, type ChangedCalls, type Log, summariseCalls } from '@callbook/log';
import type { Logger } from '@callbook/runtime';
import type { Response } from 'express';

export type Stream = {
  /** Keeps a response open and sends it what happens, until its reader goes. */
  join(response: Response): void;
  readonly listener: CallListener;
  close(): void;
};

/** Proxies and browsers give up on a connection that says nothing. */
const HEARTBEAT = 15 * SECOND;
/** What a reader may owe us before it is let go: it comes back by itself and lists anew. */
const MOST_BEHIND = 1_000_000;
/** Past this many changes at once a list says it better than events. */
const MOST_EVENTS = 500;

/**
 * Tells everyone who watches the log what happens in it, as server-sent events. Calls are read once for all readers,
 * and one reading at a time: what changes meanwhile is gathered for the next.
 */
export function openStream(log: Log, logger: Logger): Stream {
  const readers = new Set<Response>();
  const created = new Set<string>();
  const updated = new Set<string>();
  let telling = false;

  const send = (text: string) => {
    for (const reader of readers) {
      reader.write(text);
      if (reader.writableLength <= MOST_BEHIND) continue;
      readers.delete(reader);
      reader.destroy();
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
      const calls = await summariseCalls(log.db, ids);
      for (const id of ids) {
        const call: CallSummary | undefined = calls.get(id);
        if (call) send(event(news.has(id) ? 'call.created' : 'call.updated', call));
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
    join(response) {
      response.set({ 'Content-Type': 'text/event-stream', 'Cache-Control': 'no-store', 'X-Accel-Buffering': 'no' });
      response.flushHeaders();
      response.write('retry: 1000\n\n');
      readers.add(response);
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
      for (const reader of readers) reader.end();
      readers.clear();
    },
  };
}

function event(name: string, data: object): string {
  return `event: ${name}\ndata: ${JSON.stringify(data)}\n\n`;
}
