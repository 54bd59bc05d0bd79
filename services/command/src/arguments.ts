import { parseArgs } from 'node:util';
import { CallbookError } from '@callbook/contracts';

export const USAGE = `callbook audit email [--account NAME] [--repair] [--json]

  Compares every mailbox of the configuration with the log, mail by mail, and prints for each account and day how many
  messages are on the server, recorded, duplicates, and missing. Nothing in a mailbox is changed.

  --account NAME  only this account; may be given several times
  --repair        takes the missing mails again, and waits until they are in the log
  --json          prints JSON

  Status: 0 nothing is missing, 1 something is, 2 it could not look.
`;

export type Arguments = {
  readonly help: boolean;
  readonly accounts: readonly string[] | undefined;
  readonly repair: boolean;
  readonly json: boolean;
};

/** @throws CallbookError `request-invalid` with how it is to be called. */
export function readArguments(given: readonly string[]): Arguments {
  const options = { account: { type: 'string', multiple: true }, repair: { type: 'boolean' } } as const;
  const flags = { json: { type: 'boolean' }, help: { type: 'boolean', short: 'h' } } as const;
  try {
    const parsed = parseArgs({ args: [...given], options: { ...options, ...flags }, allowPositionals: true });
    const { account, repair = false, json = false, help = false } = parsed.values;
    const wanted = parsed.positionals.join(' ');
    if (wanted !== 'audit email' && !help) throw new TypeError(wanted ? `There is no command "${wanted}".` : '');
    return { help, accounts: account, repair, json };
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    throw new CallbookError('request-invalid', `${error.message}\n\n${USAGE}`.trimStart());
  }
}
