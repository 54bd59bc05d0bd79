import { afterEach, expect, test } from '@jest/globals';
import { type Rig, startRig, until } from './rig.ts';

let rig: Rig;
afterEach(() => rig.stop());

test('connections that Slack refreshes or drops are opened again, and nothing is lost meanwhile', async () => {
  rig = await startRig();
  const { team, slack } = rig;
  const marta = team.addUser({ realName: 'Marta Feldmann' });
  const opened = () => slack.calls.filter(({ method }) => method === 'apps.connections.open').length;
  const said: { conversation: string; ts: string }[] = [];
  for (const disturb of [() => slack.refreshSockets(), () => slack.dropSockets()]) {
    const before = opened();
    disturb();
    for (let at = 0; at < 10; at++) said.push(team.post({ user: marta, in: team.direct(marta), text: `Number ${at}` }));
    await until(() => opened() >= before + 2);
    await slack.settled();
  }
  await until(() => rig.intake.contacts.size === said.length);
  expect(rig.taken().sort()).toEqual(said.map(({ conversation, ts }) => `${conversation}:${ts}`).sort());
});

test('a Slack that fails at the start is connected to when it is well', async () => {
  let ill = 3;
  const unwell = (method: string) =>
    method === 'apps.connections.open' && ill-- > 0 ? { status: 503 as const } : undefined;
  rig = await startRig({ peer: { unwell } });
  const { team, slack } = rig;
  const marta = team.addUser({ realName: 'Marta Feldmann' });
  team.post({ user: marta, in: team.direct(marta), text: 'Hello' });
  await slack.settled();
  expect(rig.intake.contacts.size).toBe(1);
});
