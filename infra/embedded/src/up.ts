import { join } from 'node:path';
import { CallbookError, isCallbookError } from '@callbook/contracts';
import { createLifecycle, createLogger, environment, loadConfig } from '@callbook/runtime';
import { firstAdminPath } from './first-admin.ts';
import { lockHome } from './home-lock.ts';
import { startHouse } from './house.ts';
import { USAGE, upOptions } from './options.ts';
import { isFree } from './port.ts';
import { createProgress } from './progress.ts';
import { chosenRoles, DESK } from './roles.ts';
import { startRolesHere } from './roles-here.ts';
import { startRolesSeparately } from './roles-separate.ts';
import { createSupervisor } from './supervisor.ts';

const EX_CONFIG = 78; // of sysexits.h: starting again will not help

/** Starts Callbook on this machine: what `infra/up` runs when its set-up is done. */
async function up(): Promise<void> {
  const options = upOptions(process.argv.slice(2));
  const progress = createProgress(process.stdout);
  if (options.help) return progress.say(USAGE.trimEnd());
  const roles = chosenRoles(options.roles);
  const around = environment();
  const { home } = around;
  const given = loadConfig(around);
  process.once('exit', lockHome(home));

  const log = join(home, 'logs', 'callbook.log');
  const logger = createLogger('up', given.log.level, log);
  const lifecycle = createLifecycle(logger);
  const supervisor = createSupervisor({ file: join(home, 'run', 'processes.json'), logger, signal: lifecycle.signal });
  process.once('exit', () => supervisor.killAll());
  endOnSignals(async (reason) => {
    progress.say(`\nStopping (${reason}) …`);
    await lifecycle.stop(reason);
    progress.say('Stopped.');
  });

  const house = { home, logger, lifecycle, supervisor, progress };
  try {
    await assertPortFree(given.http.port);
    const served = await startHouse(house, given);
    const demo = options.demo ? await (await import('./demo.ts')).startDemo(house, served) : undefined;
    const config = demo?.config ?? served;
    const start = options.separate ? startRolesSeparately : startRolesHere;
    const needed = options.roles ? roles : roles.filter((role) => role.needed?.(config) ?? true);
    const port = await start(house, config, needed);
    const place = config.desk.url?.replace(/\/?$/, '/') ?? `http://${reachable(config.http.host)}:${port}/`;
    progress.say(`\nCallbook runs: http://${reachable(config.http.host)}:${port}/`);
    const welcome = needed.some(({ name }) => name === DESK) && (await firstAdminPath(home, config, logger));
    if (welcome) progress.say(`Nobody is admin yet. Whoever opens this first is: ${place}${welcome}`);
    progress.say(`Log: ${log}   Data: ${home}   Stop: Ctrl-C`);
    demo?.play();
  } catch (error) {
    if (!lifecycle.signal.aborted) logger.fatal({ err: error }, 'start failed');
    await lifecycle.stop('start failed');
    throw error;
  }
}

/** An address of this machine where a server that listens there can be reached from it. */
function reachable(host: string): string {
  if (host === '0.0.0.0' || host === '::') return '127.0.0.1';
  return host.includes(':') ? `[${host}]` : host;
}

/** The first signal stops in order, the second at once. */
function endOnSignals(stop: (reason: string) => Promise<void>): void {
  let ending = false;
  const end = (reason: string, status: number) => {
    if (ending) process.exit(130); // as a shell reports an end by Ctrl-C; the exit handler kills what is left
    ending = true;
    void stop(reason).finally(() => process.exit(status));
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => end(signal, 0));
  for (const event of ['uncaughtException', 'unhandledRejection'] as const) {
    process.on(event, (error: unknown) => {
      process.stderr.write(`${error instanceof Error ? error.stack : error}\n`);
      end(event, 1);
    });
  }
}

async function assertPortFree(port: number): Promise<void> {
  if (port === 0 || (await isFree(port))) return;
  throw new CallbookError(
    'service-failed',
    `Port ${port} is taken by another program. Choose another one: CALLBOOK_PORT=8090 infra/up, or http.port in callbook.yaml.`,
  );
}

try {
  await up();
} catch (error) {
  process.stderr.write(`\n${isCallbookError(error) ? error.message : error instanceof Error ? error.stack : error}\n`);
  process.exit(isCallbookError(error, 'config-invalid') ? EX_CONFIG : 1);
}
