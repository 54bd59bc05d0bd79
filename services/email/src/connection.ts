import type { Readable } from 'node:stream';
import { CallbookError } from '@callbook/contracts';
import { ImapFlow, type ImapFlowError, type MailboxObject } from 'imapflow';
import { connectionOptions, type Mailbox } from './config.ts';

/** What tells us, in the mailbox itself, that a mail is in the log. Nobody else sets it, unlike \Seen. */
export const RECORDED = '$CallbookRecorded';
/** What a mail is asked for in one piece when it is streamed: fewer round trips than imapflow's 64 KB. */
const CHUNK = 1024 * 1024;

export type MailSize = { readonly uid: number; readonly size: number; readonly internalDate: Date | undefined };

/** One folder, selected. Every command rejects with `email-connection` when the server refuses it or is gone. */
export type Connection = {
  readonly uidValidity: string;
  /** Whether our keyword can be kept here. Where not, \Seen is set instead, which tells us nothing afterwards. */
  readonly keepsKeywords: boolean;
  usable(): boolean;
  /** UIDs above one, in order. */
  uidsAfter(uid: number): Promise<number[]>;
  /** UIDs of the mails that do not carry our keyword, in order. */
  unrecorded(): Promise<number[]>;
  /** Those of the UIDs that are in the folder at this moment. */
  present(uids: readonly number[]): Promise<number[]>;
  /** Sizes of those that still exist; fewer when the connection ends meanwhile, which imapflow does not report. */
  sizes(uids: readonly number[]): Promise<MailSize[]>;
  /** Whole mails, in one round trip; of those that still exist, and fewer when the connection ends meanwhile. */
  fetch(uids: readonly number[]): Promise<Map<number, Buffer>>;
  /** One mail as a stream, or undefined when it is gone. */
  download(uid: number): Promise<Readable | undefined>;
  /** Marks mails as recorded, where the folder lets us. */
  mark(uids: readonly number[]): Promise<void>;
  /** Says goodbye and closes. */
  end(): Promise<void>;
  /** Closes at once. */
  hangUp(): void;
};

/**
 * Connects, logs in and selects a folder. `onNews` is called when mail comes in or the connection ends; the signal
 * gives up what is not selected yet.
 * @throws CallbookError `email-login` when the server refuses the login, `email-connection` for everything else.
 */
export async function connect(mailbox: Mailbox, onNews: () => void, signal: AbortSignal): Promise<Connection> {
  const client = new ImapFlow(connectionOptions(mailbox.account));
  // Before connect and for ever: an error event without a listener ends the process, also after the connection.
  client.on('error', onNews);
  client.on('close', onNews);
  client.on('exists', onNews);
  const giveUp = () => client.close();
  signal.addEventListener('abort', giveUp, { once: true });
  let selected: MailboxObject;
  try {
    await client.connect();
    selected = await client.mailboxOpen(mailbox.folder);
  } catch (error) {
    client.close();
    throw connectionFault(mailbox, error as ImapFlowError);
  } finally {
    signal.removeEventListener('abort', giveUp);
  }
  return commands(client, selected, mailbox);
}

function commands(client: ImapFlow, selected: MailboxObject, mailbox: Mailbox): Connection {
  const permanent = selected.permanentFlags;
  const permits = (...flags: string[]) => !permanent || flags.some((flag) => permanent.has(flag));
  const keepsKeywords = !selected.readOnly && permits('\\*', RECORDED);
  const flag = keepsKeywords ? RECORDED : '\\Seen';
  const marks = keepsKeywords || (!selected.readOnly && permits('\\Seen'));

  /** imapflow answers some failures with `false`; here every failure is thrown. */
  const answered = async <T>(command: string, work: () => Promise<T>): Promise<Exclude<T, false | undefined>> => {
    let answer: T;
    try {
      answer = await work();
    } catch (error) {
      throw connectionFault(mailbox, error as ImapFlowError, command);
    }
    if (answer === false || answer === undefined) throw connectionFault(mailbox, undefined, command);
    return answer as Exclude<T, false | undefined>;
  };

  return {
    uidValidity: String(selected.uidValidity),
    keepsKeywords,
    usable: () => client.usable,
    async uidsAfter(uid) {
      const found = await answered('SEARCH', () => client.search({ uid: `${uid + 1}:*` }, { uid: true }));
      // RFC 3501 §6.4.8: `*` is always the last mail, even when its UID is below.
      return (found as number[]).filter((next) => next > uid);
    },
    async unrecorded() {
      return (await answered('SEARCH', () => client.search({ unKeyword: RECORDED }, { uid: true }))) as number[];
    },
    async present(uids) {
      return (await answered('SEARCH', () => client.search({ uid: uids.join(',') }, { uid: true }))) as number[];
    },
    async sizes(uids) {
      const query = { uid: true, size: true, internalDate: true };
      const found = await answered('FETCH', () => client.fetchAll(uids.join(','), query, { uid: true }));
      return found
        .filter(({ uid, size }) => uid && size !== undefined)
        .map(({ uid, size, internalDate }) => ({
          uid,
          size: size ?? 0,
          internalDate: internalDate === undefined ? undefined : new Date(internalDate),
        }));
    },
    async fetch(uids) {
      const query = { uid: true, source: true };
      const found = await answered('FETCH', () => client.fetchAll(uids.join(','), query, { uid: true }));
      return new Map(found.flatMap(({ uid, source }) => (source ? [[uid, source] as const] : [])));
    },
    async download(uid) {
      const options = { uid: true, chunkSize: CHUNK };
      const { content } = await answered('FETCH', () => client.download(String(uid), undefined, options));
      return content;
    },
    async mark(uids) {
      if (!marks) return;
      await answered('STORE', () => client.messageFlagsAdd(uids.join(','), [flag], { uid: true, silent: true }));
    },
    end: () => (client.usable ? client.logout() : Promise.resolve(client.close())),
    hangUp: () => client.close(),
  };
}

function connectionFault({ account, folder }: Mailbox, error?: ImapFlowError, command = 'connecting'): CallbookError {
  const where = `${account.imap.host}:${account.imap.port}`;
  // RFC 5530: UNAVAILABLE is the server's own trouble, and asking again helps.
  if (error?.authenticationFailed && error.serverResponseCode !== 'UNAVAILABLE') {
    return new CallbookError(
      'email-login',
      `${where} refuses the login of ${account.imap.user} (account ${account.name}). Check user and password.`,
      { cause: error },
    );
  }
  const reason = error?.responseText ?? error?.code ?? error?.message ?? 'no answer';
  return new CallbookError(
    'email-connection',
    `${where} failed at ${command} for ${folder} (account ${account.name}): ${reason}`,
    { cause: error },
  );
}
