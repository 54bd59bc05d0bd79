import type { Dovecot } from '@callbook/peers';
import { ImapFlow } from 'imapflow';

/** Somebody else at a mailbox, who moves mails between its folders and deletes some of them. */
export type OtherHands = {
  /**
   * Moves some mails, read or not, to the other folder, and deletes some that are recorded, and all whose subject
   * begins with `gone`.
   */
  meddle(recorded: ReadonlySet<string>, gone: string): Promise<void>;
  /** Deletes every mail whose subject begins so. */
  remove(subject: string): Promise<void>;
  /** How many different mails lie in the folders. */
  held(): Promise<number>;
  /** How many mails were moved and deleted. */
  done(): { readonly moved: number; readonly deleted: number };
};

export async function startOtherHands(
  dovecot: Dovecot,
  user: string,
  folders: readonly string[],
  random: () => number,
): Promise<OtherHands> {
  let moved = 0;
  let deleted = 0;

  const inMailbox = async <T>(work: (client: ImapFlow) => Promise<T>): Promise<T> => {
    const { host, port, password } = dovecot;
    const client = new ImapFlow({ host, port, secure: false, auth: { user, pass: password }, logger: false });
    client.on('error', () => undefined);
    await client.connect();
    try {
      return await work(client);
    } finally {
      await client.logout();
    }
  };
  const subjects = async (client: ImapFlow, folder: string): Promise<{ uid: number; subject: string }[]> => {
    const { exists } = await client.mailboxOpen(folder);
    if (exists === 0) return [];
    const mails = await client.fetchAll('1:*', { uid: true, envelope: true });
    return mails.map(({ uid, envelope }) => ({ uid, subject: envelope?.subject ?? '' }));
  };
  const some = <T>(list: readonly T[], most: number): T[] => {
    const first = Math.floor(random() * list.length);
    return list.slice(first, first + Math.floor(random() * most));
  };

  const remove = async (client: ImapFlow, start: string) => {
    for (const folder of folders) {
      const mails = (await subjects(client, folder)).filter(({ subject }) => subject.startsWith(start));
      if (mails.length > 0) await client.messageDelete(mails.map(({ uid }) => uid).join(','), { uid: true });
    }
  };

  await inMailbox(async (client) => {
    for (const folder of folders) if (folder !== 'INBOX') await client.mailboxCreate(folder);
  });
  return {
    async meddle(recorded, gone) {
      const turned = random() < 0.3;
      const [from = '', to = ''] = turned ? folders.toReversed() : folders;
      try {
        await inMailbox(async (client) => {
          const mails = await subjects(client, from);
          // Of the newest, which may just be being fetched.
          const uids = some(mails.slice(-40), 20).map(({ uid }) => uid);
          if (uids.length > 0) await client.messageMove(uids.join(','), to, { uid: true });
          moved += uids.length;
          const old = some(
            mails.filter(({ uid, subject }) => recorded.has(subject) && !uids.includes(uid)),
            5,
          );
          if (old.length > 0) await client.messageDelete(old.map(({ uid }) => uid).join(','), { uid: true });
          deleted += old.length;
          await remove(client, gone);
        });
      } catch (error) {
        // The server is restarted now and then, and each command has its own way to fail at that.
        process.stderr.write(`${user}: the other hands were interrupted (${(error as Error).message})\n`);
      }
    },
    remove: (start) => inMailbox((client) => remove(client, start)),
    held: () =>
      inMailbox(async (client) => {
        const all: string[] = [];
        for (const folder of folders) all.push(...(await subjects(client, folder)).map(({ subject }) => subject));
        return new Set(all).size;
      }),
    done: () => ({ moved, deleted }),
  };
}
