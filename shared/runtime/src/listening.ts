import { createServer, type RequestListener, type Server } from 'node:http';
import { SECOND } from '@callbook/contracts';

/** Longer than proxies keep a connection that nothing is asked by, which is a minute as a rule. */
const IDLE = 75 * SECOND;

/**
 * A server that leaves it to others to hang up: who asks by a connection at the moment at which it is closed hears that
 * there is no answer.
 */
export function lastingServer(listener: RequestListener): Server {
  return createServer({ keepAliveTimeout: IDLE, headersTimeout: IDLE + 5 * SECOND }, listener);
}

/** Resolves when the server listens; rejects where it cannot, such as on a port that is taken. */
export function listening(server: Server, host: string, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.off('error', reject);
      resolve();
    });
  });
}
