import type { Config } from '@callbook/contracts';
import { loadConfig } from './config.ts';
import { environment } from './environment.ts';
import { createSurface, type HttpSurface } from './http.ts';
import { createLifecycle, type Lifecycle } from './lifecycle.ts';
import { createLogger, type Logger } from './logger.ts';

/** What a role is given to start with. All-in-one gives every role the same HTTP surface and lifecycle. */
export type RoleContext = {
  readonly config: Config;
  /** The folder for this machine's data (`CALLBOOK_HOME`). */
  readonly home: string;
  readonly logger: Logger;
  readonly lifecycle: Lifecycle;
  readonly http: HttpSurface;
};

/** A part of Callbook that can run in a process of its own. */
export type Role = {
  readonly name: string;
  /** Starts, registers how to stop, and resolves when it works. Outages of others never make it fail. */
  start(context: RoleContext): Promise<void>;
};

/**
 * Runs one role as this process: configuration, signals, HTTP, and an end with a status. An error that nobody caught
 * ends the process: whoever watches it starts a clean one, which is safer than going on in a state nobody thought of.
 */
export async function runRole(role: Role): Promise<void> {
  const around = environment();
  let config: Config;
  try {
    config = loadConfig(around);
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : error}\n`);
    process.exit(78); // EX_CONFIG of sysexits.h: starting again will not help
  }
  const logger = createLogger(role.name, config.log.level);
  const lifecycle = createLifecycle(logger);
  const end = (reason: string, status: number) =>
    void lifecycle.stop(reason).finally(() => {
      process.exit(status);
    });
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => end(signal, 0));
  // A supervisor holds the other end of this channel. Killed, it could neither stop this process nor start the next.
  if (process.channel) process.on('disconnect', () => end('the supervisor is gone', 0));
  for (const event of ['uncaughtException', 'unhandledRejection'] as const) {
    process.on(event, (error: unknown) => {
      logger.fatal({ err: error }, event);
      end(event, 1);
    });
  }
  const http = createSurface(logger, lifecycle, config.http.trustedProxies);
  await role.start({ config, home: around.home, logger, lifecycle, http });
  const port = await http.listen(config.http.host, config.http.port);
  logger.info({ port }, 'ready');
  process.send?.('ready');
}
