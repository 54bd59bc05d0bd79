import { availableParallelism, cpus, loadavg } from 'node:os';
import { Redis } from 'ioredis';
import pg from 'pg';

/** What was measured on. */
export type Machine = {
  readonly cores: number;
  readonly cpu: string;
  /** How many processes wanted a core in the minute before: above zero, the machine had other work too. */
  readonly load: number;
  readonly node: string;
  readonly postgres: string;
  readonly redis: string;
};

/** This machine, and the versions of the services that were measured with. */
export async function thisMachine(databaseUrl: string, redisUrl: string): Promise<Machine> {
  return {
    cores: availableParallelism(),
    cpu: cpus()[0]?.model.trim() ?? 'unknown',
    load: Math.round((loadavg()[0] ?? 0) * 100) / 100,
    node: process.versions.node,
    postgres: await postgresVersion(databaseUrl),
    redis: await redisVersion(redisUrl),
  };
}

/** The machine in one line. */
export function machineLine({ cores, cpu, load, node, postgres, redis }: Machine): string {
  return `${cores} cores (${cpu}), load before ${load} · Node ${node} · Postgres ${postgres}, fsync on · Redis ${redis}, AOF every second`;
}

async function postgresVersion(url: string): Promise<string> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const { rows } = await client.query<{ server_version: string }>('show server_version');
    return rows[0]?.server_version.split(' ')[0] ?? 'unknown';
  } finally {
    await client.end();
  }
}

async function redisVersion(url: string): Promise<string> {
  const redis = new Redis(url);
  try {
    return /(?:redis|valkey)_version:(\S+)/.exec(await redis.info('server'))?.[1] ?? 'unknown';
  } finally {
    redis.disconnect();
  }
}
