import { type AdapterUnderTest, adapterContract } from '@callbook/checks';
import { isCallbookError } from '@callbook/contracts';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { receive } from '../src/transport.ts';
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
      bring: receiver === 'http' ? async (event) => 'body' in (await slack.forge(team, event)) : bringBySocket,
    };
  });
  afterEach(() => rig.stop());

  async function bringBySocket(event: Event): Promise<boolean> {
    let acked = false;
    const body = { team_id: rig.team.id, type: 'event_callback', event };
    const ack = async () => {
      acked = true;
    };
    try {
      await receive({ receiver: 'socket', body, ack }, rig.served);
    } catch (error) {
      if (!isCallbookError(error)) throw error;
    }
    return acked;
  }

  test.each(adapterContract.map(({ promise, holds }) => [promise, holds] as const))('%s', async (_, holds) => {
    await expect(holds(adapter)).resolves.toBeUndefined();
  });
});
