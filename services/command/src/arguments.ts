import { type ParseArgsConfig, parseArgs } from 'node:util';
import {
  CallbookError,
  isMailAddress,
  PAPERS,
  type Paper,
  Permission,
  SHEET_KINDS,
  SHEET_LANGUAGES,
  type SheetKind,
  type SheetLanguage,
} from '@callbook/contracts';

/** Sheets that one command prints: a ream of paper. */
const MOST_SHEETS = 500;

export const USAGE = `callbook audit email [--account NAME] [--repair] [--json]

  Compares every mailbox of the configuration with the log, mail by mail, and prints for each account and day how many
  messages are on the server, recorded, duplicates, and missing. Nothing in a mailbox is changed.

  --account NAME  only this account; may be given several times
  --repair        takes the missing mails again, and waits until they are in the log
  --json          prints JSON

  Status: 0 nothing is missing, 1 something is, 2 it could not look.

callbook forms ${SHEET_KINDS.join('|')} --out FILE [--count N] [--language LANGUAGE] [--paper PAPER]

  Makes a PDF of sheets to be printed in their own size (100 %): for one call each, for the log book, or to lie between
  batches. Each has a number of its own, which the log remembers: print more rather than copy one.

  --out FILE           the PDF, which must not be there yet
  --count N            so many sheets, 1 to ${MOST_SHEETS}; 1 without it
  --language LANGUAGE  ${SHEET_LANGUAGES.join(', ')}; paper.language of the configuration without it
  --paper PAPER        ${PAPERS.join(', ')}; paper.paper of the configuration without it

  Status: 0 the file is written, 2 it is not.

callbook config check

  Reads the configuration as every role does, and prints what it understood: hours, targets, services, rules, steps. What
  is wrong is told all at once, with its place.

  Status: 0 it can be used, 2 it cannot.

callbook admin [--email ADDRESS]

  Prints a link that makes whoever opens it first an admin of the desk. With the address of an agent, that agent becomes
  one and chooses another password: for who is locked out.

callbook token NAME [--scope SCOPE] [--department NAME] [--days N]

  Prints a token for a program, which is shown this once. The desk lists tokens and revokes them.

  --scope SCOPE      ${Permission.options.join(', ')}; may be given several times; read without it
  --department NAME  a private department whose calls it sees; may be given several times
  --days N           for how long it is valid; until it is revoked without it

callbook directory import FILE.csv|--slack [TEAM] [--dry-run] [--allow-gone]

  Takes over who is who, so that a telephone number and an address of one person meet: from a file with a line of names
  (email, phone, employeeNumber, slackUser; name, department, room; id) or from the members of a Slack workspace. Do it
  again as often as you like: who is missing then is marked as gone, and stays in the log.

  --dry-run     changes nothing, and tells what would come of it
  --allow-gone  more than half of the people may be missing

  Status: 0 imported, 2 not.
`;

export type AuditArguments = {
  readonly command: 'audit';
  readonly accounts: readonly string[] | undefined;
  readonly repair: boolean;
  readonly json: boolean;
};

export type FormsArguments = {
  readonly command: 'forms';
  readonly kind: SheetKind;
  readonly out: string;
  readonly count: number;
  readonly language: SheetLanguage | undefined;
  readonly paper: Paper | undefined;
};

export type AdminArguments = { readonly command: 'admin'; readonly email: string | undefined };

export type TokenArguments = {
  readonly command: 'token';
  readonly name: string;
  readonly scopes: readonly Permission[];
  readonly departments: readonly string[];
  readonly days: number | undefined;
};

export type DirectoryArguments = {
  readonly command: 'directory';
  /** A file, or else a workspace of Slack. */
  readonly file: string | undefined;
  readonly slack: string | undefined;
  readonly dryRun: boolean;
  readonly allowGone: boolean;
};

export type Arguments =
  | AuditArguments
  | FormsArguments
  | AdminArguments
  | TokenArguments
  | DirectoryArguments
  | { readonly command: 'config-check' | 'help' };

/** @throws CallbookError `request-invalid` with how it is to be called. */
export function readArguments(given: readonly string[]): Arguments {
  const [command, ...others] = given;
  if (given.includes('--help') || given.includes('-h')) return { command: 'help' };
  if (command === 'audit') return readAudit(others);
  if (command === 'forms') return readForms(others);
  if (given.join(' ') === 'config check') return { command: 'config-check' };
  if (command === 'admin') return readAdmin(others);
  if (command === 'token') return readToken(others);
  if (command === 'directory') return readDirectory(others);
  throw misunderstood(unknownCommand(given));
}

