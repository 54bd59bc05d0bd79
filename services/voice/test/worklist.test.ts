import { quietLogger } from '@callbook/checks';
import { CallbookError } from '@callbook/contracts';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { openWorklist, type Worklist, type WorklistOptions } from '../src/worklist.ts';
import { until } from './rig.ts';

let worklist: Worklist;
const open = (options: Partial<WorklistOptions> = {}) =>
  openWorklist({ logger: quietLogger(), clock: () => performance.now(), pause: [1, 5], ...options });
beforeEach(() => {
  worklist = open();
});
afterEach(() => worklist.stop());

const fails = async (): Promise<'done'> => {
  throw new CallbookError('voice-api', 'Not now.');
};

test('work is done once, however often it is put on the list', async () => {
  let times = 0;
  const work = async () => {
    times += 1;
    return 'done' as const;
  };
  for (let i = 0; i < 5; i++) worklist.add('one', work, { delay: 20 });
  await until(() => worklist.size() === 0);
  expect(times).toBe(1);
});

test('work is tried again until it is done', async () => {
  let left = 5;
  worklist.add('one', async () => {
    left -= 1;
    if (left > 3) await fails();
    return left > 0 ? 'again' : 'done';
  });
  await until(() => worklist.size() === 0);
  expect(left).toBe(0);
});

test('work that is waiting is brought forward by news, and not put off', async () => {
  const done: string[] = [];
  const work = (name: string) => async () => {
    done.push(name);
    return 'done' as const;
  };
  worklist.add('one', work('late'), { delay: 60_000 });
  worklist.add('one', work('soon'), { delay: 10 });
  worklist.add('one', work('latest'), { delay: 60_000 });
  await until(() => worklist.size() === 0);
  expect(done).toEqual(['latest']);
});

test('news while it is being worked on is worked on too, though it was done', async () => {
  let times = 0;
  let letGo = () => {};
  const first = new Promise<void>((resolve) => {
    letGo = resolve;
  });
  const slow = open({ pause: [60_000, 60_000] });
  const work = async () => {
    times += 1;
    if (times === 1) await first;
    return 'done' as const;
  };
  slow.add('one', work);
  await until(() => times === 1);
  slow.add('one', work);
  letGo();
  await until(() => slow.size() === 0);
  expect(times).toBe(2);
  await slow.stop();
});

test('work that is hopeless is given up, with what went wrong last', async () => {
  const hasty = open({ patience: 30 });
  const given: unknown[] = [];
  hasty.add('one', fails, { givenUp: async (error) => void given.push(error) });
  await until(() => hasty.size() === 0);
  expect(given).toEqual([expect.objectContaining({ code: 'voice-api' })]);
  await hasty.stop();
});

test('no more is done at a time than is allowed', async () => {
  const narrow = open({ concurrency: 2 });
  let running = 0;
  let most = 0;
  for (let i = 0; i < 10; i++)
    narrow.add(`work ${i}`, async () => {
      running += 1;
      most = Math.max(most, running);
      await new Promise((resolve) => setTimeout(resolve, 2));
      running -= 1;
      return 'done';
    });
  await until(() => narrow.size() === 0);
  expect(most).toBe(2);
  await narrow.stop();
});
