import { setMaxListeners } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Logger } from '@callbook/runtime';
import { type Account, type Call, type Message, newAccount, type Recording } from './account.ts';
import { type Caller, type PeerNumber, playCall } from './call.ts';
import type { SendingFault } from './new-message.ts';
import { answerRest, type RestOptions } from './rest.ts';
import { deliver, type Fates, playText, type Texter, type TextingDeps } from './texting.ts';
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
  /** Messaging services with their numbers, by their names (`MG…`). */
  readonly services?: Readonly<Record<string, readonly string[]>>;
  /** Numbers that Twilio knows to be no mobile telephones. */
  readonly landlines?: readonly string[];
  /** Telephones that do not get what is sent to them, with Twilio's code of why. */
  readonly fates?: Fates;
  /** Asked for each message that is to be sent: what goes wrong. */
  readonly sendingFault?: (form: URLSearchParams) => SendingFault | undefined;
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
  /** Texts, and resolves when we have answered the webhook that tells of it. */
  text(texter: Texter): Promise<Message>;
  /** Resolves when every webhook that was due has been sent, or given up. */
  settled(): Promise<void>;
  /** What it keeps, as its REST API shows it. */
  readonly calls: readonly Call[];
  readonly recordings: readonly Recording[];
  readonly messages: readonly Message[];
  stop(): Promise<void>;
};

/** Starts a Twilio of our own. */
export async function startTwilio(options: TwilioPeerOptions): Promise<TwilioPeer> {
  const { numbers, scale = 1, patience = PATIENCE, account = newAccount(), port = 0, logger } = options;
  const stop = new AbortController();
  // Every caller and every webhook on its way listens for the stop.
  setMaxListeners(0, stop.signal);
  const behind = new Set<Promise<unknown>>();
  const sender = { token: account.token, patience, reach: options.reach ?? ((url: URL) => url), signal: stop.signal };
  const { services = {}, landlines = [], fates = {} } = options;
  const keep = (work: Promise<unknown>) => {
    behind.add(work);
    void work.finally(() => behind.delete(work));
  };
  const texting: TextingDeps = { account, sender, scale, behind: keep };
  const rest: RestOptions = {
    ...{ account, unwell: options.unwell ?? (() => false), now: Date.now },
    sending: { account, services, numbers: numbers.map(({ number }) => number), landlines: new Set(landlines) },
    sendingFault: options.sendingFault ?? (() => undefined),
    taken(message, statusCallback) {
      const number = message.from || (services[message.service ?? '']?.[0] ?? '');
      keep(deliver(message, { statusCallback, number, fate: fates[message.to] }, texting));
    },
  };
  const server = createServer((request, response) => void answerRest(request, response, rest));
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, HOST, resolve);
  });
  const bins = new Map(Object.entries(options.bins ?? {}));

  return {
    url: `http://${HOST}:${(server.address() as AddressInfo).port}`,
    accountSid: account.sid,
    authToken: account.token,
    calls: account.calls,
    recordings: account.recordings,
    messages: account.messages,
    async call(caller) {
      const number = numbers.find((one) => one.number === caller.to);
      if (!number) throw new TypeError(`Nobody has the number ${caller.to}.`);
      const call = await playCall(caller, {
        ...{ account, number, sender, bins, scale },
        behind: keep,
      });
      logger?.info({ call: call.sid, status: call.status }, 'somebody has called');
      return call;
    },
    async text(texter) {
      const number = numbers.find((one) => one.number === texter.to);
      if (!number) throw new TypeError(`Nobody has the number ${texter.to}.`);
      return playText(texter, number, texting);
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
