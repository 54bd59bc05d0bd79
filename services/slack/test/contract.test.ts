import { type AdapterUnderTest, adapterContract } from '@callbook/checks';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { type Rig, startRig } from './rig.ts';

type Event = Readonly<Record<string, unknown>>;

describe.each(['socket', 'http'] as const)('by %s', (receiver) => {
  let rig: Rig;
  let adapter: AdapterUnderTest<Event>;
  beforeEach(async () => {
    rig = await startRig({ receiver, peer: { patience: 1_000 } });
    const { team, slack } = rig;
    const said = (ts: string | undefined): Event => ({
      ...{ type: 'message', channel: 'D0123456789', channel_type: 'im', user: 'U0123456789', text: `It is ${ts}.` },
      ...(ts && { ts }),
    });
    adapter = {
      ...{ intake: rig.intake, archive: rig.archive },
      messages: { one: said('1795000000.000100'), other: said('1795000000.000200'), broken: said(undefined) },
      bring: async (event) => 'body' in (await slack.forge(team, event)),
    };
  });
  afterEach(() => rig.stop());

  test.each(adapterContract.map(({ promise, holds }) => [promise, holds] as const))('%s', async (_, holds) => {
    await expect(holds(adapter)).resolves.toBeUndefined();
  });
});
