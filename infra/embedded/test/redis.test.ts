import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createLogger } from '@callbook/runtime';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { Redis } from 'ioredis';
import { type Service, startRedis } from '../src/index.ts';

const logger = createLogger('test', 'error');

async function ask<T>(url: string, question: (redis: Redis) => Promise<T>): Promise<T> {
  const redis = new Redis(url, { retryStrategy: () => null });
  redis.on('error', () => undefined);
  try {
    return await question(redis);
  } finally {
    redis.disconnect();
  }
}

describe('the private Redis', () => {
  const root = mkdtempSync(join(tmpdir(), 'callbook-'));
  const directory = join(root, 'redis');
  let redis: Service;

  beforeAll(async () => {
    redis = await startRedis({ directory, logger });
  });

  afterAll(async () => {
    await redis.stop();
    rmSync(root, { recursive: true });
  });

  test('never evicts, and appends to a file', async () => {
    expect(await ask(redis.url, (client) => client.config('GET', 'maxmemory-policy'))).toContain('noeviction');
    expect(await ask(redis.url, (client) => client.config('GET', 'appendonly'))).toContain('yes');
  });

  test('asks for a password that only its owner can read', async () => {
    const { port } = redis;
    await expect(ask(`redis://127.0.0.1:${port}`, (client) => client.get('kept'))).rejects.toThrow(/NOAUTH/);
    expect(statSync(join(directory, 'password')).mode & 0o077).toBe(0);
    expect(statSync(join(directory, 'redis.conf')).mode & 0o077).toBe(0);
  });

  test('keeps its data and its port over a stop', async () => {
    await ask(redis.url, (client) => client.set('kept', 'stop'));
    const { url } = redis;
    await redis.stop();
    await redis.exited;
    redis = await startRedis({ directory, logger });
    expect(redis.url).toBe(url);
    expect(await ask(url, (client) => client.get('kept'))).toBe('stop');
  });

  test('keeps what was synced over a kill -9, on the same port', async () => {
    await ask(redis.url, (client) => client.set('kept', 'kill'));
    process.kill(redis.pid, 'SIGKILL');
    await redis.exited;
    redis = await startRedis({ directory, logger, port: redis.port });
    expect(await ask(redis.url, (client) => client.get('kept'))).toBe('kill');
  });

  test('takes over from a server that a killed run left behind', async () => {
    const left = redis;
    redis = await startRedis({ directory, logger });
    await left.exited;
    expect(await ask(redis.url, (client) => client.get('kept'))).toBe('kill');
    expect(readFileSync(join(directory, 'redis.pid'), 'utf8')).toContain(String(redis.pid));
  });
});
