import { memoryIntake } from '@callbook/checks';
import { expect, test } from '@jest/globals';
import type { Connection } from '../src/mailbox/connection.ts';
import { openFlight } from '../src/mailbox/flight.ts';
import { openPosition } from '../src/mailbox/position.ts';

const mailbox = { account: { name: 'desk' } as never, folder: 'Plain' };

/** A folder of so many mails that keeps no keywords. */
function plain(mails: number, uidValidity = '1'): Connection {
  const uidsAfter = async (uid: number) => Array.from({ length: Math.max(0, mails - uid) }, (_, i) => uid + i + 1);
  return { uidValidity, keepsKeywords: false, uidsAfter } as Partial<Connection> as Connection;
}

/** One life of the adapter, in which these mails of the folder are recorded and filed. */
async function live(intake: ReturnType<typeof memoryIntake>, connection: Connection, recorded: readonly number[]) {
  const flight = openFlight();
  const position = openPosition(intake, mailbox, flight);
  flight.enter(connection.uidValidity);
  const uids = await position.unrecorded(connection, false);
  flight.sees(uids, uids.at(-1));
  flight.begin(uids);
  flight.done(recorded);
  await position.save();
  return uids;
}

test('what is recorded behind a mail that is not is remembered, and only the rest is looked at again', async () => {
  const intake = memoryIntake();
  expect(await live(intake, plain(6), [1, 2, 4, 5])).toEqual([1, 2, 3, 4, 5, 6]);
  expect(await live(intake, plain(8), [8])).toEqual([3, 6, 7, 8]);
  expect(await live(intake, plain(8), [3, 6])).toEqual([3, 6, 7]);
  expect(await live(intake, plain(8), [7])).toEqual([7]);
  expect(await live(intake, plain(8), [])).toEqual([]);
});

test('a life in which nothing was seen yet does not forget', async () => {
  const intake = memoryIntake();
  await live(intake, plain(5), [1, 2, 3, 5]);
  const flight = openFlight();
  flight.enter('1');
  const position = openPosition(intake, mailbox, flight);
  await position.unrecorded(plain(5), false);
  await position.save();
  expect(await live(intake, plain(5), [])).toEqual([4]);
});

test('under another UIDVALIDITY everything is looked at again', async () => {
  const intake = memoryIntake();
  await live(intake, plain(3), [1, 2, 3]);
  expect(await live(intake, plain(3, '2'), [])).toEqual([1, 2, 3]);
});
