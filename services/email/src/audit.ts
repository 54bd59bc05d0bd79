import { createHash } from 'node:crypto';
import type { Archive, Stored } from '@callbook/archive';
import {
  CallbookError,
  type Config,
  contactKey,
  isCallbookError,
  type MailboxAccount,
  SECOND,
} from '@callbook/contracts';
import { backoff, type Logger, sleep } from '@callbook/runtime';
import { fetched, type Mailbox } from './config.ts';
import { type Login, openLogin } from './login.ts';
import { type Connection, connect, type MailSize } from './mailbox/connection.ts';
import { fetchLarge, fetchSmall, groups } from './mailbox/fetch.ts';
import { parts } from './mailbox/uid-set.ts';
import { type TakeDeps, takeMail } from './take.ts';

/** A mail as it lies in a folder. */
export type AuditedMail = {
  readonly folder: string;
  readonly uid: number;
  /** When the mailbox got it, where it says so in a way that can be read. */
  readonly internalDate: Date | undefined;
  /** The key of its contact; undefined for a mail that its server does not give. */
  readonly key: string | undefined;
};

/** The mailbox of one account, read by somebody who leaves no trace in it. */
export type AuditedMailbox = {
  readonly account: string;
  /** The folders that are read, and last the one that recorded mails are moved to: what is moved meanwhile is met there. */
  readonly folders: readonly string[];
  /**
   * Every mail of a folder, each once, read whole in bounded memory. A broken line is taken up again.
   * @throws CallbookError `email-login`, `email-token`, `email-folder`, `email-connection`.
   */
  mails(folder: string, signal: AbortSignal): AsyncGenerator<AuditedMail>;
  /**
   * Takes mails of a folder as the adapter does: into the archive, and to the intake. Safe for mails that are recorded.
   * @throws CallbookError as `mails` does, and those of `takeMail`.
   */
  take(folder: string, uids: readonly number[], deps: TakeDeps, signal: AbortSignal): Promise<void>;
};

/** Mails whose sizes are asked about in one round trip. */
const SIZES = 500;
/** Mails that are taken at once: they share a flush of the disk. */
const AT_ONCE = 50;
const AT_ONCE_BYTES = 8_000_000;
/** Connections that break one after another without a mail in between, before the audit is given up. */
const PATIENCE = 5;

/** The mailboxes of a configuration, each account's. */
export function auditedMailboxes({ email }: Pick<Config, 'email'>, logger: Logger): AuditedMailbox[] {
  return fetched(email.accounts).map((account) => {
    // Its own: the adapter's spool belongs to the adapter.
    const cursor = { get: () => undefined, set: async () => undefined };
    const login = openLogin(account, { cursor, logger, now: Date.now });
    const { folders, afterRecording } = account.imap;
    const moved = afterRecording.moveTo === undefined ? [] : [afterRecording.moveTo];
    const reader = { account, login, logger };
    return {
      account: account.name,
      folders: [...folders, ...moved],
      async *mails(folder, signal) {
        for await (const { mail, original } of read(reader, folder, undefined, hashed, signal)) {
          const key = original && contactKey('email', account.name, original.sha256);
          const dated = mail.internalDate && !Number.isNaN(mail.internalDate.getTime());
          yield { folder, uid: mail.uid, internalDate: dated ? mail.internalDate : undefined, key };
        }
      },
      async take(folder, uids, deps, signal) {
        await takeAll(deps, account.name, folder, read(reader, folder, uids, deps.archive, signal));
      },
    };
  });
}

async function takeAll(deps: TakeDeps, account: string, folder: string, mails: AsyncIterable<Read>): Promise<void> {
  let taking: Promise<unknown>[] = [];
  let held = 0;
  try {
    for await (const { mail, original, bytes, uidValidity } of mails) {
      if (!original) continue;
      const { uid, internalDate } = mail;
      const place = { account, folder, uid, uidValidity, internalDate };
      const taken = takeMail(deps, { ...place, original, ...(bytes && { bytes }) });
      // It is waited for with the others; until then its failure must not count as one that nobody handles.
      taken.catch(() => undefined);
      taking.push(taken);
      held += bytes?.length ?? 0;
      if (taking.length < AT_ONCE && held < AT_ONCE_BYTES) continue;
      await Promise.all(taking);
      taking = [];
      held = 0;
    }
    await Promise.all(taking);
  } finally {
    await Promise.allSettled(taking);
  }
}

