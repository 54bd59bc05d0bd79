import { afterEach, expect, test } from '@jest/globals';
import { type Rig, startRig, until } from './rig.ts';

let rig: Rig;
afterEach(() => rig.stop());

test('who and where is mentioned stands in the log by name, the desk too', async () => {
  rig = await startRig();
  const { team, slack, station } = rig;
  const tom = team.addUser({ realName: 'Tom Okafor' });
  const office = team.addConversation('office', { members: [tom] });
  await until(() => station.identity.name());
  const floor = team.addConversation('third-floor', { members: [tom] });
  const places = `<#${office.id}> or <#${floor.id}>`;
  team.post({ user: tom, in: office, text: `${team.mention} ask <@${tom.id}> in ${places}, or ${team.mention}` });
  await slack.settled();
  const [contact] = rig.intake.contacts.values();
  expect(contact).toMatchObject({
    text: 'ask @Tom Okafor in #office or #third-floor, or @callbook',
    fullText: '@callbook ask @Tom Okafor in #office or #third-floor, or @callbook',
  });
});
