import { setMaxListeners } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Logger } from '@callbook/runtime';
import { type Account, type Call, newAccount, type Recording } from './account.ts';
import { type Caller, type PeerNumber, playCall } from './call.ts';
import { answerRest } from './rest.ts';
import { PATIENCE } from './webhook.ts';

const HOST = '127.0.0.1';

export type TwilioPeerOptions = {
  readonly numbers: readonly PeerNumber[];
  /** TwiML Bins by their address. */
  readonly bins?: Readonly<Record<string, string>>;
  /** Real seconds for each of the caller's. Default: 1. */
  readonly scale?: number;
  /** Milliseconds within which a webhook must be answered. Default: 15 s. */
  readonly patience?: number;
  /** Where a public address is to be found on this machine. Default: where it says. */
  readonly reach?: (url: URL) => URL;
  /** Asked before each answer of the REST API: true for a 503. */
  readonly unwell?: () => boolean;
  /** Default: a new one. */
  readonly account?: Account;
  /** Default: a free one. */
  readonly port?: number;
  readonly logger?: Logger;
};

/** A Twilio on this machine: a REST API, and callers who call when they are told to. */
export type TwilioPeer = {
  /** Of the REST API: `apiUrl` of the configuration. */
  readonly url: string;
  readonly accountSid: string;
  readonly authToken: string;
  /** Calls, and resolves when the caller has hung up. Late webhooks may follow. */
  call(caller: Caller): Promise<Call>;
  /** Resolves when every webhook that was due has been sent, or given up. */
  settled(): Promise<void>;
  /** What it keeps, as its REST API shows it. */
  readonly calls: readonly Call[];
  readonly recordings: readonly Recording[];
  stop(): Promise<void>;
};

/** Starts a Twilio of our own. */
export async function startTwilio(options: TwilioPeerOptions): Promise<TwilioPeer> {
  const { numbers, scale = 1, patience = PATIENCE, account = newAccount(), port = 0, logger } = options;
  const stop = new AbortController();
  // Every caller and every webhook on its way listens for the stop.
  setMaxListeners(0, stop.signal);
  const behind = new Set<Promise<unknown>>();
  const server = createServer((request, response) =>
    answerRest(request, response, { account, unwell: options.unwell ?? (() => false), now: Date.now }),
  );
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, HOST, resolve);
  });
  const sender = { token: account.token, patience, reach: options.reach ?? ((url: URL) => url), signal: stop.signal };
  const bins = new Map(Object.entries(options.bins ?? {}));

  return {
    url: `http://${HOST}:${(server.address() as AddressInfo).port}`,
    accountSid: account.sid,
    authToken: account.token,
    calls: account.calls,
    recordings: account.recordings,
    async call(caller) {
      const number = numbers.find((one) => one.number === caller.to);
      if (!number) throw new TypeError(`Nobody has the number ${caller.to}.`);
      const call = await playCall(caller, {
        ...{ account, number, sender, bins, scale },
        behind(work) {
          behind.add(work);
          void work.finally(() => behind.delete(work));
        },
      });
      logger?.info({ call: call.sid, status: call.status }, 'somebody has called');
      return call;
    },
    async settled() {
      while (behind.size > 0) await Promise.all(behind);
    },
    async stop() {
      stop.abort();
      await Promise.all(behind);
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}
