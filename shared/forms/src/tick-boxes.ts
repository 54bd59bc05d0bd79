import { MOST_DEPARTMENTS } from '@callbook/contracts';
import type { GroupName, TickBox } from './template.ts';

/** The outer edge of a box to tick, and from one to the next below it. */
export const TICK = 5;
export const TICK_LINE = 7;

/** Departments stand in three columns of four. */
const COLUMNS = 3;
const COLUMN_WIDTH = 58;
export const DEPARTMENTS_HEIGHT = (MOST_DEPARTMENTS / COLUMNS) * TICK_LINE;

/** Boxes below one another. */
export function tickColumn(group: GroupName, values: readonly string[], left: number, top: number): TickBox[] {
  return values.map((value, at) => tickBox(group, value, left, top + at * TICK_LINE));
}

/** A box for each place in the list of departments. */
export function departmentBoxes(left: number, top: number): TickBox[] {
  return Array.from({ length: MOST_DEPARTMENTS }, (_, at) => {
    const column = at % COLUMNS;
    return tickBox(
      'department',
      String(at + 1),
      left + column * COLUMN_WIDTH,
      top + ((at - column) / COLUMNS) * TICK_LINE,
    );
  });
}

function tickBox(group: GroupName, value: string, x: number, y: number): TickBox {
  return { group, value, box: { x, y, width: TICK, height: TICK } };
}
