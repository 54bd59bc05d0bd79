import { type CallbookError, isCallbookError, MINUTE, SECOND } from '@callbook/contracts';
import { backoff, type Logger, sleep } from '@callbook/runtime';
import { SocketModeClient } from '@slack/socket-mode';
import { boltLogger } from './bolt-logger.ts';
import { apiFault } from './fault.ts';
import type { Refusal } from './metrics.ts';
import { isJson, type Json } from './payload.ts';
import { receive, type Served } from './transport.ts';

/**
 * Connections that are kept open: Slack closes each of them now and then for a new one, and sends every event to one of
 * those there are. It takes up to ten.
 */
const CONNECTIONS = 2;
/** One that held for so long was a good one. */
const HELD = MINUTE;

export type SocketDeps = {
  /** The workspaces whose events come by this app's connections, by team. */
  readonly served: ReadonlyMap<string, Served>;
  readonly refused: (reason: Refusal) => void;
  readonly appToken: string;
  readonly apiUrl: string;
  readonly logger: Logger;
  readonly signal: AbortSignal;
};

export type SocketReceiver = {
  /** Connections by which events can come. */
  open(): number;
  /** Why no event can come at this moment. */
  trouble(): CallbookError | undefined;
  readonly ended: Promise<void>;
};

/** Keeps connections to Slack open (Socket Mode) until the signal, and takes what comes by them. */
export function openSocket(deps: SocketDeps): SocketReceiver {
  const { signal } = deps;
  const open = new Set<number>();
  let trouble: CallbookError | undefined;
  const keep = async (at: number) => {
    for (const wait = backoff(SECOND / 4, MINUTE / 2); !signal.aborted; await sleep(wait.next(), signal)) {
      const began = performance.now();
      trouble = (await connected(deps, () => void open.add(at))) ?? trouble;
      open.delete(at);
      if (performance.now() - began > HELD) wait.reset();
    }
  };
  return {
    open: () => open.size,
    trouble: () => (open.size > 0 ? undefined : trouble),
    ended: Promise.all(Array.from({ length: CONNECTIONS }, (_, at) => keep(at))).then(() => {}),
  };
}

/** One connection, from its beginning to its end. Resolves with what went wrong, if anything did. */
async function connected(deps: SocketDeps, opened: () => void): Promise<CallbookError | undefined> {
  const { appToken, apiUrl, logger, signal } = deps;
  const client = new Connection({
    appToken,
    logger: boltLogger(logger),
    // Its own reconnecting rejects a promise that nobody has when Slack answers with a fault.
    autoReconnectEnabled: false,
    clientOptions: {
      ...{ slackApiUrl: apiUrl.replace(/\/*$/, '/'), timeout: 10 * SECOND },
      ...{ retryConfig: { retries: 0 }, rejectRateLimitedCalls: true },
    },
  });
  const over = new Promise<void>((resolve) => void client.once('disconnected', () => resolve()));
  const stop = () => void client.disconnect();
  client.on('slack_event', (envelope: Envelope) => void taken(envelope, deps));
  try {
    await client.start();
    logger.debug('connected to Slack');
    opened();
    signal.addEventListener('abort', stop, { once: true });
    if (signal.aborted) stop();
    await over;
    return undefined;
  } catch (cause) {
    const fault = apiFault('opening a connection', cause);
    logger[fault.code === 'slack-login' ? 'error' : 'warn'](
      { err: fault },
      'no connection to Slack; it is tried again',
    );
    await client.disconnect();
    return fault;
  } finally {
    signal.removeEventListener('abort', stop);
  }
}

type Envelope = {
  readonly type?: string;
  readonly body?: unknown;
  readonly ack: (response?: Record<string, unknown>) => Promise<void>;
  readonly retry_num?: number;
  readonly retry_reason?: string;
};

/** Not acked is what could not be taken: Slack sends it again, by this connection or another one. */
async function taken({ body, ack, retry_num, retry_reason }: Envelope, deps: SocketDeps): Promise<void> {
  const { served, refused, logger } = deps;
  const said: Json = isJson(body) ? body : {};
  const answer = async (response?: unknown) => {
    try {
      await ack(typeof response === 'string' ? { text: response } : isJson(response) ? response : undefined);
    } catch (error) {
      // The connection is gone. It is taken, and when Slack sends it again, it is known.
      logger.debug({ err: error }, 'an ack was lost');
    }
  };
  try {
    const incoming = { receiver: 'socket' as const, body: said, ack: answer };
    const outcome = await receive({ ...incoming, retryNum: retry_num, retryReason: retry_reason }, served);
    if (outcome === 'acked') return;
    refused(outcome);
    // Sent again, it would be for somebody else just the same.
    await answer();
  } catch (error) {
    if (!isCallbookError(error)) throw error;
    logger.error({ err: error }, 'an event of Slack could not be taken; Slack sends it again');
  }
}

/** What comes by a connection and makes no sense must not end the process. */
class Connection extends SocketModeClient {
  protected override async onWebSocketMessage(data: string | ArrayBuffer, isBinary: boolean): Promise<void> {
    try {
      await super.onWebSocketMessage(data, isBinary);
    } catch (error) {
      if (!(error instanceof TypeError)) throw error;
    }
  }
}
