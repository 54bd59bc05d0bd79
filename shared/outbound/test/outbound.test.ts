import { randomBytes } from 'node:crypto';
import { quietLogger, testServices } from '@callbook/checks';
import type { Delivery, DeliveryAnswer } from '@callbook/contracts';
import { consume, openProducer, type Producer } from '@callbook/queue';
import { createLifecycle, type Lifecycle } from '@callbook/runtime';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { takeDeliveries } from '../src/index.ts';

const logger = quietLogger();
let lifecycle: Lifecycle;
let redis: { url: string; prefix: string };
let producer: Producer;
let answers: DeliveryAnswer[];

beforeEach(async () => {
  lifecycle = createLifecycle(logger);
  redis = { url: testServices().redisUrl, prefix: `test-${randomBytes(4).toString('hex')}` };
  producer = openProducer({ ...redis, logger });
  await new Promise<void>((resolve) => producer.onReady(resolve));
  answers = [];
  const listener = consume({ ...redis, logger }, 'delivery-answers', async (answer) => void answers.push(answer), {
    concurrency: 1,
  });
  lifecycle.onStop('producer', () => producer.close());
  lifecycle.onStop('listener', () => listener.close());
});
afterEach(() => lifecycle.stop('test'));

const delivery = (): Delivery => ({
  id: crypto.randomUUID(),
  kind: 'acknowledgement',
  channel: 'email',
  account: 'helpdesk',
  to: 'ada@example.org',
  subject: 'CB-10009',
  text: 'We have your call.',
  thread: { references: [] },
  ...{ language: 'en', timeZone: 'UTC', call: { reference: 'CB-10009', title: 'The printer', status: 'new' } },
});

async function answered(count: number): Promise<void> {
  const end = Date.now() + 15_000;
  while (answers.length < count) {
    if (Date.now() > end) throw new Error(`${answers.length} of ${count} answers`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

test('a delivery is sent by its channel and answered with its id', async () => {
  const seen: Delivery[] = [];
  takeDeliveries(
    'email',
    async (one) => {
      seen.push(one);
      return { outcome: 'sent', sourceId: '<ack@example.org>' };
    },
    { config: { redis }, logger, lifecycle },
  );
  const sent = delivery();
  await producer.send('deliveries-email', sent, sent.id);
  await answered(1);
  expect(seen).toEqual([sent]);
  expect(answers[0]).toMatchObject({ id: sent.id, outcome: 'sent', sourceId: '<ack@example.org>' });
});

test('one that fails is tried again, one that is refused is answered with the reason', async () => {
  let tries = 0;
  takeDeliveries(
    'slack',
    async ({ to }) => {
      if (to === 'nobody') return { outcome: 'refused', reason: 'no such person' };
      tries += 1;
      if (tries === 1) throw new Error('rate limited');
      return { outcome: 'sent' };
    },
    { config: { redis }, logger, lifecycle },
  );
  const [flaky, lost] = [delivery(), { ...delivery(), to: 'nobody' }];
  await producer.send('deliveries-slack', { ...flaky, channel: 'slack' }, flaky.id);
  await producer.send('deliveries-slack', { ...lost, channel: 'slack' }, lost.id);
  await answered(2);
  expect(tries).toBe(2);
  expect(answers.find(({ id }) => id === lost.id)).toMatchObject({ outcome: 'refused', reason: 'no such person' });
  expect(answers.find(({ id }) => id === flaky.id)).toMatchObject({ outcome: 'sent' });
});

test('a channel that nothing is sent through is refused', () => {
  expect(() =>
    takeDeliveries('paper', async () => ({ outcome: 'sent' }), { config: { redis }, logger, lifecycle }),
  ).toThrow('Nothing is sent through paper');
});
