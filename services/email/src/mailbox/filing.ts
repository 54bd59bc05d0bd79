import { isCallbookError } from '@callbook/contracts';
import type { Logger } from '@callbook/runtime';
import type { Mailbox } from '../config.ts';
import { RECORDED } from './commands.ts';
import type { Connection } from './connection.ts';

/** Others may be moving mails at the same time. */
const TRIES = 5;

export type Filed = {
  /** Nothing is left to do for these: filed, or gone. */
  readonly done: readonly number[];
  /** These are to be tried again later. */
  readonly failed: readonly number[];
};

/** What becomes of mails whose contacts are recorded, and of no others: our mark, and what the configuration wants. */
export type Filing = {
  /** @throws CallbookError `email-connection`: nobody knows how far it came, and all of it may be done again. */
  file(connection: Connection, uids: readonly number[]): Promise<Filed>;
  /** Mails that were marked and not moved, since the connection broke in between or moving was configured later. */
  unfiled(connection: Connection): Promise<number[]>;
};

/** What cannot be done in this folder is said once, and the rest is done. */
export function openFiling({ account, folder }: Mailbox, logger: Logger): Filing {
  const { flag, moveTo } = account.imap.afterRecording;
  const place = { account: account.name, folder };
  const said = new Set<string>();
  const say = (what: string, more: object = {}) => {
    if (!said.has(what)) logger.warn({ ...place, ...more }, what);
    said.add(what);
  };

  /** Our own keyword; where it cannot be kept, \Seen is set for people to see, and tells us nothing afterwards. */
  const flagsFor = (connection: Connection): string[] => {
    if (flag !== undefined && !connection.permits(flag)) say('this folder does not keep the configured flag', { flag });
    const wanted = [connection.keepsKeywords ? RECORDED : '\\Seen', ...(flag === undefined ? [] : [flag])];
    return [...new Set(wanted)].filter(connection.permits);
  };

  const move = async (connection: Connection, uids: readonly number[], to: string): Promise<Filed> => {
    if (connection.movable() === undefined) {
      // Without UIDPLUS an EXPUNGE would also remove what other people have marked as deleted.
      say('this server can neither move mails nor remove single ones: recorded mails stay where they are', { to });
      return { done: uids, failed: [] };
    }
    let left = uids;
    for (let tries = 0; tries < TRIES && left.length > 0; tries++) {
      try {
        const moved = new Set(await connection.move(left, to));
        left = left.filter((uid) => !moved.has(uid));
      } catch (error) {
        if (!isCallbookError(error, 'email-connection') || !connection.usable()) throw error;
        say('recorded mails cannot be moved; it is tried again', { to, err: error });
        tries = TRIES;
      }
      // Some servers do not say what they moved, and somebody else may have been faster: what is gone is done. And one
      // mail that was gone makes Dovecot move none of the others.
      if (left.length > 0) left = await connection.present(left);
    }
    const failed = new Set(left);
    return { done: uids.filter((uid) => !failed.has(uid)), failed: left };
  };

  return {
    async file(connection, uids) {
      const flags = flagsFor(connection);
      if (flags.length > 0) await connection.mark(uids, flags);
      return moveTo === undefined ? { done: uids, failed: [] } : await move(connection, uids, moveTo);
    },
    async unfiled(connection) {
      if (moveTo === undefined || !connection.keepsKeywords || connection.movable() === undefined) return [];
      return connection.recorded();
    },
  };
}
