import type { Server } from 'node:http';
import { CallbookError } from '@callbook/contracts';
import express, { type Router } from 'express';
import type { Lifecycle } from './lifecycle.ts';
import { lastingServer, listening } from './listening.ts';
import type { Logger } from './logger.ts';
import { problemHandler, sendProblem } from './problem.ts';

/**
 * A server with the webhooks and nothing else, so that a proxy that is open to the world can lead here: the role's
 * surface has its metrics too, and in one process with the desk everything that the desk shows.
 */
export async function openDoor(
  { host, port }: { readonly host: string; readonly port: number },
  path: string,
  router: Router,
  { logger, lifecycle }: { readonly logger: Logger; readonly lifecycle: Lifecycle },
): Promise<void> {
  const app = express();
  app.disable('x-powered-by');
  app.set('query parser', 'simple');
  app.use(path, router);
  app.use((_, response) => sendProblem(response, new CallbookError('not-found', 'There is nothing here.')));
  app.use(problemHandler(logger));
  const server = lastingServer(app);
  await listening(server, host, port);
  lifecycle.onStop('door for webhooks', () => closed(server));
}

function closed(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeIdleConnections();
  });
}
