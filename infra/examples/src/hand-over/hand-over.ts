import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { setTimeout as delay } from 'node:timers/promises';
import { Webhook, WebhookVerificationError } from 'standardwebhooks';
import { openAgreements } from './agreements.ts';
import { openCalls } from './calls.ts';
import { Event } from './event.ts';
import { give } from './give.ts';
import { openIncidents } from './incidents.ts';
import type { Settings } from './settings.ts';
import { type TakeBackDeps, takeBackAll } from './take-back.ts';

const PATH = '/callbook';
/** Bytes: no event is that long. */
const LIMIT = 1_000_000;

export type HandOver = {
  /** Where webhooks are received. */
  readonly url: string;
  stop(): Promise<void>;
};

/**
 * Hands calls over to a tool for service management, and takes their status back: receives the webhooks of a Callbook, and
 * looks at what has changed among the incidents.
 */
export async function startHandOver(settings: Settings, say: (line: string) => void): Promise<HandOver> {
  const deps: TakeBackDeps = {
    agreements: openAgreements(settings.HAND_OVER_FILE),
    incidents: openIncidents({
      ...{ url: settings.ITSM_URL, user: settings.ITSM_USER, password: settings.ITSM_PASSWORD },
    }),
    calls: openCalls({ url: settings.CALLBOOK_URL, token: settings.CALLBOOK_TOKEN }),
    ...{ say, now: () => new Date() },
  };
  const webhook = new Webhook(settings.WEBHOOK_SECRET);

  /** One thing at a time: a look at the incidents never sees one that is half given. */
  let last: Promise<unknown> = Promise.resolve();
  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const turn = last.then(work);
    last = turn.catch(() => undefined);
    return turn;
  };

  /** Answers 204 when it is done. With anything else Callbook comes again, for three days. */
  async function receive(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const answer = (status: number) => void response.writeHead(status).end();
    if (request.method !== 'POST' || request.url !== PATH) return answer(404);
    if (Number(request.headers['content-length'] ?? LIMIT) >= LIMIT) return answer(413);
    // What is verified are the bytes that came, before anything is made of them.
    const raw = await text(request);
    try {
      webhook.verify(raw, request.headers as Record<string, string>);
    } catch (error) {
      if (!(error instanceof WebhookVerificationError)) throw error;
      return answer(401);
    }
    const id = String(request.headers['webhook-id']);
    const { data: event } = Event.safeParse(JSON.parse(raw));
    // A newer Callbook may tell of things that nobody has thought of yet.
    if (event) await inTurn(() => give(deps, id, event));
    answer(204);
  }

  const server = createServer((request, response) => {
    receive(request, response).catch((error: unknown) => {
      say(`an event is not handed over yet: ${error instanceof Error ? error.message : error}`);
      response.writeHead(500).end();
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(settings.HAND_OVER_PORT, settings.HAND_OVER_HOST, resolve);
  });

  const stop = new AbortController();
  const looking = (async () => {
    while (!stop.signal.aborted) {
      await inTurn(() => takeBackAll(deps)).catch((error: unknown) => {
        say(`the incidents cannot be looked at: ${error instanceof Error ? error.message : error}`);
      });
      const pause = settings.HAND_OVER_POLL_SECONDS * 1_000;
      await delay(pause, undefined, { signal: stop.signal }).catch(() => undefined);
    }
  })();

  const { port } = server.address() as AddressInfo;
  return {
    url: `http://${settings.HAND_OVER_HOST}:${port}${PATH}`,
    async stop() {
      stop.abort();
      await looking;
      await new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeIdleConnections();
      });
      await last;
    },
  };
}