type Reader = { readonly account: MailboxAccount; readonly login: Login; readonly logger: Logger };
type Read = {
  readonly mail: Pick<MailSize, 'uid' | 'internalDate'>;
  readonly uidValidity: string;
  /** Undefined where the server does not give the mail. */
  readonly original: Stored | undefined;
  readonly bytes?: Buffer;
};
type Sink = Pick<Archive, 'put'>;

/** Reads mails of a folder, all of them by default; connects again where it left off. */
async function* read(
  { account, login, logger }: Reader,
  folder: string,
  uids: readonly number[] | undefined,
  sink: Sink,
  signal: AbortSignal,
): AsyncGenerator<Read> {
  const mailbox: Mailbox = { account, folder };
  const wait = backoff(SECOND, 20 * SECOND);
  let uidValidity: string | undefined;
  const done = new Set<number>();
  for (let broken = 0; ; ) {
    const credentials = await login.credentials();
    let connection: Connection | undefined;
    const hangUp = () => connection?.hangUp();
    signal.addEventListener('abort', hangUp);
    try {
      connection = await connect(mailbox, { credentials, onNews: () => undefined, signal, readOnly: true });
      uidValidity ??= connection.uidValidity;
      if (uidValidity !== connection.uidValidity) throw renumbered(mailbox);
      const wanted = (uids ?? (await connection.uidsAfter(0))).filter((uid) => !done.has(uid));
      for await (const found of readOn(connection, mailbox, wanted, sink, logger)) {
        yield found;
        done.add(found.mail.uid);
        broken = 0;
      }
      return;
    } catch (error) {
      if (isMissing(error) && folder === account.imap.afterRecording.moveTo) return; // nothing was ever moved
      const again = isCallbookError(error, 'email-login') ? login.refused(credentials) : !signal.aborted;
      const passing = isCallbookError(error, 'email-connection') || isCallbookError(error, 'email-login');
      if (!passing || !again || ++broken > PATIENCE) throw error;
      logger.warn({ err: error, folder }, 'the line broke; the audit goes on where it left off');
    } finally {
      signal.removeEventListener('abort', hangUp);
      hangUp();
    }
    await sleep(wait.next(), signal);
  }
}

/** Reads mails on one connection; one that is there and is not given comes without its original. */
async function* readOn(
  connection: Connection,
  { account }: Mailbox,
  uids: readonly number[],
  sink: Sink,
  logger: Logger,
): AsyncGenerator<Read> {
  const { streamAbove } = account.imap;
  const { uidValidity } = connection;
  for (const asked of parts(uids, SIZES)) {
    const read = new Set<number>();
    const sizes = new Map((await connection.sizes(asked)).map((mail) => [mail.uid, mail]));
    for (const group of groups([...sizes.values()], streamAbove)) {
      const [only] = group;
      const { small, large } =
        only && only.size > streamAbove
          ? await fetchLarge(connection, only, sink, logger)
          : await fetchSmall(connection, group, logger);
      const stored = await Promise.all(small.map(({ bytes }) => sink.put(bytes)));
      for (const [index, { mail, bytes }] of small.entries())
        yield { mail, uidValidity, original: stored[index], bytes };
      for (const { mail, original } of large) yield { mail, uidValidity, original };
      for (const { mail } of [...small, ...large]) read.add(mail.uid);
    }
    const left = asked.filter((uid) => !read.has(uid));
    // Only the server's word that they are not there makes them gone.
    for (const uid of left.length > 0 ? await connection.present(left) : [])
      yield { mail: sizes.get(uid) ?? { uid, internalDate: undefined }, uidValidity, original: undefined };
  }
}

/** Keeps nothing of what is put. */
const hashed: Sink = {
  async put(source) {
    const hash = createHash('sha256');
    let size = 0;
    for await (const chunk of source instanceof Uint8Array ? [source] : source) {
      hash.update(chunk);
      size += chunk.length;
    }
    return { sha256: hash.digest('hex'), size };
  },
};

function isMissing(error: unknown): boolean {
  const { mailboxMissing } = ((error as Error).cause ?? {}) as { mailboxMissing?: boolean };
  return isCallbookError(error, 'email-folder') && mailboxMissing === true;
}

function renumbered({ account, folder }: Mailbox): CallbookError {
  const message = `${folder} (account ${account.name}) was renumbered by its server while it was read. Start again.`;
  return new CallbookError('email-folder', message);
}
