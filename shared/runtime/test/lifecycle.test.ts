import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { createLifecycle, within } from '../src/index.ts';
import { loggerWithLines } from './logger-lines.ts';

beforeEach(() => void jest.useFakeTimers());
afterEach(() => void jest.useRealTimers());

const never = () => new Promise<never>(() => {});

describe('the lifecycle', () => {
  test('stops parts one after another, the last one first', async () => {
    const events: string[] = [];
    const lifecycle = createLifecycle(loggerWithLines().logger);
    for (const name of ['log', 'worker', 'http']) {
      lifecycle.onStop(name, async () => {
        events.push(`${name} stops`);
        await Promise.resolve();
        events.push(`${name} stopped`);
      });
    }
    await lifecycle.stop('test');
    const order = ['http stops', 'http stopped', 'worker stops', 'worker stopped', 'log stops', 'log stopped'];
    expect(events).toEqual(order);
  });

  test('tells its signal before the first part stops', async () => {
    const lifecycle = createLifecycle(loggerWithLines().logger);
    let aborted = false;
    lifecycle.onStop('part', () => {
      aborted = lifecycle.signal.aborted;
    });
    expect(lifecycle.signal.aborted).toBe(false);
    await lifecycle.stop('test');
    expect(aborted).toBe(true);
  });

  test('stops once, however often it is told to', async () => {
    let stops = 0;
    const lifecycle = createLifecycle(loggerWithLines().logger);
    lifecycle.onStop('part', () => {
      stops += 1;
    });
    await Promise.all([lifecycle.stop('SIGTERM'), lifecycle.stop('SIGINT')]);
    await lifecycle.stop('again');
    expect(stops).toBe(1);
  });

  test('goes on when a part fails to stop, and says which', async () => {
    const { logger, lines } = loggerWithLines();
    const lifecycle = createLifecycle(logger);
    let stopped = false;
    lifecycle.onStop('first', () => {
      stopped = true;
    });
    lifecycle.onStop('second', () => {
      throw new Error('stuck');
    });
    await lifecycle.stop('test');
    expect(stopped).toBe(true);
    expect(lines.filter(({ level }) => level === 'warn')).toMatchObject([
      { part: 'second', err: { message: 'stuck' } },
    ]);
  });

  test('leaves behind a part that hangs, after four seconds', async () => {
    const { logger, lines } = loggerWithLines();
    const lifecycle = createLifecycle(logger);
    let stopped = false;
    lifecycle.onStop('good', () => {
      stopped = true;
    });
    lifecycle.onStop('hanging', never);
    const stopping = lifecycle.stop('test');
    await jest.advanceTimersByTimeAsync(3_900);
    expect(stopped).toBe(false);
    await jest.advanceTimersByTimeAsync(200);
    await stopping;
    expect(stopped).toBe(true);
    expect(lines.filter(({ level }) => level === 'warn')).toMatchObject([
      { part: 'hanging', err: { code: 'shutdown-late' } },
    ]);
  });

  test('ends within ten seconds, however many parts hang', async () => {
    const lifecycle = createLifecycle(loggerWithLines().logger);
    for (let part = 0; part < 8; part += 1) lifecycle.onStop(`part ${part}`, never);
    let stopped = false;
    void lifecycle.stop('test').then(() => {
      stopped = true;
    });
    await jest.advanceTimersByTimeAsync(10_000);
    expect(stopped).toBe(true);
  });
});

describe('waiting within a time', () => {
  test('gives what the work gives, and leaves no timer behind', async () => {
    await expect(within(1_000, 'work', async () => 'done')).resolves.toBe('done');
    expect(jest.getTimerCount()).toBe(0);
  });

  test('throws what the work throws', async () => {
    await expect(within(1_000, 'work', () => Promise.reject(new Error('no')))).rejects.toThrow('no');
    expect(jest.getTimerCount()).toBe(0);
  });

  test('gives up when the time is over, and names what took so long', async () => {
    const waiting = expect(within(1_000, 'the worker', never)).rejects.toMatchObject({
      code: 'shutdown-late',
      message: 'the worker took longer than 1000 ms.',
    });
    await jest.advanceTimersByTimeAsync(1_000);
    await waiting;
  });
});
