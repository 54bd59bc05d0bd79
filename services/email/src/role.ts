import { takeDeliveries } from '@callbook/outbound';
import type { Role } from '@callbook/runtime';
import { fetched } from './config.ts';
import { openDoor } from './door/door.ts';
import { type Login, openLogin } from './login.ts';
import { openTally } from './mailbox/tally.ts';
import { openSend, sendingAccounts } from './send.ts';
import { openTaking } from './taking.ts';
import { watchMailbox } from './transport.ts';

/**
 * The e-mail adapter: every folder of every account is read, the door is open, and each mail becomes a contact. What is to
 * be sent goes through the servers of the accounts that have one.
 */
export const emailRole: Role = {
  name: 'email',
  async start(context) {
    const { config, logger, lifecycle, http } = context;
    const deps = await openTaking('email', context);
    const { archive, intake } = deps;
    const logins = new Map<string, Login>();
    const watches = fetched(config.email.accounts).flatMap((account) => {
      const login = openLogin(account, { cursor: intake.cursor, logger, now: Date.now });
      logins.set(account.name, login);
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
    const sending = sendingAccounts(config.email.accounts);
    if (sending.length > 0)
      takeDeliveries('email', openSend(sending, { now: Date.now, loginOf: (name) => logins.get(name) }), context);
    lifecycle.onStop('mailboxes', () => Promise.all(watches.map(({ ended }) => ended)));
  },
};
