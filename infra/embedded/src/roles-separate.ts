import { join } from 'node:path';
import { CallbookError, type Config, SECOND } from '@callbook/contracts';
import { environment, within } from '@callbook/runtime';
import type { House } from './house.ts';
import { freePort } from './port.ts';
import { DESK, type LocalRole } from './roles.ts';
import { lastLines, launch, type StopStep } from './service.ts';
import { keepSettled } from './settled.ts';
import type { Watched } from './supervisor.ts';

const READY_PATIENCE = 60 * SECOND;

/** A role's own stop may take nine seconds; a house that stops as a whole within ten gives it four. */
const STOP: readonly StopStep[] = [
  ['SIGTERM', 3.6 * SECOND],
  ['SIGKILL', 0.3 * SECOND],
];

/** Starts every role as a process of its own, watched and restarted. Resolves with the port of the desk. */
export async function startRolesSeparately(house: House, config: Config, roles: readonly LocalRole[]): Promise<number> {
  const { home, lifecycle, supervisor, progress } = house;
  const names = roles.map(({ name }) => name);
  // The desk comes back on the same port after each restart; the others have a port for their health only.
  const port = config.http.port === 0 ? await freePort() : config.http.port;
  const file = keepSettled(home, config);
  lifecycle.onStop('roles', () => supervisor.stop(names));
  for (const { name, main } of roles) {
    const env = {
      ...environment().variables,
      CALLBOOK_HOME: home,
      CALLBOOK_CONFIG: file,
      CALLBOOK_PORT: String(name === DESK ? port : 0),
      DATABASE_URL: config.database?.url,
      REDIS_URL: config.redis?.url,
    };
    const output = join(home, 'logs', `${name}.log`);
    await progress.step(`${name} (process of its own)`, () =>
      supervisor.watch(name, () => startRole(name, main, output, env)),
    );
  }
  return port;
}

async function startRole(
  name: string,
  main: string,
  output: string,
  env: Readonly<Record<string, string | undefined>>,
): Promise<Watched> {
  const running = await launch({ program: process.execPath, args: [main], output, env, channel: true });
  const stop = () => running.stop(STOP);
  const ended = running.exited.then(() => {
    throw new CallbookError(
      'service-failed',
      `${name} ended while it started. Its log, ${output}, ends:\n  ${lastLines(output)}`,
    );
  });
  try {
    await within(READY_PATIENCE, name, () => Promise.race([running.ready, ended]));
  } catch (error) {
    await stop();
    throw error;
  }
  return { pid: running.pid, exited: running.exited, stop };
}