function readAudit(given: readonly string[]): AuditArguments {
  const account = { type: 'string', multiple: true } as const;
  const { values, positionals } = parse(given, { account, repair: { type: 'boolean' }, json: { type: 'boolean' } });
  if (positionals.join(' ') !== 'email') throw misunderstood(unknownCommand(['audit', ...positionals]));
  return { command: 'audit', accounts: values.account, repair: values.repair ?? false, json: values.json ?? false };
}

function readForms(given: readonly string[]): FormsArguments {
  const text = { type: 'string' } as const;
  const { values, positionals } = parse(given, { out: text, count: text, language: text, paper: text });
  const { out, count = '1', language, paper } = values;
  const kind = SHEET_KINDS.find((one) => one === positionals.join(' '));
  if (kind === undefined) throw misunderstood(unknownCommand(['forms', ...positionals]));
  if (!out) throw misunderstood('Where to? --out FILE is missing.');
  if (!/^\d{1,4}$/.test(count) || Number(count) < 1 || Number(count) > MOST_SHEETS)
    throw misunderstood(`--count takes a number from 1 to ${MOST_SHEETS}.`);
  return {
    ...{ command: 'forms', kind, out, count: Number(count) },
    language: oneOf('--language', language, SHEET_LANGUAGES),
    paper: oneOf('--paper', paper, PAPERS),
  };
}

function readAdmin(given: readonly string[]): AdminArguments {
  const { values, positionals } = parse(given, { email: { type: 'string' } });
  if (positionals.length > 0) throw misunderstood(unknownCommand(['admin', ...positionals]));
  if (values.email !== undefined && !isMailAddress(values.email)) throw misunderstood('--email takes an address.');
  return { command: 'admin', email: values.email };
}

function readToken(given: readonly string[]): TokenArguments {
  const several = { type: 'string', multiple: true } as const;
  const { values, positionals } = parse(given, { scope: several, department: several, days: { type: 'string' } });
  const [name, ...rest] = positionals;
  if (!name || rest.length > 0) throw misunderstood('A token has one name: callbook token NAME.');
  const scopes = (values.scope ?? ['read']).map((scope) => oneOf('--scope', scope, Permission.options) ?? 'read');
  if (values.days !== undefined && !/^[1-9]\d{0,3}$/.test(values.days)) throw misunderstood('--days takes a number.');
  const days = values.days === undefined ? undefined : Number(values.days);
  return { command: 'token', name, scopes, departments: values.department ?? [], days };
}

function readDirectory(given: readonly string[]): DirectoryArguments {
  const flag = { type: 'boolean' } as const;
  const { values, positionals } = parse(given, { slack: flag, 'dry-run': flag, 'allow-gone': flag });
  const [deed, named, ...more] = positionals;
  if (deed !== 'import' || more.length > 0) throw misunderstood(unknownCommand(['directory', ...positionals]));
  if (named === undefined && !values.slack) throw misunderstood('From where? A file, or --slack.');
  return {
    ...{ command: 'directory', file: values.slack ? undefined : named, slack: values.slack ? named : undefined },
    ...{ dryRun: values['dry-run'] ?? false, allowGone: values['allow-gone'] ?? false },
  };
}

function oneOf<T extends string>(option: string, given: string | undefined, known: readonly T[]): T | undefined {
  const found = known.find((one) => one.toLowerCase() === given?.toLowerCase());
  if (given !== undefined && found === undefined) throw misunderstood(`${option} takes ${known.join(', ')}.`);
  return found;
}

function parse<T extends NonNullable<ParseArgsConfig['options']>>(given: readonly string[], options: T) {
  try {
    return parseArgs({ args: [...given], options, allowPositionals: true });
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (!code?.startsWith('ERR_PARSE_ARGS_')) throw error;
    throw misunderstood(message);
  }
}

function misunderstood(why: string): CallbookError {
  return new CallbookError('request-invalid', `${why}\n\n${USAGE}`.trimStart());
}

function unknownCommand(words: readonly string[]): string {
  return words.length > 0 ? `There is no command "${words.join(' ')}".` : '';
}
