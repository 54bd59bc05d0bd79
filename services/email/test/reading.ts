import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Archive, openArchive } from '@callbook/archive';
import { type MemoryIntake, memoryIntake } from '@callbook/checks';
import type { MailboxAccount } from '@callbook/contracts';
import type { Dovecot } from '@callbook/peers';
import { createLogger, type Logger } from '@callbook/runtime';
import { ImapFlow } from 'imapflow';
import { v7 } from 'uuid';
import { openLogin } from '../src/login.ts';
import { openTally } from '../src/mailbox/tally.ts';
import { type Watch, watchMailbox } from '../src/transport.ts';

export const KEYWORD = '$CallbookRecorded';

type Loose<T> = { [K in keyof T]?: T[K] | undefined };
export type Changes = Loose<MailboxAccount['imap']> & { readonly patience?: number };

/** A mailbox of its own on a real server, and the adapter that reads it when told to. */
export type Reading = {
  readonly user: string;
  readonly intake: MemoryIntake;
  readonly archive: Archive;
  /** The archive's folder. */
  readonly folder: string;
  /** Begins to read the folders. */
  enter(changes?: Changes): Watch;
  /** Stops reading, in order. */
  leave(): Promise<void>;
  /** How many mails of a folder carry a flag, as somebody else sees the mailbox. */
  count(flag: string, folder?: string): Promise<number>;
  /** Does something in the mailbox as somebody else. */
  inMailbox<T>(work: (client: ImapFlow) => Promise<T>, folder?: string): Promise<T>;
  end(): Promise<void>;
};

/** Default: a user of its own, and a logger that says nothing. */
export async function openReading(
  dovecot: Dovecot,
  options: { readonly user?: string; readonly logger?: Logger } = {},
): Promise<Reading> {
  const { logger = createLogger('test', 'silent'), user = `desk-${randomBytes(4).toString('hex')}` } = options;
  const folder = await mkdtemp(join(tmpdir(), 'mail-archive-'));
  const archive = await openArchive({ folder }, '/nowhere', logger);
  const intake = memoryIntake();
  let stop: AbortController | undefined;
  let watches: Watch[] = [];

  const inMailbox = async <T>(work: (client: ImapFlow) => Promise<T>, path = 'INBOX'): Promise<T> => {
    const { host, port, password } = dovecot;
    const client = new ImapFlow({ host, port, secure: false, auth: { user, pass: password }, logger: false });
    client.on('error', () => undefined);
    await client.connect();
    try {
      await client.mailboxOpen(path);
      return await work(client);
    } finally {
      await client.logout();
    }
  };
  const leave = async () => {
    stop?.abort();
    await Promise.all(watches.map(({ ended }) => ended));
  };
  return {
    ...{ user, intake, archive, folder, leave, inMailbox },
    enter({ patience, ...changes } = {}) {
      const mailbox = dovecot.mailbox(user);
      const account = { ...mailbox, imap: { ...mailbox.imap, ...changes } as MailboxAccount['imap'] };
      const login = openLogin(account, { cursor: intake.cursor, logger, now: Date.now });
      const tally = openTally({ account: user, folders: account.imap.folders, cursor: intake.cursor });
      stop = new AbortController();
      const { signal } = stop;
      const deps = { archive, intake, logger, now: () => new Date(), newId: () => v7(), login, tally };
      const more = patience === undefined ? {} : { patience };
      watches = account.imap.folders.map((path) =>
        watchMailbox({ ...deps, ...more }, { account, folder: path }, signal),
      );
      return watches[0] as Watch;
    },
    count: (flag, path) =>
      inMailbox(async (client) => ((await client.search({ keyword: flag }, { uid: true })) || []).length, path),
    async end() {
      await leave();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** A mail that differs from every other number's. */
export function numbered(number: number, body = `Printer ${number} is jammed.`): string {
  return [
    'From: Ada Lindqvist <ada@example.org>',
    'To: desk@callbook.example',
    `Subject: Printer ${number}`,
    `Message-ID: <${number}@example.org>`,
    'Date: Mon, 2 Nov 2026 08:00:00 +0000',
    '',
    `${body}\r\n`,
  ].join('\r\n');
}

export async function until(met: () => boolean | Promise<boolean>, milliseconds = 90_000): Promise<void> {
  const end = Date.now() + milliseconds;
  while (!(await met())) {
    if (Date.now() > end) throw new Error('it did not happen in time');
    await pause(25);
  }
}

export const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));
