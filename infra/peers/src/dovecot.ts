import { spawn, spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import {
  chmodSync,
  chownSync,
  closeSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { CallbookError, type MailboxAccount, SECOND } from '@callbook/contracts';
import { environment, type Logger, sleep } from '@callbook/runtime';
import { type DovecotPlace, dovecotConfig, dovecotFiles } from './dovecot-config.ts';
import { assertOpen, dovecotProgram, numericIds } from './dovecot-machine.ts';
import { dropInto, forgetUids, type Owner, type SeededMail, seedInto, senderOf, traced } from './maildir.ts';
import { freePort, greets } from './port.ts';

const HOST = '127.0.0.1';
const DOMAIN = 'callbook.example';
const READY_PATIENCE = 20 * SECOND;
const STOP_PATIENCE = 3 * SECOND;

export type DovecotOptions = {
  /** Mail is kept here and found again by the next start. Default: a temporary folder that `stop` removes. */
  readonly directory?: string;
  /** Default: a free one. */
  readonly port?: number;
  readonly logger?: Logger;
  /** Where access tokens are asked about (RFC 7662). With it, logins by XOAUTH2 and OAUTHBEARER are taken too. */
  readonly introspectionUrl?: string;
  /** Folders of every mailbox that keep no keywords: their access list forbids it. */
  readonly plainFolders?: readonly string[];
};

/** A private Dovecot: a real IMAP server with any number of mailboxes. A user name is all that a mailbox needs. */
export type Dovecot = {
  readonly host: string;
  readonly port: number;
  /** Every user's password. */
  readonly password: string;
  /** The process at this moment; another one after `restart`. */
  readonly pid: number;
  /** Resolves when the process of this moment has ended. */
  readonly exited: Promise<void>;
  /** The address that a user's mail is sent to. */
  address(user: string): string;
  /** The user's mailbox as an account of the configuration. */
  mailbox(user: string): MailboxAccount;
  /** Where on disk a folder of the user's lies. Here and below the default is INBOX. */
  maildir(user: string, folder?: string): string;
  /** Delivers as the last mail server would: Return-Path, Delivered-To and a Received header of its own on top. */
  deliver(user: string, raw: Buffer | string, folder?: string): Promise<void>;
  /** Puts exactly these bytes into the mailbox. */
  drop(user: string, raw: Buffer | string, folder?: string): Promise<void>;
  /** Puts many mails into the mailbox at once, as if they lay there for long; quicker than one by one. */
  seed(user: string, mails: Iterable<SeededMail>): void;
  /** Gives every mail a new UID under a new UIDVALIDITY. Ends the user's connections. */
  resetUidValidity(user: string, folder?: string): Promise<void>;
  stop(): Promise<void>;
  /** SIGKILL to every process of it, as in a crash. */
  kill(): Promise<void>;
  /** Starts it again on the same port with the same mail; stops it first where it still runs. */
  restart(): Promise<void>;
};

type Process = { readonly pid: number; readonly exited: Promise<void>; running(): boolean };

/**
 * Starts a private Dovecot, as root or as an ordinary user, and waits until it takes connections.
 * @throws CallbookError `service-missing` where it is not installed, `service-failed`
 */
export async function startDovecot(options: DovecotOptions = {}): Promise<Dovecot> {
  const program = dovecotProgram(environment().variables.PATH);
  const owner = process.getuid?.() === 0 ? numericIds('nobody') : undefined;
  const directory = privateFolder(options.directory, owner);
  const file = join(directory, 'dovecot.conf');
  endOrphan(program, file);
  const place = placeIn(directory, options, options.port ?? (await freePort()), owner);
  writeFileSync(file, dovecotConfig(place), { mode: 0o600 });
  for (const [name, content] of Object.entries(dovecotFiles(place))) writeFileSync(join(directory, name), content);
  const { port, password, run } = place;
  let server = await started(program, file, place);
  options.logger?.info({ port, pid: server.pid }, 'Dovecot is ready');

  const signal = async (name: NodeJS.Signals, patience: number) => {
    if (!server.running()) return;
    process.kill(name === 'SIGKILL' ? -server.pid : server.pid, name);
    const waiting = new AbortController();
    await Promise.race([server.exited, sleep(patience, waiting.signal)]);
    waiting.abort();
  };
  const halt = async () => {
    await signal('SIGTERM', STOP_PATIENCE);
    await signal('SIGKILL', SECOND);
  };
  const maildir = (user: string, folder = 'INBOX') => {
    if (!/^\w[\w.-]*$/.test(user)) throw new CallbookError('service-failed', `${user} cannot be a mailbox's name.`);
    // Maildir++: all folders lie beside each other, and a dot separates what the name separates by a slash.
    return join(place.mail, user, folder === 'INBOX' ? '' : `.${folder.replaceAll('/', '.')}`);
  };
  const address = (user: string) => `${user}@${DOMAIN}`;
  const drop = (user: string, raw: Buffer | string, folder?: string) =>
    dropInto(maildir(user, folder), Buffer.from(raw as Buffer), owner);

  return {
    host: HOST,
    port,
    password,
    get pid() {
      return server.pid;
    },
    get exited() {
      return server.exited;
    },
    address,
    maildir,
    mailbox: (user) => ({
      name: user,
      address: address(user),
      aliases: [],
      trustedReceivers: [],
      imap: {
        ...{ host: HOST, port, security: 'none', user, password },
        ...{ folders: ['INBOX'], streamAbove: 4_000_000, pollSeconds: 60, afterRecording: {} },
      },
    }),
    drop,
    seed: (user, mails) => seedInto(maildir(user), mails, owner),
    deliver(user, raw, folder) {
      const bytes = Buffer.from(raw as Buffer);
      const id = randomBytes(9).toString('base64url');
      return drop(user, traced(bytes, senderOf(bytes), address(user), id, new Date()), folder);
    },
    async resetUidValidity(user, folder) {
      // A connected session holds the old index in memory and would write it back.
      await halt();
      await forgetUids(maildir(user, folder));
      server = await started(program, file, place);
    },
    async stop() {
      await halt();
      rmSync(run, { recursive: true, force: true });
      if (options.directory === undefined) rmSync(directory, { recursive: true, force: true });
    },
    kill: () => signal('SIGKILL', SECOND),
    async restart() {
      await halt();
      server = await started(program, file, place);
    },
  };
}

function privateFolder(given: string | undefined, owner: Owner | undefined): string {
  if (given !== undefined) mkdirSync(given, { recursive: true });
  const directory = realpathSync(given ?? mkdtempSync(join(shortTmp(), 'cb-mail-')));
  const mail = join(directory, 'mail');
  if (owner !== undefined && given === undefined) chmodSync(directory, 0o711);
  mkdirSync(mail, { recursive: true });
  if (owner !== undefined) {
    assertOpen(directory, 'nobody', owner);
    chownSync(mail, owner.uid, owner.gid);
  }
  return directory;
}

function placeIn(directory: string, options: DovecotOptions, port: number, owner: Owner | undefined): DovecotPlace {
  const run = mkdtempSync(join(shortTmp(), 'cb-dovecot-'));
  chmodSync(run, 0o755);
  const { username, uid, gid } = userInfo();
  const group = spawnSync('id', ['-gn'], { encoding: 'utf8' }).stdout.trim();
  return {
    ...{ mail: join(directory, 'mail'), log: join(directory, 'dovecot.log'), run, port },
    password: randomBytes(12).toString('hex'),
    internal: owner ? { user: 'dovecot', group: 'dovecot' } : { user: username, group },
    login: owner ? 'dovenull' : username,
    owner: owner ?? { uid, gid },
    ...{ introspection: options.introspectionUrl, plainFolders: options.plainFolders ?? [], beside: directory },
  };
}

/** On macOS the temporary folder of a user is too long a path for a socket. */
function shortTmp(): string {
  return tmpdir().length > 40 ? '/tmp' : tmpdir();
}

/** Stops what a killed run of ours left behind: Dovecot finds it by the configuration of that run. */
function endOrphan(program: string, file: string): void {
  if (!existsSync(file)) return;
  const run = /^base_dir = (.+)$/m.exec(readFileSync(file, 'utf8'))?.[1];
  spawnSync(program, ['-c', file, 'stop']);
  if (run !== undefined) rmSync(run, { recursive: true, force: true });
}

async function started(program: string, file: string, { port, log }: DovecotPlace): Promise<Process> {
  const output = openSync(log, 'a', 0o666);
  const child = spawn(program, ['-F', '-c', file], { stdio: ['ignore', output, output], detached: true });
  closeSync(output);
  const exited = new Promise<void>((resolve) => {
    child.once('exit', () => resolve());
    child.once('error', () => resolve());
  });
  const running = () => child.pid !== undefined && child.exitCode === null && child.signalCode === null;
  for (const end = Date.now() + READY_PATIENCE; Date.now() < end && running(); await sleep(20)) {
    if (await greets(HOST, port)) return { pid: child.pid ?? 0, exited, running };
  }
  if (running()) process.kill(-(child.pid ?? 0), 'SIGKILL');
  const said = existsSync(log) ? readFileSync(log, 'utf8').trim().split('\n').slice(-5).join('\n  ') : '';
  throw new CallbookError('service-failed', `Dovecot did not start on port ${port}. Its log, ${log}, ends:\n  ${said}`);
}
