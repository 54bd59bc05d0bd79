import { CallbookError } from '@callbook/contracts';
import { afterEach, expect, test } from '@jest/globals';
import { numbered, type TestDoor, testDoor, until } from './test-door.ts';

let house: TestDoor;
afterEach(() => house.close());
const to = ['desk@callbook.example'];

test('at the stop a mail that is on its way comes in, and everyone else is asked to come again', async () => {
  house = await testDoor();
  const [idle, chosen, giving] = await Promise.all([house.client(), house.client(), house.client()]);
  await chosen.say('EHLO client.example');
  await chosen.say('MAIL FROM:<ada@example.org>');
  await giving.begin(to);
  await giving.send(numbered(1).slice(0, 100));
  const stopped = house.door.stop();
  expect(await idle.reply()).toMatch(/^421 4\.3\.2 /);
  expect(await chosen.reply()).toMatch(/^421 4\.3\.2 /);
  await giving.send(`${numbered(1).slice(100)}.\r\n`);
  expect(await giving.reply()).toMatch(/^250 /);
  expect(await giving.reply()).toMatch(/^421 /);
  await stopped;
  expect(house.contacts()).toHaveLength(1);
  await expect(house.client()).rejects.toThrow();
});

test('a mail that does not end is given up: its client is told, and nothing of it is left', async () => {
  house = await testDoor();
  const slow = await house.client();
  await slow.begin(to);
  await slow.send(numbered(1, 'words\r\n'.repeat(200_000)));
  await until(async () => (await house.files()).length > 0);
  await house.door.stop();
  expect(await slow.reply()).toMatch(/^421 /);
  expect([house.contacts(), await house.files()]).toEqual([[], []]);
}, 10_000);

test('a mail that is being taken when the stop begins is answered', async () => {
  let letGo = () => {};
  const gate = new Promise<void>((resolve) => (letGo = resolve));
  let asked = false;
  house = await testDoor({
    intake: (intake) => ({
      ...intake,
      async accept(contact) {
        asked = true;
        await gate;
        return intake.accept(contact);
      },
    }),
  });
  const ada = await house.client();
  await ada.begin(to);
  await ada.send(numbered(1), '.\r\n');
  await until(() => asked);
  const stopped = house.door.stop();
  letGo();
  expect(await ada.reply()).toMatch(/^250 /);
  await stopped;
});

test('what the adapter stops to read is no trouble of the door: its client comes again', async () => {
  const late = new CallbookError('shutdown-late', 'The adapter stops.');
  house = await testDoor({ intake: (intake) => ({ ...intake, accept: () => Promise.reject(late) }) });
  const ada = await house.client();
  expect(await ada.give(numbered(1), to)).toMatch(/^451 4\.3\.2 /);
  expect(house.door.trouble()).toBeUndefined();
});
