import { randomBytes } from 'node:crypto';
import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { WebhookBody } from '@callbook/contracts';
import { Webhook } from 'standardwebhooks';

export const newSecret = () => `whsec_${randomBytes(32).toString('base64')}`;

export type Received = { readonly id: string; readonly body: WebhookBody; readonly raw: string };

export type Receiver = {
  readonly url: string;
  readonly secret: string;
  /** What came and was signed, repeats among it. */
  readonly received: Received[];
  /** Requests whose signature does not hold. */
  readonly refused: IncomingHttpHeaders[];
  /** What answers from now on. */
  answer(how: (response: ServerResponse, received: Received) => void): void;
  /** Resolves when as many came. */
  has(count: number): Promise<Received[]>;
  stop(): Promise<void>;
};

const ok = (response: ServerResponse) => void response.writeHead(204).end();

/** A receiver as somebody would write one: it verifies each request with the library, and then answers. */
export async function startReceiver(secret = newSecret()): Promise<Receiver> {
  const received: Received[] = [];
  const refused: IncomingHttpHeaders[] = [];
  let how: Parameters<Receiver['answer']>[0] = ok;
  const server = createServer(async (request, response) => {
    const raw = await text(request);
    try {
      new Webhook(secret).verify(raw, request.headers as Record<string, string>);
    } catch {
      refused.push(request.headers);
      return void response.writeHead(401).end();
    }
    const one = { id: String(request.headers['webhook-id']), body: WebhookBody.parse(JSON.parse(raw)), raw };
    received.push(one);
    how(response, one);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook?key=of-the-receiver`,
    ...{ secret, received, refused },
    answer(next) {
      how = next;
    },
    async has(count) {
      for (const end = Date.now() + 30_000; received.length < count; ) {
        if (Date.now() > end) throw new Error(`Of ${count} events ${received.length} came.`);
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
      return received;
    },
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
