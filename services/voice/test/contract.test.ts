import { type AdapterUnderTest, adapterContract } from '@callbook/checks';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { type Rig, startRig } from './rig.ts';
import { incoming, send } from './webhook.ts';

let rig: Rig;
let adapter: AdapterUnderTest<Record<string, string>>;
beforeEach(async () => {
  rig = await startRig();
  const { CallSid: _, ...broken } = incoming(rig, 3);
  adapter = {
    ...{ intake: rig.intake, archive: rig.archive },
    messages: { one: incoming(rig, 1), other: incoming(rig, 2), broken },
    // Of the webhooks the one whose answer is nothing but an ack.
    bring: async (form) => (await send(rig, '/voice/twilio/status', form)).status === 200,
  };
});
afterEach(() => rig.stop());

test.each(adapterContract.map(({ promise, holds }) => [promise, holds] as const))('%s', async (_, holds) => {
  await expect(holds(adapter)).resolves.toBeUndefined();
});
