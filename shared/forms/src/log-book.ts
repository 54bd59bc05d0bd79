import type { Box } from './sheet.ts';
import type { Content, Field, Room, TickBox } from './template.ts';
import { TICK } from './tick-boxes.ts';

export const ROWS = 10;
/** The names of the columns stand here. */
const HEAD = 6;
/** Millimetres from the left: when, who, what, and whether it is urgent. */
const COLUMNS = { when: [0, 24], who: [24, 54], what: [78, 78], urgent: [156, 18] } as const;

/** A page of the log book: a call in each row. */
export function logBook({ left, top, bottom }: Room): Content {
  const height = Math.floor((2 * (bottom - top - HEAD)) / ROWS) / 2;
  const rows = Array.from({ length: ROWS }, (_, at) => ({ row: at + 1, y: top + HEAD + at * height }));
  const column = ([from, width]: readonly [number, number], y: number, high: number): Box => ({
    ...{ x: left + from, y },
    ...{ width, height: high },
  });
  return {
    fields: rows.flatMap(({ row, y }): Field[] => [
      { name: 'date', row, box: column(COLUMNS.when, y, height / 2), lines: 1 },
      { name: 'time', row, box: column(COLUMNS.when, y + height / 2, height / 2), lines: 1 },
      { name: 'name', row, box: column(COLUMNS.who, y, height / 2), lines: 1 },
      { name: 'phoneOrRoom', row, box: column(COLUMNS.who, y + height / 2, height / 2), lines: 1 },
      { name: 'matter', row, box: column(COLUMNS.what, y, height), lines: 3 },
    ]),
    tickBoxes: rows.map(({ row, y }): TickBox => {
      const [from, width] = COLUMNS.urgent;
      const box = { x: left + from + (width - TICK) / 2, y: y + (height - TICK) / 2, width: TICK, height: TICK };
      return { group: 'urgent', value: 'high', row, box };
    }),
  };
}
