import { MINUTE, SECOND } from '@callbook/contracts';
import { backoff, type Logger, sleep } from '@callbook/runtime';
import pg from 'pg';
import { CALLS_CHANNEL, type ChangedCalls } from './call.ts';
import type { Log } from './log.ts';

/** What happens to calls, as it is committed. Neither may throw. */
export type CallListener = {
  changed(calls: ChangedCalls): void;
  /** Notifications may have been missed: whatever was read before may be out of date. */
  resync(): void;
};

/** A peer that vanished without a word (a pulled cable) is noticed after this long at the most, plus ANSWER. */
const PROBE = 30 * SECOND;
const ANSWER = 10 * SECOND;

/**
 * Tells a listener of each call that `announceCalls` announced, from a connection of its own: a pool may close or hand
 * on a connection that listens. Every loss is answered with a new connection and, once that listens, a `resync`.
 * Resolves when the signal aborts; never rejects.
 */
export async function listenToCalls(
  log: Pick<Log, 'url'>,
  listener: CallListener,
  logger: Logger,
  signal: AbortSignal,
): Promise<void> {
  const pause = backoff(200, 5 * SECOND);
  let missed = false;
  while (!signal.aborted) {
    const startedAt = Date.now();
    try {
      await listenOnce(log.url, listener, signal, () => {
        if (missed) listener.resync();
      });
    } catch (error) {
      logger[missed ? 'debug' : 'warn']({ err: error }, 'the connection that listens for calls is gone');
    }
    missed = true;
    if (signal.aborted) return;
    if (Date.now() - startedAt > MINUTE) pause.reset();
    await sleep(pause.next(), signal);
  }
}

/** Listens until the connection breaks (rejects) or the signal aborts (resolves). */
async function listenOnce(
  url: string,
  listener: CallListener,
  signal: AbortSignal,
  onListening: () => void,
): Promise<void> {
  const client = new pg.Client({
    connectionString: url,
    application_name: 'callbook-listen',
    keepAlive: true,
    connectionTimeoutMillis: 5 * SECOND,
    query_timeout: ANSWER,
  });
  let probe: NodeJS.Timeout | undefined;
  let stop: () => void = () => {};
  const over = new Promise<void>((resolve, reject) => {
    stop = resolve;
    client.on('error', reject);
    client.on('end', () => reject(new Error('Postgres closed the connection')));
    probe = setInterval(() => client.query('select 1').then(undefined, reject), PROBE);
  });
  // It may reject before it is awaited below: that is no unhandled rejection.
  over.catch(() => undefined);
  signal.addEventListener('abort', stop, { once: true });
  client.on('notification', ({ payload }) => listener.changed(parseChanges(payload ?? '')));
  try {
    await Promise.race([client.connect(), over]);
    await Promise.race([client.query(`listen ${CALLS_CHANNEL}`), over]);
    if (!signal.aborted) onListening();
    await over;
  } finally {
    clearInterval(probe);
    signal.removeEventListener('abort', stop);
    await end(client);
  }
}

/** A peer that is gone never answers a goodbye: what it has not said within a second no longer matters. */
async function end(client: pg.Client): Promise<void> {
  const ended = new AbortController();
  await Promise.race([Promise.allSettled([client.end()]), sleep(SECOND, ended.signal)]);
  ended.abort();
}

function parseChanges(payload: string): ChangedCalls {
  const marked = payload.split(' ');
  const of = (mark: string) => marked.filter((id) => id.startsWith(mark)).map((id) => id.slice(1));
  return { created: of('+'), updated: of('~') };
}
