import { afterEach, describe, expect, test } from '@jest/globals';
import { type Rig, startRig, until } from './rig.ts';

let rig: Rig;
afterEach(() => rig.stop());

const RECEIVERS = ['socket', 'http'] as const;

describe.each(RECEIVERS)('by %s', (receiver) => {
  test('a direct message is a contact with who wrote it', async () => {
    rig = await startRig({ receiver });
    const { team, slack } = rig;
    const marta = team.addUser({ realName: 'Marta Feldmann', email: 'Marta@Northbank.example', phone: '030 901820' });
    const message = team.post({ user: marta, in: team.direct(marta), text: 'The projector stays &lt;dark&gt;.' });
    await slack.settled();
    const sourceId = `${team.id}:${message.conversation}:${message.ts}`;
    expect(rig.contact(sourceId)).toMatchObject({
      ...{ channel: 'slack', account: team.id, text: 'The projector stays <dark>.' },
      occurredAt: new Date(Math.floor(Number(message.ts) * 1000)).toISOString(),
      from: {
        ...{ slackUser: `${team.id}/${marta.id}`, name: 'Marta Feldmann', email: 'marta@northbank.example' },
        ...{ phone: '+4930901820', verified: true },
      },
      thread: { slackThread: sourceId },
      details: {
        ...{ way: 'direct-message', audience: 'direct', timeZone: 'Europe/Berlin' },
        permalink: `https://northbank.slack.com/archives/${message.conversation}/p${message.ts.replace('.', '')}`,
      },
    });
    expect(slack.counts()).toMatchObject({ acked: slack.counts().events, retried: 0 });
  });

  test('a mention comes by two events and is one contact', async () => {
    rig = await startRig({ receiver });
    const { team, slack } = rig;
    const tom = team.addUser({ realName: 'Tom Okafor' });
    const office = team.addConversation('office', { members: [tom] });
    const message = team.post({ user: tom, in: office, text: `${team.mention} my badge is refused` });
    await slack.settled();
    expect(rig.taken()).toEqual([`${office.id}:${message.ts}`]);
    const [contact] = rig.intake.contacts.values();
    expect(contact).toMatchObject({ details: { way: 'mention', audience: 'public' }, text: 'my badge is refused' });
  });

  test('what colleagues say to each other is not taken', async () => {
    rig = await startRig({ receiver });
    const { team, slack } = rig;
    const tom = team.addUser({ realName: 'Tom Okafor' });
    const office = team.addConversation('office', { members: [tom] });
    team.post({ user: tom, in: office, text: 'Lunch?' });
    await slack.settled();
    expect(rig.taken()).toEqual([]);
    expect(slack.counts().acked).toBe(slack.counts().events);
  });

  test('is not acked before the intake has it, and is sent again when the intake refuses it', async () => {
    rig = await startRig({ receiver, peer: { patience: 500 } });
    const { team, slack, intake } = rig;
    const marta = team.addUser({ realName: 'Marta Feldmann' });
    intake.refuse(1);
    team.post({ user: marta, in: team.direct(marta), text: 'Hello' });
    await slack.settled();
    expect(intake.contacts.size).toBe(1);
    expect(slack.deliveries[0]?.tries.map(({ outcome }) => outcome)).toHaveLength(2);
  });

  test('edits and deletions are revisions, each once', async () => {
    rig = await startRig({ receiver, settings: () => ({}), peer: { fault: () => 'doubled' } });
    const { team, slack } = rig;
    const marta = team.addUser({ realName: 'Marta Feldmann' });
    const message = team.post({ user: marta, in: team.direct(marta), text: 'The projetcor' });
    await slack.settled();
    team.edit(message, 'The projector');
    await slack.settled();
    team.remove(message);
    await slack.settled();
    const own = `${message.conversation}:${message.ts}`;
    expect(rig.taken()).toEqual([own, `${own}:edit:${message.edited?.ts}`, `${own}:deletion`]);
    const [contact, edit, deletion] = [...rig.intake.contacts.values()];
    expect(edit).toMatchObject({ text: 'The projector', revises: { key: contact?.key, cause: 'edit' } });
    expect(deletion).toMatchObject({ revises: { key: contact?.key, cause: 'deletion' } });
  });

  test('an emoji brings the message that it is put on, with its own author', async () => {
    rig = await startRig({ receiver });
    const { team, slack } = rig;
    const [priya, marta] = [team.addUser({ realName: 'Priya Raman' }), team.addUser({ realName: 'Marta Feldmann' })];
    const office = team.addConversation('office', { members: [priya, marta] });
    const said = team.post({ user: priya, in: office, text: 'The heating is off.' });
    const early = team.post({ user: marta, in: office, text: 'Not just for you.', thread: said });
    await slack.settled();
    expect(rig.taken()).toEqual([]);
    team.react(marta, said, 'ticket');
    await slack.settled();
    await until(() => rig.intake.contacts.size === 2);
    expect(rig.contact(`${team.id}:${office.id}:${said.ts}`)).toMatchObject({
      text: 'The heating is off.',
      from: { name: 'Priya Raman' },
      details: { way: 'reaction', loggedBy: `${team.id}/${marta.id}` },
    });
    const reply = rig.contact(`${team.id}:${office.id}:${early.ts}`);
    expect(reply).toMatchObject({ details: { way: 'reply' } });
    expect(reply?.thread.slackThread).toBe(`${team.id}:${office.id}:${said.ts}`);
  });

  test('a message that somebody points at, and that Slack does not show, is taken, and read later', async () => {
    let away = true;
    const unwell = (method: string) =>
      away && method !== 'apps.connections.open' ? { status: 503 as const } : undefined;
    rig = await startRig({ receiver, peer: { unwell } });
    const { team, slack } = rig;
    const [priya, marta] = [
      team.addUser({ realName: 'Priya Raman', email: 'priya@northbank.example' }),
      team.addUser({ realName: 'Marta Feldmann' }),
    ];
    const office = team.addConversation('office', { members: [priya, marta] });
    const said = team.post({ user: priya, in: office, text: 'The heating is off.' });
    team.react(marta, said, 'ticket');
    await slack.settled();
    const own = `${team.id}:${office.id}:${said.ts}`;
    expect(rig.contact(own)).toMatchObject({ text: '', from: { slackUser: `${team.id}/${priya.id}` } });
    away = false;
    await until(() => rig.contact(`${own}:fetched`) && rig.contact(`${own}:requester`));
    expect(rig.contact(`${own}:fetched`)).toMatchObject({ text: 'The heating is off.', revises: { cause: 'fetched' } });
    expect(rig.contact(`${own}:requester`)?.from).toMatchObject({ email: 'priya@northbank.example' });
  });

  test('the shortcut brings the message with it', async () => {
    rig = await startRig({ receiver });
    const { team, slack } = rig;
    const [priya, marta] = [team.addUser({ realName: 'Priya Raman' }), team.addUser({ realName: 'Marta Feldmann' })];
    const office = team.addConversation('office', { members: [priya, marta] });
    const said = team.post({ user: priya, in: office, text: 'The heating is off.' });
    await slack.settled();
    expect(await team.messageShortcut(marta, said, 'callbook_log')).toMatchObject({ acked: true });
    expect(rig.contact(`${team.id}:${office.id}:${said.ts}`)).toMatchObject({
      ...{ text: 'The heating is off.', from: { name: 'Priya Raman' } },
      details: { way: 'shortcut', loggedBy: `${team.id}/${marta.id}` },
    });
  });

  test('the slash command opens the form, and what is filled in is a contact before it closes', async () => {
    rig = await startRig({ receiver, settings: () => ({ form: { departments: ['IT', 'Facilities'], services: [] } }) });
    const { team } = rig;
    const marta = team.addUser({ realName: 'Marta Feldmann', email: 'marta@northbank.example' });
    const opened = team.nextView(marta);
    const asked = await team.command(marta, team.direct(marta), '/helpdesk', 'The lift');
    expect(asked.acked).toBe(true);
    const view = await opened;
    const filling = { description: 'The lift is stuck on 2.', department: 'Facilities', urgency: 'high' };
    expect(await team.submit(marta, view, filling)).toMatchObject({ acked: true, answer: {} });
    expect(rig.contact(`${team.id}:form:${view.id}`)).toMatchObject({
      ...{ text: 'The lift is stuck on 2.', from: { email: 'marta@northbank.example' } },
      details: { way: 'form', department: 'Facilities', urgency: 'high' },
    });
  });

  test('a form is not closed where it could not be taken', async () => {
    rig = await startRig({ receiver });
    const { team, intake } = rig;
    const marta = team.addUser({ realName: 'Marta Feldmann' });
    const opened = team.nextView(marta);
    await team.globalShortcut(marta, 'callbook_ask');
    const view = await opened;
    intake.refuse(1);
    expect((await team.submit(marta, view, { description: 'Help' })).acked).toBe(false);
    expect((await team.submit(marta, view, { description: 'Help' })).acked).toBe(true);
    expect(intake.contacts.size).toBe(1);
  });

  test('App Home shows what the desk has told', async () => {
    rig = await startRig({ receiver });
    const { team, station } = rig;
    const marta = team.addUser({ realName: 'Marta Feldmann' });
    const at = '2026-11-24T10:00:00.000Z';
    await station.home.note(marta.id, { reference: 'CB-10014', title: 'Lift', status: 'new', at });
    const shown = team.nextView(marta, 'home');
    team.openHome(marta);
    expect(JSON.stringify((await shown).view)).toContain('CB-10014');
  });
});

