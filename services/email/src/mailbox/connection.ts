import type { Readable } from 'node:stream';
import { MINUTE } from '@callbook/contracts';
import { ImapFlow, type ImapFlowError, type MailboxObject } from 'imapflow';
import { connectionOptions, type Mailbox } from '../config.ts';
import type { Credentials } from '../login.ts';
import { commands } from './commands.ts';
import { connectionFault } from './connection-fault.ts';
import { startWatchdog } from './watchdog.ts';

/** A command that is not answered for so long never will be. */
const PATIENCE = 10 * MINUTE;

export type MailSize = { readonly uid: number; readonly size: number; readonly internalDate: Date | undefined };

/** One folder, selected. Every command rejects with `email-connection` when the server refuses it or is gone. */
export type Connection = {
  readonly uidValidity: string;
  /** Whether our keyword can be kept here. */
  readonly keepsKeywords: boolean;
  /** Whether a flag can be set here for good. */
  permits(flag: string): boolean;
  usable(): boolean;
  /** The highest UID there is; 0 in an empty folder. */
  lastUid(): Promise<number>;
  /** UIDs above one, in order. */
  uidsAfter(uid: number): Promise<number[]>;
  /**
   * UIDs of the mails that do not carry our keyword, in order. With `changed`, only of those that are new or changed
   * since the folder was selected, where the server counts changes (RFC 7162): with 200,000 mails 1 ms instead of 20.
   */
  unrecorded(changed?: boolean): Promise<number[]>;
  /** UIDs of the mails that carry our keyword, in order. */
  recorded(): Promise<number[]>;
  /** Those of the UIDs that are in the folder at this moment. */
  present(uids: readonly number[]): Promise<number[]>;
  /** UIDs of the mails that the mailbox got on this day (since 1970) or later, and of some from the day before. */
  arrivedSince(day: number): Promise<number[]>;
  /** Sizes of those that still exist; fewer when the connection ends meanwhile, which imapflow does not report. */
  sizes(uids: readonly number[]): Promise<MailSize[]>;
  /** INTERNALDATE of those that still exist. */
  dates(uids: readonly number[]): Promise<Map<number, Date | undefined>>;
  /** Gives whole mails as they come, in one round trip: those that still exist, and fewer when the connection ends. */
  fetch(uids: readonly number[], onMail: (uid: number, bytes: Buffer) => void): Promise<void>;
  /** One mail as a stream, or undefined when it is gone. */
  download(uid: number): Promise<Readable | undefined>;
  /** Sets flags that are permitted. */
  mark(uids: readonly number[], flags: readonly string[]): Promise<void>;
  /** How mails come from this folder into another without a moment in which they could be lost; undefined: not at all. */
  movable(): 'moved' | 'copied' | undefined;
  /** Moves mails, and makes the folder when it is missing. Resolves with those that the server says it has moved. */
  move(uids: readonly number[], folder: string): Promise<number[]>;
  /** Says goodbye and closes. */
  end(): Promise<void>;
  /** Closes at once. */
  hangUp(): void;
};

export type ConnectOptions = {
  readonly credentials: Credentials;
  /** Called when mail comes in or goes, or the connection ends. */
  readonly onNews: (kind: 'arrived' | 'gone' | 'ended') => void;
  /** Gives up what is not selected yet. */
  readonly signal: AbortSignal;
  /** Opens the folder for reading only (EXAMINE): whatever is done leaves no trace. */
  readonly readOnly?: boolean;
  /** Milliseconds that a command may go without any answer; default 10 minutes. */
  readonly patience?: number;
};

/**
 * Connects, logs in and selects a folder.
 * @throws CallbookError `email-login` when the server refuses the login, `email-folder` when it refuses the folder,
 * `email-connection` for everything else.
 */
export async function connect(mailbox: Mailbox, options: ConnectOptions): Promise<Connection> {
  const { credentials, onNews, signal, readOnly = false, patience = PATIENCE } = options;
  const client = new ImapFlow(connectionOptions(mailbox.account, credentials));
  const giveUp = () => client.close();
  const watchdog = startWatchdog(patience, giveUp);
  // Before connect and for ever: an error event without a listener ends the process, also after the connection.
  client.on('error', () => onNews('ended'));
  client.on('close', () => {
    watchdog.over();
    onNews('ended');
  });
  client.on('exists', () => onNews('arrived'));
  client.on('expunge', () => onNews('gone'));
  signal.addEventListener('abort', giveUp, { once: true });
  let selected: MailboxObject;
  let command = 'connecting';
  try {
    await watchdog.watch(() => client.connect());
    command = 'SELECT';
    selected = await watchdog.watch(() => client.mailboxOpen(mailbox.folder, { readOnly }));
  } catch (error) {
    client.close();
    throw connectionFault(mailbox, error as ImapFlowError, command);
  } finally {
    signal.removeEventListener('abort', giveUp);
  }
  return commands(client, selected, mailbox, watchdog);
}
