import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What the store does to the next uploads: answers with an error, cuts the line half-way, or never answers. */
export type Fault = 'error' | 'cut' | 'silence' | 'denied';

export type Store = {
  readonly endpoint: string;
  readonly objects: Map<string, Buffer>;
  /** Faults for the next uploads, one each. */
  readonly faults: Fault[];
  /** How many uploads were begun. */
  uploads(): number;
  stop(): Promise<void>;
};

/** A store that speaks as much of the S3 protocol as an archive needs, and checks what S3 checks. */
export async function startStore(): Promise<Store> {
  const objects = new Map<string, Buffer>();
  const faults: Fault[] = [];
  let uploads = 0;

  const put = async (request: IncomingMessage, response: ServerResponse, key: string) => {
    uploads += 1;
    const fault = faults.shift();
    if (fault === 'silence') return;
    const chunks: Buffer[] = [];
    for await (const chunk of request) {
      chunks.push(chunk);
      if (fault === 'cut') return void request.socket.destroy();
    }
    if (fault === 'error') return refuse(response, 500, 'InternalError');
    if (fault === 'denied') return refuse(response, 403, 'AccessDenied');
    const body = Buffer.concat(chunks);
    const told = request.headers['x-amz-content-sha256'];
    if (told !== createHash('sha256').update(body).digest('hex'))
      return refuse(response, 400, 'XAmzContentSHA256Mismatch');
    objects.set(key, body);
    response.writeHead(200, { etag: '"1"' }).end();
  };

  const server = createServer(async (request, response) => {
    const key = decodeURIComponent(new URL(request.url ?? '', 'http://store').pathname);
    if (!request.headers.authorization?.includes('AWS4-HMAC-SHA256')) return refuse(response, 403, 'AccessDenied');
    if (request.method === 'PUT') return put(request, response, key);
    const body = objects.get(key);
    if (!body) return refuse(response, 404, 'NoSuchKey');
    response.writeHead(200, { 'content-length': body.length }).end(request.method === 'HEAD' ? undefined : body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    objects,
    faults,
    uploads: () => uploads,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function refuse(response: ServerResponse, status: number, code: string): void {
  response
    .writeHead(status, { 'content-type': 'application/xml' })
    .end(`<?xml version="1.0"?><Error><Code>${code}</Code><Message>${code}</Message></Error>`);
}
