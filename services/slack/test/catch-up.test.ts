import { afterEach, expect, test } from '@jest/globals';
import { catchUp } from '../src/catch-up.ts';
import { type Rig, type RigOptions, startRig, until } from './rig.ts';

let rig: Rig;
afterEach(() => rig.stop());

const startedWithHelp = async (options: Partial<RigOptions> = {}) => {
  let help: ReturnType<Rig['team']['addConversation']> | undefined;
  rig = await startRig({
    ...options,
    settings: (team) => {
      help = team.addConversation('it-help');
      return { helpChannels: [help.id] };
    },
  });
  if (!help) throw new TypeError('the settings above make a channel');
  return { ...rig, help };
};

test('what was said while nobody listened is taken, in its order and once', async () => {
  const { team, slack, help, station, intake } = await startedWithHelp();
  const people = ['Marta Feldmann', 'Tom Okafor', 'Priya Raman'].map((realName) => team.addUser({ realName }));
  const office = team.addConversation('office', { members: people });
  const [marta, tom] = people;
  if (!marta || !tom) throw new TypeError('there are three');
  await catchUp(station, { deep: true });
  const root = team.post({ user: marta, in: help, text: 'The printer' });
  const talk = team.post({ user: tom, in: office, text: 'Lunch?' });
  await slack.settled();
  expect(intake.contacts.size).toBe(1);

  slack.fallSilent();
  const said = Array.from({ length: 200 }, (_, at) => {
    const user = people[at % 3] ?? marta;
    if (at % 4 === 0) return team.post({ user, in: help, text: `Reply ${at}`, thread: root });
    if (at % 4 === 1) return team.post({ user, in: team.direct(user), text: `Alone ${at}` });
    return team.post({ user, in: help, text: `Message ${at}` });
  });
  const mention = team.post({ user: tom, in: office, text: `${team.mention} the coffee machine`, thread: talk });
  const liked = team.post({ user: tom, in: office, text: 'The window is stuck.' });
  team.react(marta, liked, 'ticket');
  team.post({ bot: 'monitor', in: help, text: 'disk full' });
  slack.speakAgain();

  await catchUp(station, { deep: false });
  const wanted = [root, ...said, mention, liked].map(({ conversation, ts }) => `${conversation}:${ts}`);
  expect(rig.taken().sort()).toEqual(wanted.sort());
  for (const { id } of [help]) {
    const taken = rig.taken().filter((sourceId) => sourceId.startsWith(`${id}:`));
    const accepted = [...intake.contacts.values()].map(({ sourceId }) => sourceId.split(':').slice(1).join(':'));
    const inOrder = accepted.filter((sourceId) => taken.includes(sourceId));
    expect(inOrder).toEqual(inOrder.toSorted());
  }
  await catchUp(station, { deep: true });
  expect(intake.contacts.size).toBe(wanted.length);

  intake.record();
  await catchUp(station, { deep: true });
  const reports = new Map(intake.reports.map((report) => [`${report.part} ${report.day}`, report]));
  const seen = [...reports.values()].reduce((sum, report) => sum + report.seen, 0);
  expect(seen).toBe(wanted.length);
  expect([...reports.values()].every(({ untaken, spooled }) => untaken + spooled === 0)).toBe(true);
});

test('a thread that was deleted keeps nobody from what was said elsewhere', async () => {
  const { team, slack, station } = await startedWithHelp();
  const marta = team.addUser({ realName: 'Marta Feldmann' });
  const office = team.addConversation('office', { members: [marta] });
  const gone = team.post({ user: marta, in: office, text: `${team.mention} never mind` });
  await slack.settled();
  team.remove(gone);
  slack.fallSilent();
  const missed = team.post({ user: marta, in: office, text: `${team.mention} the coffee machine` });
  await catchUp(station, { deep: true });
  expect(rig.taken()).toContain(`${office.id}:${missed.ts}`);
});

test('what Slack asks to wait for is waited for', async () => {
  let asked = 0;
  const { team, slack, help, station } = await startedWithHelp({
    peer: {
      unwell: (method) => {
        if (method !== 'conversations.history') return undefined;
        asked += 1;
        return asked <= 2 ? { status: 429, retryAfter: 1 } : undefined;
      },
    },
  });
  const marta = team.addUser({ realName: 'Marta Feldmann' });
  slack.fallSilent();
  const message = team.post({ user: marta, in: help, text: 'The printer' });
  await catchUp(station, { deep: false });
  expect(rig.taken()).toEqual([`${help.id}:${message.ts}`]);
});

test('edits that nobody told of are found', async () => {
  const { team, slack, help, station } = await startedWithHelp();
  const marta = team.addUser({ realName: 'Marta Feldmann' });
  const message = team.post({ user: marta, in: help, text: 'The pritner' });
  await slack.settled();
  slack.fallSilent();
  team.edit(message, 'The printer');
  await catchUp(station, { deep: false });
  expect(rig.taken()).toEqual([`${help.id}:${message.ts}`, `${help.id}:${message.ts}:edit:${message.edited?.ts}`]);
});

