import { chmodSync, existsSync, mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Service, startPostgres, startRedis } from '@callbook/embedded';
import { migrate } from '@callbook/log';
import { createLifecycle, createLogger, environment, type Lifecycle, type Logger } from '@callbook/runtime';

/** What a measurement works with: services of its own, and a place to register what it starts. */
export type Bench = {
  /** Everything that is written lies in it, and goes with it. */
  readonly folder: string;
  readonly databaseUrl: string;
  readonly redisUrl: string;
  readonly logger: Logger;
  readonly lifecycle: Lifecycle;
  /** Also measure what takes many minutes. */
  readonly long: boolean;
  /** Tells a person what is being done. */
  say(line: string): void;
  /** Ends the measurement: something that it needs is gone. */
  breakDown(error: Error): void;
  /** Rejects when the measurement has broken down. */
  readonly broken: Promise<never>;
};

export type BenchOptions = { readonly long: boolean; readonly say: (line: string) => void };

/**
 * Starts a private Postgres and Redis in a temporary folder. `lifecycle.stop` stops whatever was started and removes
 * the folder.
 * @throws CallbookError `service-missing`, `service-failed`
 */
export async function openBench({ long, say }: BenchOptions): Promise<Bench> {
  const logger = createLogger('bench', 'warn');
  const lifecycle = createLifecycle(logger);
  const folder = temporaryFolder();
  let breakDown: (error: Error) => void = () => {};
  const broken = new Promise<never>((_, reject) => {
    breakDown = reject;
  });
  broken.catch(() => undefined); // also when it breaks while nobody waits: whoever waits next hears of it
  lifecycle.onStop('temporary folder', () => rmSync(folder, { recursive: true, force: true }));
  const own = async (name: string, service: Service) => {
    lifecycle.onStop(name, () => service.stop());
    void service.exited.then(() => {
      if (!lifecycle.signal.aborted) breakDown(new Error(`${name} ended while it was measured with.`));
    });
    return service.url;
  };
  try {
    const databaseUrl = await own('Postgres', await startPostgres({ directory: join(folder, 'postgres'), logger }));
    const redisUrl = await own('Redis', await startRedis({ directory: join(folder, 'redis'), logger }));
    await migrate(databaseUrl);
    return { folder, databaseUrl, redisUrl, logger, lifecycle, long, say, breakDown, broken };
  } catch (error) {
    await lifecycle.stop('the bench could not be set up');
    throw error;
  }
}

/** On a disk: /tmp is often memory, where a flush costs nothing. Root's lets the user pass who runs Postgres. */
function temporaryFolder(): string {
  const base = environment().variables.TMPDIR ?? (existsSync('/var/tmp') ? '/var/tmp' : tmpdir());
  const folder = realpathSync(mkdtempSync(join(base, 'callbook-bench-')));
  chmodSync(folder, 0o711);
  return folder;
}
