import { formatFormNumber, type PageReading } from '@callbook/contracts';
import type { RoundSheet } from './round.ts';

/** What a reading of one sheet got right. */
export type Score = {
  readonly way: RoundSheet['way'];
  readonly numberRead: boolean;
  readonly boxes: number;
  readonly boxesRight: number;
  /** Ticked boxes that were called empty, and empty ones that were called ticked. */
  readonly boxesWrong: number;
  readonly characters: number;
  readonly charactersWrong: number;
  readonly fields: number;
  readonly printed: number;
  readonly sure: number;
  readonly wrongAndSure: number;
  readonly handAndSure: number;
};

export type Tally = ReturnType<typeof tallied>;

/** Compares a reading with what was written. Characters are those of print, with its spaces; a guess counts as read. */
export function scoreOf(sheet: RoundSheet, page: PageReading): Score {
  const { answers, code, writing, way } = sheet;
  const ticked = (group: string, row: number | undefined, value: string) =>
    answers.ticks.some((tick) => tick.group === group && tick.row === row && tick.value === value);
  const boxes = page.groups.flatMap(({ name, row, options }) =>
    options.map(({ value, verdict }) => ({ verdict, right: ticked(name, row, value) ? 'ticked' : 'empty' })),
  );
  const fields = page.fields.map((field) => {
    const wanted = answers.fields.find(({ name, row }) => name === field.name && row === field.row)?.text ?? '';
    return { state: field.state, wanted: tidy(wanted), got: tidy(field.value ?? field.guess ?? '') };
  });
  const sure = fields.filter(({ state }) => state === 'sure' || state === 'empty');
  const written = fields.filter(({ wanted }) => wanted !== '');
  // What was not found at all is as wrong as what was misread.
  const missing = page.fields.length > 0 ? [] : answers.fields.map(({ text }) => ({ wanted: tidy(text), got: '' }));
  const print = writing.hand ? [] : [...written, ...missing];
  return {
    way,
    numberRead: page.form?.formNumber === formatFormNumber(code.number),
    boxes: boxes.length,
    boxesRight: boxes.filter(({ verdict, right }) => verdict === right).length,
    boxesWrong: boxes.filter(({ verdict, right }) => verdict !== right && verdict !== 'unsure').length,
    characters: print.reduce((sum, { wanted }) => sum + wanted.length, 0),
    charactersWrong: print.reduce((sum, { wanted, got }) => sum + Math.min(wanted.length, distance(wanted, got)), 0),
    fields: fields.length,
    printed: print.length,
    sure: writing.hand ? 0 : written.filter(({ state }) => state === 'sure').length,
    wrongAndSure: sure.filter(({ wanted, got }) => solid(wanted) !== solid(got)).length,
    handAndSure: writing.hand ? written.filter(({ state }) => state === 'sure').length : 0,
  };
}

export function tallied(scores: readonly Score[]) {
  const sum = (of: (score: Score) => number, among = scores) => among.reduce((total, score) => total + of(score), 0);
  const by = (way: Score['way']) => {
    const among = scores.filter((score) => score.way === way);
    return { of: among.length, read: among.filter(({ numberRead }) => numberRead).length };
  };
  const characters = sum((one) => one.characters);
  return {
    flatBed: by('flat-bed'),
    camera: by('camera'),
    boxes: { of: sum((one) => one.boxes), right: sum((one) => one.boxesRight), wrong: sum((one) => one.boxesWrong) },
    characters: { of: characters, right: characters - sum((one) => one.charactersWrong) },
    fields: {
      of: sum((one) => one.fields),
      printed: sum((one) => one.printed),
      sure: sum((one) => one.sure),
      wrongAndSure: sum((one) => one.wrongAndSure),
      handAndSure: sum((one) => one.handAndSure),
    },
  };
}

function tidy(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}

function solid(text: string): string {
  return text.replaceAll(' ', '');
}

/** Letters to insert, leave out or change to make one text of the other (Levenshtein). */
function distance(one: string, other: string): number {
  let above = Array.from({ length: other.length + 1 }, (_, at) => at);
  for (let row = 1; row <= one.length; row += 1) {
    const line = [row];
    for (let column = 1; column <= other.length; column += 1)
      line.push(
        Math.min(
          (above[column] ?? 0) + 1,
          (line[column - 1] ?? 0) + 1,
          (above[column - 1] ?? 0) + Number(one[row - 1] !== other[column - 1]),
        ),
      );
    above = line;
  }
  return above.at(-1) ?? 0;
}
