import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { CallbookError } from '@callbook/contracts';
import express, { type Router } from 'express';
import { collectDefaultMetrics, Registry } from 'prom-client';
import type { Lifecycle } from './lifecycle.ts';
import { lastingServer, listening } from './listening.ts';
import type { Logger } from './logger.ts';
import { problemHandler, sendProblem } from './problem.ts';

/** Resolves when the part can do its work, rejects with the reason when it cannot. */
export type Readiness = () => Promise<void>;

export type HttpSurface = {
  readonly metrics: Registry;
  /** Adds a role's paths. Mount before `listen`. */
  mount(path: string, router: Router): void;
  /** Adds a check to `/readyz`. */
  ready(name: string, check: Readiness): void;
  /** Starts to listen; resolves with the port, which the system picks for 0. */
  listen(host: string, port: number): Promise<number>;
};

/**
 * The HTTP face of a process: `/healthz` (the process runs), `/readyz` (each part can work, with reasons where one
 * cannot), `/metrics` (Prometheus), and whatever its roles mount. Errors are RFC 9457 problems. `request.ip` is whom a
 * trusted proxy asks for, and else who connects.
 */
export function createSurface(
  logger: Logger,
  lifecycle: Lifecycle,
  trustedProxies: readonly string[] = ['loopback'],
): HttpSurface {
  const app = express();
  const metrics = new Registry();
  const checks = new Map<string, Readiness>();
  collectDefaultMetrics({ register: metrics });
  app.disable('x-powered-by');
  app.set('query parser', 'simple');
  app.set('trust proxy', trustedProxies);

  app.get('/healthz', (_, response) => void response.json({ status: 'up' }));
  app.get('/readyz', async (_, response) => {
    const parts = await Promise.all([...checks].map(async ([name, check]) => ({ name, problem: await reason(check) })));
    const ready = parts.every(({ problem }) => problem === undefined) && !lifecycle.signal.aborted;
    response.status(ready ? 200 : 503).json({ status: ready ? 'ready' : 'not-ready', parts });
  });
  app.get('/metrics', async (_, response) => {
    response.type(metrics.contentType).send(await metrics.metrics());
  });

  return {
    metrics,
    mount: (path, router) => void app.use(path, router),
    ready: (name, check) => void checks.set(name, check),
    async listen(host, port) {
      app.use((request, response) =>
        sendProblem(response, new CallbookError('not-found', `There is nothing at ${request.path}.`)),
      );
      app.use(problemHandler(logger));
      const server = lastingServer(app);
      await listening(server, host, port);
      lifecycle.onStop('http', () => close(server));
      return (server.address() as AddressInfo).port;
    },
  };
}

async function reason(check: Readiness): Promise<string | undefined> {
  try {
    await check();
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

function close(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    // Event streams never end by themselves, and idle keep-alive connections would hold the stop up.
    server.closeAllConnections();
  });
}
