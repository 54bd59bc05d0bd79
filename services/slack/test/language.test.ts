import { afterEach, expect, test } from '@jest/globals';
import { type Rig, startRig } from './rig.ts';

let rig: Rig;
afterEach(() => rig.stop());

test('who uses Slack in German asks by a German form, sees a German home, and the log knows in which language to answer', async () => {
  rig = await startRig();
  const { team, slack } = rig;
  const jonas = team.addUser({ realName: 'Jonas Weber', locale: 'de-DE' });
  const message = team.post({ user: jonas, in: team.direct(jonas), text: 'Der Beamer bleibt dunkel' });
  await slack.settled();
  expect(rig.contact(`${team.id}:${message.conversation}:${message.ts}`)?.language).toBe('de-DE');

  const opened = team.nextView(jonas);
  await team.command(jonas, team.direct(jonas), '/helpdesk');
  const form = await opened;
  expect(form.view).toMatchObject({ title: { text: 'Anfrage stellen' } });

  const shown = team.nextView(jonas, 'home');
  team.openHome(jonas);
  expect(JSON.stringify((await shown).view)).toContain('Etwas fragen');

  await team.submit(jonas, form, { description: 'Ich brauche eine Lampe' });
  expect([...rig.intake.contacts.values()].map(({ language }) => language)).toEqual(['de-DE', 'de-DE']);
});

test('of whom Slack tells no language none is made up', async () => {
  rig = await startRig();
  const { team, slack } = rig;
  const tom = team.addUser({ realName: 'Tom Okafor', locale: '<script>' });
  team.post({ user: tom, in: team.direct(tom), text: 'Hello' });
  await slack.settled();
  expect([...rig.intake.contacts.values()].map(({ language }) => language)).toEqual([undefined]);
});