test('a telephone number that two people have in their profiles is nobody’s', async () => {
  rig = await startRig();
  const { team, slack } = rig;
  const phone = '+4930901800';
  const people = ['Marta Feldmann', 'Tom Okafor'].map((realName) => team.addUser({ realName, phone }));
  for (const user of people) {
    team.post({ user, in: team.direct(user), text: 'Hello' });
    await slack.settled();
  }
  expect([...rig.intake.contacts.values()].map(({ from }) => from.phone)).toEqual([phone, undefined]);
});

test('what nobody told of is taken from the news that it was edited or deleted', async () => {
  rig = await startRig();
  const { team, slack, intake } = rig;
  const marta = team.addUser({ realName: 'Marta Feldmann' });
  slack.fallSilent();
  const [edited, deleted] = ['The pritner', 'The lift'].map((said) =>
    team.post({ user: marta, in: team.direct(marta), text: said }),
  );
  if (!edited || !deleted) throw new TypeError('there are two');
  slack.speakAgain();
  team.edit(edited, 'The printer');
  team.remove(deleted);
  await slack.settled();
  const texts = [...intake.contacts.values()].map(({ text, revises }) => [revises?.cause, text]);
  expect(texts.sort()).toEqual(
    [
      [undefined, 'The pritner'],
      [undefined, 'The lift'],
      ['edit', 'The printer'],
      ['deletion', ''],
    ].sort(),
  );
});

test('a message that is first heard of by an edit without what it said before is taken as it stands', async () => {
  rig = await startRig({ receiver: 'http' });
  const { team, slack, intake } = rig;
  const marta = team.addUser({ realName: 'Marta Feldmann' });
  const { id } = team.direct(marta);
  const [ts, editedTs] = ['1795860000.000100', '1795860060.000200'];
  const message = {
    type: 'message',
    user: marta.id,
    ts,
    text: 'The printer',
    edited: { user: marta.id, ts: editedTs },
  };
  const event = { type: 'message', subtype: 'message_changed', channel: id, channel_type: 'im', ts: editedTs, message };
  expect(await slack.forge(team, { ...event, event_ts: editedTs })).toMatchObject({ status: 200 });
  expect([...intake.contacts.values()].map(({ text, revises }) => [revises?.cause, text])).toEqual([
    [undefined, 'The printer'],
    ['edit', 'The printer'],
  ]);
});
