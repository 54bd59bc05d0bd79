import { join } from 'node:path';
import { openArchive } from '@callbook/archive';
import { openIntake } from '@callbook/intake';
import type { Role } from '@callbook/runtime';
import { v7 } from 'uuid';
import { deskOf, fetched } from './config.ts';
import { openDoor } from './door/door.ts';
import { openLogin } from './login.ts';
import { openTally } from './mailbox/tally.ts';
import { openReaders } from './reader/readers.ts';
import { watchMailbox } from './transport.ts';

/** The e-mail adapter: every folder of every account is read, the door is open, and each mail becomes a contact. */
export const emailRole: Role = {
  name: 'email',
  async start(context) {
    const { config, home, logger, lifecycle, http } = context;
    const archive = await openArchive(config.archive, home, logger);
    lifecycle.onStop('archive', archive.close);
    const intake = await openIntake('email', context);
    const folder = config.archive.folder ?? join(home, 'archive');
    const readers = openReaders({ folder, archive, logger, least: config.email.accounts.length > 0 ? 1 : 0 });
    lifecycle.onStop('readers of mails', async () => readers.close());
    const deps = {
      read: readers.read,
      archive,
      intake,
      logger,
      now: () => new Date(),
      newId: () => v7(),
      ...deskOf(config),
    };
    const watches = fetched(config.email.accounts).flatMap((account) => {
      const login = openLogin(account, { cursor: intake.cursor, logger, now: Date.now });
      const tally = openTally({ account: account.name, folders: account.imap.folders, cursor: intake.cursor });
      return account.imap.folders.map((folder) => {
        const watch = watchMailbox({ ...deps, login, tally }, { account, folder }, lifecycle.signal);
        http.ready(`email ${account.name}/${folder}`, async () => {
          const trouble = watch.trouble();
          if (trouble) throw trouble;
        });
        return watch;
      });
    });
    http.ready('email archive', archive.ready);
    if (config.email.smtp) {
      const door = await openDoor(
        { ...deps, accounts: config.email.accounts, metrics: http.metrics },
        config.email.smtp,
      );
      lifecycle.onStop('door', door.stop);
      http.ready('email door', async () => {
        const trouble = door.trouble();
        if (trouble) throw trouble;
      });
    }
    lifecycle.onStop('mailboxes', () => Promise.all(watches.map(({ ended }) => ended)));
  },
};
