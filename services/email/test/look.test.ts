import { someContact } from '@callbook/checks';
import { CallbookError } from '@callbook/contracts';
import { createLogger } from '@callbook/runtime';
import { expect, test } from '@jest/globals';
import type { Connection } from '../src/mailbox/connection.ts';
import { openFlight } from '../src/mailbox/flight.ts';
import { startPace, takeMails } from '../src/mailbox/look.ts';

/** A connection that gives no mail, as imapflow does when the line is cut during a FETCH. */
function silent(present: () => Promise<number[]>): Connection {
  const never = () => Promise.reject(new Error('not asked here'));
  return {
    ...{ uidValidity: '1', keepsKeywords: false, usable: () => true, hangUp: () => undefined },
    ...{ uidsAfter: never, unrecorded: never, recorded: never, lastUid: never, arrivedSince: never, dates: never },
    ...{ download: never, permits: () => false, mark: never, movable: () => undefined, move: never, end: never },
    sizes: async (uids) => uids.map((uid) => ({ uid, size: 100, internalDate: undefined })),
    fetch: async () => undefined,
    present,
  };
}

function looking(connection: Connection) {
  const flight = openFlight();
  flight.enter('1');
  const unused = () => Promise.reject(new Error('no mail was given'));
  const deps = {
    archive: { put: unused, get: unused, size: unused, adopt: () => {}, ready: unused, close: unused },
    intake: {
      accept: unused,
      recorded: { has: () => false, onRecorded: () => () => undefined },
      cursor: { get: () => undefined, set: unused },
      lease: unused,
      report: unused,
      pending: () => 0,
    },
    ...{ logger: createLogger('test', 'silent'), now: () => new Date(), newId: () => someContact().id, ours: [] },
    mailbox: { account: { name: 'desk', imap: { streamAbove: 4_000_000 } } as never, folder: 'INBOX' },
    ...{ flight, noted: () => undefined, pace: startPace(), signal: new AbortController().signal },
  };
  return { flight, look: () => takeMails(deps, connection, [1, 2, 3]) };
}

test('mails that a cut line swallowed are not taken for expunged ones', async () => {
  const cut = new CallbookError('email-connection', 'the line was cut');
  const { flight, look } = looking(silent(() => Promise.reject(cut)));
  await expect(look()).rejects.toBe(cut);
  expect(flight.settled().uid).toBe(0);
  expect(flight.begin([1, 2, 3])).toEqual([1, 2, 3]);
});

test('mails that the server says are not there are settled, and those that are there are asked again', async () => {
  const { flight, look } = looking(silent(async () => [2]));
  await look();
  expect(flight.settled().uid).toBe(1);
  expect(flight.begin([1, 2, 3])).toContain(2);
});
