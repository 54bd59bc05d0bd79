import { CallbookError } from '@callbook/contracts';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import express from 'express';
import { createLifecycle, createSurface, type HttpSurface, type Lifecycle } from '../src/index.ts';
import { type Line, loggerWithLines } from './logger-lines.ts';

let surface: HttpSurface;
let lifecycle: Lifecycle;
let lines: Line[];
let url: string;

beforeEach(async () => {
  const kept = loggerWithLines();
  lines = kept.lines;
  lifecycle = createLifecycle(kept.logger);
  surface = createSurface(kept.logger, lifecycle);
  const router = express.Router();
  router.use(express.json({ limit: 100 }));
  router.post('/echo', (request, response) => void response.json(request.body));
  router.get('/of-ours', () => {
    throw new CallbookError('call-unknown', 'The log has no call CB-13.');
  });
  router.get('/stranger', async () => {
    throw new Error('password authentication failed for user "callbook"');
  });
  router.get('/sdk', () => {
    throw Object.assign(new Error('no such user: password'), { status: 404 });
  });
  router.get('/file', (_, response) => response.sendFile('missing.html', { root: '/password' }));
  router.get('/named/:name', (_, response) => void response.json({}));
  router.get('/no-error', () => {
    throw 'a string';
  });
  router.get('/half', (_, response) => {
    response.write('begun');
    throw new Error('too late for a status');
  });
  router.get('/events', (_, response) => void response.type('text/event-stream').write(':\n\n'));
  surface.mount('/test', router);
  url = `http://127.0.0.1:${await surface.listen('127.0.0.1', 0)}`;
});

afterEach(() => lifecycle.stop('test is over'));

async function problemOf(
  path: string,
  request?: RequestInit,
): Promise<{ status: number; problem: unknown; text: string }> {
  const response = await fetch(url + path, request);
  expect(response.headers.get('content-type')).toMatch(/^application\/problem\+json/);
  const text = await response.text();
  return { status: response.status, problem: JSON.parse(text), text };
}

const post = (body: string): RequestInit => ({ method: 'POST', body, headers: { 'content-type': 'application/json' } });

test('an idle connection is kept for longer than proxies keep one, so that nobody asks by a closed one', async () => {
  const { headers } = await fetch(`${url}/healthz`);
  expect(headers.get('keep-alive')).toBe('timeout=75');
});

describe('the health of a process', () => {
  test('is up while it runs', async () => {
    const response = await fetch(`${url}/healthz`);
    expect([response.status, await response.json()]).toEqual([200, { status: 'up' }]);
  });

  test('is ready when every part is', async () => {
    surface.ready('log', async () => {});
    surface.ready('queue', async () => {});
    const response = await fetch(`${url}/readyz`);
    expect([response.status, await response.json()]).toEqual([
      200,
      { status: 'ready', parts: [{ name: 'log' }, { name: 'queue' }] },
    ]);
  });

  test('is not ready when a part is not, and says which and why', async () => {
    surface.ready('log', async () => {});
    surface.ready('queue', async () => {
      throw new CallbookError('queue-unavailable', 'Redis is away.');
    });
    const response = await fetch(`${url}/readyz`);
    expect([response.status, await response.json()]).toEqual([
      503,
      { status: 'not-ready', parts: [{ name: 'log' }, { name: 'queue', problem: 'Redis is away.' }] },
    ]);
  });

  test('has figures for Prometheus', async () => {
    const response = await fetch(`${url}/metrics`);
    expect(response.headers.get('content-type')).toMatch(/^text\/plain/);
    expect(await response.text()).toContain('process_cpu_seconds_total');
  });
});

describe('a request that fails', () => {
  test('gets the problem of an error of ours, with its code and words', async () => {
    expect(await problemOf('/test/of-ours')).toMatchObject({
      status: 404,
      problem: {
        type: 'about:blank',
        title: 'There is no call of this reference.',
        status: 404,
        code: 'call-unknown',
        detail: 'The log has no call CB-13.',
      },
    });
    expect(lines.filter(({ level }) => level === 'error')).toEqual([]);
  });

  test.each(['/test/stranger', '/test/no-error', '/test/sdk'])(
    'is told nothing of what a stranger said: %s',
    async (path) => {
      const { status, problem, text } = await problemOf(path);
      expect([status, problem]).toMatchObject([500, { code: 'internal' }]);
      expect(text).not.toMatch(/password|a string/);
      expect(lines).toContainEqual(expect.objectContaining({ level: 'error', method: 'GET', msg: 'a request failed' }));
    },
  );

  test('is refused as a bad one when its JSON is malformed or too long', async () => {
    for (const body of ['{"a":', JSON.stringify({ long: 'x'.repeat(200) })]) {
      expect(await problemOf('/test/echo', post(body))).toMatchObject({
        status: 400,
        problem: { code: 'request-invalid' },
      });
    }
    expect((await fetch(`${url}/test/echo`, post('{"a":1}'))).status).toBe(200);
  });

  test.each(['/nothing', '/test/nothing', '/healthz/more'])('finds nothing at %s', async (path) => {
    expect(await problemOf(path)).toMatchObject({
      status: 404,
      problem: { code: 'not-found', detail: `There is nothing at ${path}.` },
    });
  });

  test('for a file that is not there learns nothing of our folders', async () => {
    const { status, problem, text } = await problemOf('/test/file');
    expect([status, problem]).toMatchObject([404, { code: 'not-found' }]);
    expect(text).not.toContain('password');
  });

  test('is refused when its path cannot be decoded', async () => {
    expect(await problemOf('/test/named/%E0%A4%A')).toMatchObject({
      status: 400,
      problem: { code: 'request-invalid' },
    });
  });

  test('is cut off when its answer has begun: half of one must not look like a whole', async () => {
    await expect(fetch(`${url}/test/half`).then((response) => response.text())).rejects.toThrow();
  });
});

describe('the end of a process', () => {
  test('cuts event streams off instead of waiting for them', async () => {
    const stream = await fetch(`${url}/test/events`);
    const started = Date.now();
    await lifecycle.stop('test');
    expect(Date.now() - started).toBeLessThan(3_500);
    await expect(stream.text()).rejects.toThrow();
    await expect(fetch(`${url}/healthz`)).rejects.toThrow();
  });

  test('tells in words when its port is taken', async () => {
    const { logger } = loggerWithLines();
    const second = createSurface(logger, createLifecycle(logger));
    await expect(second.listen('127.0.0.1', Number(new URL(url).port))).rejects.toThrow('EADDRINUSE');
  });
});
