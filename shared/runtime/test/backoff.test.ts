import { describe, expect, test } from '@jest/globals';
import { backoff, sleep } from '../src/index.ts';

describe('a back-off', () => {
  test('grows by half each time, up to its limit', () => {
    const wait = backoff(100, 400, () => 0.5);
    expect(Array.from({ length: 6 }, () => wait.next())).toEqual([100, 150, 225, 338, 400, 400]);
  });

  test('begins anew when it is told that a try held', () => {
    const wait = backoff(100, 400, () => 0.5);
    wait.next();
    wait.next();
    wait.reset();
    expect(wait.next()).toBe(100);
  });

  test('spreads by a fifth to either side, so that many do not come at once', () => {
    expect(backoff(1_000, 1_000, () => 0).next()).toBe(800);
    expect(backoff(1_000, 1_000, () => 0.999_999).next()).toBe(1_200);
  });

  test('stays at its limit after a long outage', () => {
    const wait = backoff(100, 5_000, () => 0.5);
    for (let tries = 0; tries < 10_000; tries += 1) wait.next();
    expect(wait.next()).toBe(5_000);
  });
});

describe('sleeping', () => {
  test('ends early, and well, when the signal aborts', async () => {
    const controller = new AbortController();
    const started = Date.now();
    setTimeout(() => controller.abort(), 10);
    await sleep(60_000, controller.signal);
    expect(Date.now() - started).toBeLessThan(5_000);
    await sleep(60_000, controller.signal); // aborted already
  });
});
