import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { type RunningHouse, startHouse } from '@callbook/checks';
import { type SlackConversation, type SlackPeer, type SlackTeam, type SlackUser, startSlack } from '@callbook/peers';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { eventually } from './slack/office.ts';

/** The README shows a conversation as it is here: between these two lines. */
const README = fileURLToPath(new URL('../../../README.md', import.meta.url));
const SHOWN = /(?<=<!-- infra\/checks\/test\/slack-conversation\.test\.ts -->\n```text\n)[\s\S]*?(?=```)/;

let slack: SlackPeer;
let team: SlackTeam;
let marta: SlackUser;
let help: SlackConversation;
let house: RunningHouse;

beforeAll(async () => {
  slack = await startSlack({ workspaces: [{ name: 'Northbank' }], scale: 0.05 });
  team = slack.team();
  marta = team.addUser({ realName: 'Marta Ruiz', email: 'marta.ruiz@northbank.example' });
  help = team.addConversation('help', { members: [marta] });
  const { id, botToken, app } = team;
  const workspace = { team: id, botToken, appToken: app.appToken, helpChannels: [help.id] };
  const serviceHours = { timeZone: 'Europe/Berlin', open: ['mon-sun 00:00-24:00'] };
  house = await startHouse({
    voice: { serviceHours, responseMinutes: 120 },
    slack: { apiUrl: slack.apiUrl, workspaces: [workspace] },
    args: ['--roles', 'consolidation,delivery,desk,slack'],
  });
}, 240_000);
afterAll(async () => {
  await house?.stop();
  await slack?.stop();
}, 120_000);

const posted = (count: number) =>
  eventually(
    async () => slack.posted,
    (all) => all.length >= count,
    20_000,
  );
const call = async <Body>(path: string, method: string, body: object): Promise<Body> => {
  const headers = { 'content-type': 'application/json' };
  const jonas = await house.as({ name: 'Jonas Weber' });
  const response = await jonas(`/api/calls/${path}`, { method, headers, body: JSON.stringify(body) });
  expect(response.status).toBeLessThan(300);
  return (await response.json()) as Body;
};
const statuses = () => house.query<{ status: string; reference: string }>('select status, reference from calls');
const become = (status: string) =>
  eventually(statuses, (calls) => calls.every((one) => one.status === status), 120_000);

test('a conversation with the desk reads well, and the README shows it as it is', async () => {
  const question = team.post({
    user: marta,
    in: help,
    text: 'The projector in room 4.12 stays dark. We start at ten.',
  });
  const [acknowledged] = await posted(1);
  const [{ reference } = { reference: '' }] = await statuses();

  await call(`${reference}/replies`, 'POST', { text: 'I am on my way with another lamp.' });
  await posted(2);
  team.post({ user: marta, in: help, text: 'Thank you! It is the one on the ceiling.', thread: question });
  const contacts = () => house.query("select id from contacts where channel = 'slack' and revision_cause is null");
  await eventually(contacts, (all) => all.length === 2, 120_000);
  await call(reference, 'PATCH', { status: 'resolved' });
  const [, , resolved] = await posted(3);

  const messages = help.messages;
  const message = (ts: string | undefined) => messages.find((one) => one.ts === ts)!;
  await team.press(marta, message(resolved?.ts), 'callbook_rate_5');
  await team.press(marta, message(acknowledged?.ts), 'callbook_close');
  expect(await become('closed')).toEqual([{ status: 'closed', reference }]);
  await eventually(
    async () => slack.posted,
    (all) => all.some(({ text }) => text.includes('is closed')),
    20_000,
  );

  const read = timeless(slack.read(team, help, marta));
  const readme = readFileSync(README, 'utf8');
  if (process.env.UPDATE)
    writeFileSync(
      README,
      readme.replace(SHOWN, () => read),
    );
  expect(SHOWN.exec(readFileSync(README, 'utf8'))?.[0]).toBe(read);
}, 120_000);

/** The same at every time of day. */
function timeless(conversation: string): string {
  const minutes = [12, 12, 14, 15, 47].values();
  return conversation
    .replace(/\b[A-Z][a-z]+day \d{1,2} [A-Z][a-z]+ at \d\d:\d\d \S+/g, 'Tuesday 24 November at 11:12 CET')
    .replace(/ {2}\d\d:\d\d(?=$| )/gm, () => `  09:${minutes.next().value ?? 59}`)
    .concat('\n');
}
