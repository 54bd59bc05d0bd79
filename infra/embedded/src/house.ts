import { realpathSync } from 'node:fs';
import { join } from 'node:path';
import { type Config, ConfigSchema } from '@callbook/contracts';
import { migrate } from '@callbook/log';
import type { Lifecycle, Logger } from '@callbook/runtime';
import { postgresVersion, startPostgres } from './postgres.ts';
import type { Progress } from './progress.ts';
import { redisVersion, startRedis } from './redis.ts';
import type { Service } from './service.ts';
import type { Supervisor } from './supervisor.ts';

/** What every part of `infra/up` works with. */
export type House = {
  readonly home: string;
  readonly logger: Logger;
  readonly lifecycle: Lifecycle;
  readonly supervisor: Supervisor;
  readonly progress: Progress;
};

/** Postgres and Redis, unless the configuration names others; then the schema. Resolves with both addresses filled in. */
export async function startHouse(house: House, config: Config): Promise<Config> {
  const database = config.database?.url ?? (await ownPostgres(house));
  const redis = config.redis?.url ?? (await ownRedis(house));
  await house.progress.step(
    'Schema of the log',
    () => migrate(database),
    ({ applied }) => (applied.length > 0 ? `Schema of the log: applied ${applied.join(', ')}` : 'Schema of the log'),
  );
  return ConfigSchema.parse({
    ...config,
    database: { ...config.database, url: database },
    redis: { ...config.redis, url: redis },
  });
}

async function ownPostgres({ home, logger, lifecycle, supervisor, progress }: House): Promise<string> {
  const directory = join(home, 'postgres');
  lifecycle.onStop('Postgres', () => supervisor.stop(['postgres']));
  return progress
    .step(
      'Postgres',
      async () => {
        const { url, port } = await supervisor.watch<Service>('postgres', (previous) =>
          startPostgres({ directory, logger, ...(previous && { port: previous.port }) }),
        );
        const place = realpathSync(directory);
        // Where root works in a folder closed to others, the data had to go elsewhere: say so.
        const elsewhere = place === directory ? '' : `, data in ${place}`;
        return { url, text: `Postgres ${await postgresVersion(url)} on 127.0.0.1:${port}${elsewhere}` };
      },
      ({ text }) => text,
    )
    .then(({ url }) => url);
}

async function ownRedis({ home, logger, lifecycle, supervisor, progress }: House): Promise<string> {
  const directory = join(home, 'redis');
  lifecycle.onStop('Redis', () => supervisor.stop(['redis']));
  return progress
    .step(
      'Redis',
      async () => {
        const { url, port } = await supervisor.watch<Service>('redis', (previous) =>
          startRedis({ directory, logger, ...(previous && { port: previous.port }) }),
        );
        return { url, text: `Redis ${await redisVersion(url)} on 127.0.0.1:${port}` };
      },
      ({ text }) => text,
    )
    .then(({ url }) => url);
}
