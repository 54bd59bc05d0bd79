import { rmSync } from 'node:fs';
import type { Dovecot } from '@callbook/peers';

/** A mailbox that lay there before anybody read it, and what a program needs to log in. */
export type Mailbox = {
  readonly user: string;
  readonly host: string;
  readonly port: number;
  readonly password: string;
  /** How many mails there are. */
  readonly count: number;
  remove(): void;
};

/** Fills a mailbox on a Dovecot. */
export function fillMailbox(dovecot: Dovecot, user: string, mails: Iterable<string>): Mailbox {
  const at = new Date();
  let count = 0;
  dovecot.seed(
    user,
    (function* () {
      for (const raw of mails) {
        count += 1;
        yield { raw, at };
      }
    })(),
  );
  const { host, port, password } = dovecot;
  const remove = () => rmSync(dovecot.maildir(user), { recursive: true, force: true });
  return { user, host, port, password, count, remove };
}
