import { CallbookError, type Config, isCallbookError } from '@callbook/contracts';
import { auditedMailboxes } from '@callbook/email';
import { isOutage, type Log, openLog } from '@callbook/log';
import { createLifecycle, createLogger, type Environment, loadConfig } from '@callbook/runtime';
import { adminLink, newToken } from './access.ts';
import { type AuditArguments, readArguments, USAGE } from './arguments.ts';
import { type AuditDeps, auditMailbox, lookAgain } from './audit.ts';
import { understood } from './config-check.ts';
import { importPeople } from './directory/import.ts';
import { writeForms } from './forms.ts';
import { type AccountBalance, asText, totalsOf } from './print.ts';
import { openRepair } from './repair.ts';
import { settings } from './settings.ts';

export type Output = { write(text: string): unknown; readonly isTTY?: boolean };

export type CommandContext = {
  readonly environment: Environment;
  /** Gives up. */
  readonly signal: AbortSignal;
  /** The answer, and nothing else. */
  readonly output: Output;
  /** What is going on, and what went wrong. */
  readonly notes: Output;
};

const DONE = 0;
const NOTHING_MISSING = 0;
const MISSING = 1;
const COULD_NOT_LOOK = 2;
const FAILED = 2;
/** SQLSTATE. */
const UNDEFINED_TABLE = '42P01';

/** Runs one command of an operator, and resolves with the status of the program. Never rejects. */
export async function runCommand(given: readonly string[], context: CommandContext): Promise<number> {
  const { output, notes } = context;
  try {
    const wanted = readArguments(given);
    if (wanted.command === 'audit') return await auditEmail(wanted, context);
    if (wanted.command === 'forms')
      return await withLog(context, (log, config) => writeForms(wanted, config, log, new Date()));
    if (wanted.command === 'admin') return await withLog(context, (log, config) => adminLink(wanted, log, config));
    if (wanted.command === 'token') return await withLog(context, (log) => newToken(wanted, log));
    if (wanted.command === 'config-check') {
      output.write(understood(loadConfig(context.environment), new Date()));
      return DONE;
    }
    if (wanted.command === 'directory')
      return await withLog(context, (log, config) =>
        importPeople(wanted, { config, log, now: () => new Date(), signal: context.signal }),
      );
    output.write(USAGE);
    return DONE;
  } catch (error) {
    notes.write(`${reasonOf(error)}\n`);
    return FAILED;
  }
}

function reasonOf(error: unknown): string {
  if (isCallbookError(error)) return error.message;
  const { code, message, stack } = error as Error & { code?: string };
  if (code === UNDEFINED_TABLE) return `This database holds no log (${message}). Is it the right one?`;
  return isOutage(error) ? `The log cannot be reached: ${message || code}. Does Postgres run?` : (stack ?? message);
}

/** Writes what a command answers that needs the log and nothing else. */
async function withLog(
  { environment, output }: CommandContext,
  answer: (log: Log, config: Config) => Promise<string>,
): Promise<number> {
  const config = settings(environment);
  const log = openLog(config.database, createLogger('callbook', 'error', 2));
  try {
    await log.ready();
    output.write(await answer(log, config));
    return DONE;
  } finally {
    await log.close();
  }
}

async function auditEmail(
  wanted: AuditArguments,
  { environment, signal, output, notes }: CommandContext,
): Promise<number> {
  const config = settings(environment);
  const logger = createLogger('callbook', 'error', 2);
  const lifecycle = createLifecycle(logger);
  const log = openLog(config.database, logger);
  lifecycle.onStop('log', log.close);
  try {
    await log.ready();
    const mailboxes = chosen(auditedMailboxes(config, logger), wanted.accounts);
    const deps: AuditDeps = { log, now: () => new Date(), signal, onRead: progress(notes) };
    const repair = wanted.repair
      ? await openRepair({ config, home: environment.home, logger, lifecycle, signal })
      : undefined;
    const accounts: AccountBalance[] = [];
    for (const mailbox of mailboxes) {
      const balance = await auditMailbox(mailbox, deps);
      if (repair && balance.missing.size > 0) {
        const found = balance.missing.size;
        const waiting = await repair.take(mailbox, balance);
        await lookAgain(balance, log);
        notes.write(
          `${mailbox.account}: ${found - balance.missing.size} of ${found} missing mails are in the log now.\n`,
        );
        if (waiting > 0)
          notes.write(`${waiting} wait for the queue or the worker. See that both run, and repeat this.\n`);
      }
      accounts.push({ account: mailbox.account, days: balance.days() });
    }
    if (signal.aborted) throw new CallbookError('internal', 'Given up before everything was compared.');
    return answer(accounts, wanted, output);
  } finally {
    await lifecycle.stop('done');
  }
}

function answer(accounts: readonly AccountBalance[], { json, repair }: AuditArguments, output: Output): number {
  const totals = totalsOf(accounts.flatMap(({ days }) => days));
  if (json) output.write(`${JSON.stringify({ accounts, ...totals }, undefined, 2)}\n`);
  else {
    output.write(asText(accounts));
    if (totals.missing === 0) output.write('\nNothing is missing.\n');
    else output.write(`\n${totals.missing} missing.${repair ? '' : ' --repair takes them again.'}\n`);
    if (totals.unread > 0) output.write(`${totals.unread} are not given by the server: nobody knows.\n`);
  }
  if (totals.missing > 0) return MISSING;
  return totals.unread > 0 ? COULD_NOT_LOOK : NOTHING_MISSING;
}

/** @throws CallbookError `config-invalid` for a name that is no account with a mailbox, and where there is none at all. */
function chosen<T extends { readonly account: string }>(mailboxes: readonly T[], names: readonly string[] | undefined) {
  const known = mailboxes.map(({ account }) => account);
  const unknown = names?.filter((name) => !known.includes(name)) ?? [];
  if (unknown.length > 0 || known.length === 0)
    throw new CallbookError(
      'config-invalid',
      known.length === 0
        ? 'The configuration has no account with a mailbox (email.accounts[].imap).'
        : `There is no mailbox of ${unknown.join(', ')}. There are: ${known.join(', ')}.`,
    );
  return mailboxes.filter(({ account }) => names?.includes(account) ?? true);
}

/** Says how far it is, to a person who waits for it. */
function progress(notes: Output): AuditDeps['onRead'] {
  if (!notes.isTTY) return () => undefined;
  return (account, folder, mails) => notes.write(`\r${account}/${folder}: ${mails} mails read\x1b[K\r`);
}