test('a deletion that nobody told of is found where answers keep its place', async () => {
  const { team, slack, help, station } = await startedWithHelp();
  const marta = team.addUser({ realName: 'Marta Feldmann' });
  const message = team.post({ user: marta, in: help, text: 'My password is hunter2' });
  const answer = team.post({ user: marta, in: help, text: 'Oh no', thread: message });
  await slack.settled();
  slack.fallSilent();
  team.remove(message);
  for (let times = 0; times < 2; times++) await catchUp(station, { deep: false });
  const own = `${help.id}:${message.ts}`;
  expect(rig.taken().sort()).toEqual([own, `${help.id}:${answer.ts}`, `${own}:deletion`].sort());
});

test('who wrote something is told later where Slack is slow with it', async () => {
  let away = true;
  const { team, slack, help } = await startedWithHelp({
    peer: { unwell: (method) => (away && method === 'users.info' ? { status: 429, retryAfter: 1 } : undefined) },
  });
  const marta = team.addUser({ realName: 'Marta Feldmann', email: 'marta@northbank.example' });
  const message = team.post({ user: marta, in: help, text: 'The printer' });
  await slack.settled();
  const own = `${team.id}:${help.id}:${message.ts}`;
  expect(rig.contact(own)?.from).toEqual({ slackUser: `${team.id}/${marta.id}`, verified: true });
  away = false;
  await until(() => rig.contact(`${own}:requester`));
  expect(rig.contact(`${own}:requester`)).toMatchObject({
    revises: { key: rig.contact(own)?.key, cause: 'requester' },
    from: { name: 'Marta Feldmann', email: 'marta@northbank.example' },
  });
});

test('a channel that the desk had to leave keeps nobody from what was said elsewhere', async () => {
  const { team, slack, help, station } = await startedWithHelp();
  const marta = team.addUser({ realName: 'Marta Feldmann' });
  const office = team.addConversation('office', { members: [marta] });
  team.post({ user: marta, in: office, text: `${team.mention} hello` });
  await slack.settled();
  slack.fallSilent();
  office.members.delete(team.bot.id);
  const next = team.post({ user: marta, in: help, text: 'The printer' });
  expect(await catchUp(station, { deep: false })).toMatchObject({ fault: undefined });
  expect(rig.taken()).toContain(`${help.id}:${next.ts}`);
});

test('a thread is read again only when something is new in it', async () => {
  const { team, slack, help, station } = await startedWithHelp();
  const marta = team.addUser({ realName: 'Marta Feldmann' });
  const root = team.post({ user: marta, in: help, text: 'The printer' });
  team.post({ user: marta, in: help, text: 'by the window', thread: root });
  const read = new Map();
  const asked = () => slack.calls.filter(({ method }) => method === 'conversations.replies').length;
  for (const _ of [1, 2, 3]) await catchUp(station, { deep: false, read });
  expect(asked()).toBe(1);
  slack.fallSilent();
  const late = team.post({ user: marta, in: help, text: 'and the other one', thread: root });
  await catchUp(station, { deep: false, read });
  expect(asked()).toBe(2);
  expect(rig.taken()).toContain(`${help.id}:${late.ts}`);

  // Slack counts no edits: those of the first message are listed, and those of replies are found a little later.
  team.edit(root, 'The printers');
  team.edit(late, 'and the one next to it');
  await catchUp(station, { deep: false, read });
  expect(rig.taken()).toContain(`${help.id}:${root.ts}:edit:${root.edited?.ts}`);
  for (let passes = 0; passes < 5; passes++) await catchUp(station, { deep: false, read });
  expect(rig.taken()).toContain(`${help.id}:${late.ts}:edit:${late.edited?.ts}`);
  expect(asked()).toBe(3);
});

test('what was said and deleted while nobody listened keeps nobody from what was said after it', async () => {
  const { team, slack, help, station } = await startedWithHelp();
  const marta = team.addUser({ realName: 'Marta Feldmann' });
  slack.fallSilent();
  const root = team.post({ user: marta, in: help, text: 'The printer' });
  const reply = team.post({ user: marta, in: help, text: 'by the window', thread: root });
  team.remove(root);
  const next = team.post({ user: marta, in: help, text: 'The lift' });
  expect(await catchUp(station, { deep: true })).toMatchObject({ fault: undefined });
  expect(rig.taken()).toEqual([reply, next].map(({ ts }) => `${help.id}:${ts}`));
});

test('a message that our own program fails at is missing in the ledger, and keeps nobody from the next one', async () => {
  const { team, slack, help, station, archive, intake } = await startedWithHelp();
  const marta = team.addUser({ realName: 'Marta Feldmann' });
  slack.fallSilent();
  const [bad, good] = ['Trips it up', 'The printer'].map((text) => team.post({ user: marta, in: help, text }));
  const put: typeof archive.put = async (content) => {
    if (content.toString().includes('Trips it up')) throw new TypeError('a mistake of ours');
    return archive.put(content);
  };
  const counts = () => {
    const { seen, spooled, untaken } = intake.reports.filter(({ part }) => part === help.id).at(-1) ?? {};
    return { seen, spooled, untaken };
  };
  await catchUp({ ...station, archive: { ...archive, put } }, { deep: false });
  expect(rig.taken()).toEqual([`${help.id}:${good?.ts}`]);
  expect(counts()).toEqual({ seen: 2, spooled: 1, untaken: 1 });
  await catchUp(station, { deep: false });
  expect(rig.taken()).toContain(`${help.id}:${bad?.ts}`);
  expect(counts()).toEqual({ seen: 2, spooled: 2, untaken: 0 });
});
