import type { Content, Field, FieldName, Room } from './template.ts';
import { DEPARTMENTS_HEIGHT, departmentBoxes, TICK_LINE, tickColumn } from './tick-boxes.ts';

/** Between two lines of the form, with a label above each. */
const LINE = 15;
const LABEL = 4;
const HEIGHT = 9;
/** Above a group of boxes to tick, for its label. */
const GAP = 8;
/** A letter is 7.25 mm wide: 24 of them make the width of the form. */
const CELL = 7.25;

/** What is written on each line: a name, where it begins and how long it is in letters. */
const LINES: readonly (readonly (readonly [FieldName, from: number, cells: number])[])[] = [
  [['name', 0, 24]],
  [
    ['phone', 0, 15],
    ['room', 16, 8],
  ],
  [['email', 0, 24]],
  [
    ['date', 0, 8],
    ['reference', 9, 7],
    ['employeeNumber', 17, 7],
  ],
];
/** Addresses are longer than 24 letters. */
const WITHOUT_CELLS: readonly FieldName[] = ['email'];

/** A call on a sheet of its own. */
export function callForm({ left, top, bottom }: Room): Content {
  const fields = LINES.flatMap((line, at) =>
    line.map(([name, from, cells]): Field => {
      const box = { x: left + from * CELL, y: top + at * LINE + LABEL, width: cells * CELL, height: HEIGHT };
      return { name, box, lines: 1, ...(WITHOUT_CELLS.includes(name) ? {} : { cells }) };
    }),
  );
  // The matter gets what the tick boxes below it leave.
  const departments = bottom - DEPARTMENTS_HEIGHT;
  const urgency = departments - GAP - 4 * TICK_LINE;
  const matterTop = top + LINES.length * LINE + LABEL;
  const matter = { x: left, y: matterTop, width: 24 * CELL, height: urgency - GAP - matterTop };
  return {
    fields: [...fields, { name: 'matter', box: matter, lines: Math.floor(matter.height / HEIGHT) }],
    tickBoxes: [
      ...tickColumn('urgency', ['high', 'medium', 'low'], left, urgency),
      ...tickColumn('bestTime', ['any', 'morning', 'noon', 'afternoon'], left + 12 * CELL, urgency),
      ...departmentBoxes(left, departments),
    ],
  };
}
