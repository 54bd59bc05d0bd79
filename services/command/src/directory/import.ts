import type { Config, Directory } from '@callbook/contracts';
import { type Imported, importDirectory, type Log } from '@callbook/log';
import { slackDirectory } from '@callbook/slack';
import { v7 } from 'uuid';
import type { DirectoryArguments } from '../arguments.ts';
import { csvDirectory } from './csv.ts';

export type ImportDeps = {
  readonly config: Config;
  readonly log: Log;
  readonly now: () => Date;
  readonly signal: AbortSignal;
};

/** Every source of people, by what is named on the command line. Another one needs a line here, and nothing else. */
async function read({ file, slack }: DirectoryArguments, { config, signal }: ImportDeps): Promise<Directory> {
  return file === undefined ? slackDirectory(config, slack, signal) : csvDirectory(file, config.country);
}

/** Undoes what a trial has written. */
class OnlyTried extends Error {}

/**
 * Takes the people of one source over into the log, or tries it. Answers with what came of it, in words.
 * @throws CallbookError `request-invalid`, `config-invalid`, `slack-login`, `slack-api`.
 */
export async function importPeople(wanted: DirectoryArguments, deps: ImportDeps): Promise<string> {
  const directory = await read(wanted, deps);
  const at = deps.now().toISOString();
  let imported: Imported | undefined;
  try {
    await deps.log.db.transaction().execute(async (trx) => {
      imported = await importDirectory(trx, directory, { newId: v7, at, allowGone: wanted.allowGone });
      if (wanted.dryRun) throw new OnlyTried();
    });
  } catch (error) {
    if (!(error instanceof OnlyTried)) throw error;
  }
  return imported ? asText(directory, imported, wanted.dryRun) : '';
}

/** So many names and notes are printed: a person looks at them. */
const MOST = 20;

function asText({ source, notes }: Directory, done: Imported, tried: boolean): string {
  const { people, added, joined, gone, back, shared, left } = done;
  const lines = [
    `${source}: ${people} people, ${added} of them new${tried ? '. Nothing was changed: this was a trial.' : '.'}`,
    ...(joined > 0 ? [`${joined} requesters turned out to be one of them.`] : []),
    ...(gone.length > 0 ? [`${gone.length} are gone, and stay in the log: ${listed(gone, ', ')}`] : []),
    ...(back > 0 ? [`${back} are back.`] : []),
    ...(shared > 0 ? [`${shared} addresses and numbers belong to several, and so to nobody.`] : []),
    ...(left > 0 ? [`${left} addresses and numbers are in no list any more, and count as claims.`] : []),
    ...(notes.length > 0 ? [`${notes.length} things could not be used:`, listed(notes, '\n')] : []),
  ];
  return `${lines.join('\n')}\n`;
}

function listed(all: readonly string[], between: string): string {
  const more = all.length > MOST ? [`and ${all.length - MOST} more`] : [];
  return [...all.slice(0, MOST), ...more].join(between);
}
