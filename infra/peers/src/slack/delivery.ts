import { SECOND } from '@callbook/contracts';
import { sleep } from '@callbook/runtime';
import { type Forgery, postToApp } from './request-url.ts';
import type { SocketMode } from './socket-mode.ts';
import type { Json, SlackApp } from './workspace.ts';

/** What is sent to an app, by the words that Socket Mode has for it. */
export type Payload = { readonly kind: 'events_api' | 'interactive' | 'slash_commands'; readonly body: Json };

/** Why Slack sends again: the values of `x-slack-retry-reason`. */
export type RetryReason = 'http_timeout' | 'connection_failed' | 'http_error' | 'too_many_redirects';
export type Retry = { readonly number: number; readonly reason: RetryReason };

export type Answered =
  | { readonly status: number; readonly body: string }
  | { readonly status?: number; readonly reason: RetryReason; readonly noRetry: boolean };

/**
 * What happens to an event on its way: it is never sent, is sent twice, a minute late, after the next one of its
 * workspace, or again although it was acked.
 */
export type EventFault = 'lost' | 'doubled' | 'delayed' | 'reordered' | 'ack-ignored';

export type Try = {
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly by: 'http' | 'socket';
  /** Until the answer, or until it was given up. */
  readonly milliseconds: number;
  readonly outcome: 'acked' | 'ack-ignored' | RetryReason;
};

/** An event on its way to the app, with every time it was tried. */
export type Delivery = {
  readonly eventId: string;
  readonly team: string;
  /** The event's type, and its subtype behind a dot. */
  readonly type: string;
  /** `team:conversation:ts` of the message that it is about. */
  readonly message?: string;
  readonly fault?: EventFault;
  readonly tries: Try[];
  acked: boolean;
};

export type Courier = {
  /** Sends an event, and again at once, after a minute and after five until it is acked. Resolves when that is over. */
  deliver(app: SlackApp, body: Json, delivery: Delivery): Promise<void>;
  /** Sends what somebody waits for, once. */
  ask(app: SlackApp, payload: Payload): Promise<Answered & { readonly milliseconds: number }>;
  /** Sends an event that Slack would not. */
  forge(app: SlackApp, body: Json, forgery?: Forgery): Promise<Answered>;
};

export type CourierOptions = {
  readonly sockets: SocketMode;
  /** Milliseconds within which an ack must come. */
  readonly patience: number;
  /** Real seconds for each of Slack's. */
  readonly scale: number;
  readonly signal: AbortSignal;
  readonly now: () => number;
};

/** https://docs.slack.dev/apis/events-api#retries: seconds before each further try. */
const RETRIES = [0, 60, 300];
/** "Nearly immediately", in real milliseconds: an app that has just died should not get all its tries in one instant. */
const AT_ONCE = 50;
const LATE = 60;

export function courier({ sockets, patience, scale, signal, now }: CourierOptions): Courier {
  /** What waits, team by team, until another event has gone before it. */
  const held = new Map<string, (() => void)[]>();
  const overtaken = (team: string) =>
    Promise.race([new Promise<void>((resolve) => held.set(team, [...(held.get(team) ?? []), resolve])), pass(LATE)]);
  const pass = (seconds: number) => sleep(seconds * scale * SECOND, signal);
  const http = { patience, signal, now };
  const send = (app: SlackApp, payload: Payload, retry?: Retry) =>
    app.eventsUrl === undefined ? sockets.send(app, payload, retry, patience) : postToApp(app, payload, retry, http);

  const tried = async (app: SlackApp, body: Json, delivery: Delivery, retry: Retry | undefined) => {
    const at = now();
    const start = performance.now();
    const answered = await send(app, { kind: 'events_api', body }, retry);
    const ignored = delivery.fault === 'ack-ignored' && !retry;
    const taken: Try['outcome'] = ignored ? 'ack-ignored' : 'acked';
    const outcome = 'reason' in answered ? answered.reason : taken;
    const by = app.eventsUrl === undefined ? 'socket' : 'http';
    delivery.tries.push({ at, by, milliseconds: performance.now() - start, outcome });
    return { outcome, noRetry: 'reason' in answered && answered.noRetry };
  };

  const chain = async (app: SlackApp, body: Json, delivery: Delivery) => {
    let retry: Retry | undefined;
    for (const wait of [undefined, ...RETRIES]) {
      if (wait !== undefined) await sleep(AT_ONCE, signal).then(() => pass(wait));
      if (signal.aborted) return;
      const { outcome, noRetry } = await tried(app, body, delivery, retry);
      if (outcome === 'acked') delivery.acked = true;
      if (outcome === 'acked' || noRetry) return;
      retry = { number: (retry?.number ?? 0) + 1, reason: outcome === 'ack-ignored' ? 'http_timeout' : outcome };
    }
  };

  return {
    async deliver(app, body, delivery) {
      const { fault } = delivery;
      if (fault === 'lost') return;
      if (fault === 'delayed') await pass(LATE);
      if (fault === 'reordered') await overtaken(delivery.team);
      if (fault === 'doubled') await Promise.all([chain(app, body, delivery), chain(app, body, delivery)]);
      else await chain(app, body, delivery);
      for (const release of held.get(delivery.team) ?? []) release();
      held.delete(delivery.team);
    },
    async ask(app, payload) {
      const start = performance.now();
      const answered = await send(app, payload);
      return { ...answered, milliseconds: performance.now() - start };
    },
    forge: (app, body, forgery) =>
      postToApp(app, { kind: 'events_api', body }, undefined, { ...http, ...(forgery && { forgery }) }),
  };
}
