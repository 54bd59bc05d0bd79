import { afterEach, expect, test } from '@jest/globals';
import { openConversations } from '../src/conversations.ts';
import { type Rig, startRig, until } from './rig.ts';

let rig: Rig | undefined;
afterEach(() => rig?.stop());

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

test('two events of one message wait for the same answer about its channel', async () => {
  let answer = (_: Record<string, unknown>) => {};
  let asked = 0;
  const api = {
    conversation: () => {
      asked += 1;
      return new Promise<Record<string, unknown>>((resolve) => {
        answer = resolve;
      });
    },
  };
  const conversations = openConversations(api, () => 0);
  const both = Promise.all([conversations.within('C1', 30_000), conversations.within('C1', 30_000)]);
  answer({ id: 'C1', name: 'office' });
  expect(await both).toMatchObject([{ name: 'office' }, { name: 'office' }]);
  expect(asked).toBe(1);
});
