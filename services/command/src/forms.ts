import { writeFileSync } from 'node:fs';
import { CallbookError, type Config, formatFormNumber } from '@callbook/contracts';
import { CURRENT_VERSION, printForms } from '@callbook/forms';
import { handOutForms, type Log } from '@callbook/log';
import type { FormsArguments } from './arguments.ts';
import { operator } from './operator.ts';

/**
 * Hands out form numbers, and writes a PDF of their sheets. Answers with a sentence for whoever asked.
 * @throws CallbookError `request-invalid` where the file is there already or cannot be written. The numbers of its sheets
 * are lost then, and nothing else is.
 */
export async function writeForms(wanted: FormsArguments, { paper: set, organisation }: Config, log: Log, now: Date) {
  const { kind, count, out, language = set.language, paper = set.paper } = wanted;
  const layout = { kind, version: CURRENT_VERSION, paper };
  const { departments } = set;
  const printing = { ...layout, language, departments, printedBy: operator(), printedAt: now };
  // Committed before the PDF is there: no sheet is in anybody's hands that the log does not know.
  const numbers = await log.db.transaction().execute((trx) => handOutForms(trx, count, printing));
  const sheets = numbers.map((number) => ({ ...layout, number, page: 1 }));
  write(out, await printForms(sheets, { language, organisation: organisation.name, departments }, now));
  const [first = 0, last = first] = [numbers[0], numbers.at(-1)];
  const which = count === 1 ? formatFormNumber(first) : `${formatFormNumber(first)} to ${formatFormNumber(last)}`;
  return `${out}: ${count} ${count === 1 ? 'sheet' : 'sheets'}, ${which}. Print in its own size (100 %).\n`;
}

function write(path: string, pdf: Uint8Array): void {
  try {
    writeFileSync(path, pdf, { flag: 'wx' });
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === undefined) throw error;
    const what = code === 'EEXIST' ? 'is there already' : `cannot be written: ${message}`;
    throw new CallbookError('request-invalid', `${path} ${what}. Name another file.`, { cause: error });
  }
}
