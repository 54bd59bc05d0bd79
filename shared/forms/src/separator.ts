import { CONTENT_WIDTH } from './sheet.ts';
import type { Content, Room } from './template.ts';
import { DEPARTMENTS_HEIGHT, departmentBoxes } from './tick-boxes.ts';

const NOTE = 18;
const LABEL = 12;

/** Lies between two batches, or on top of one and says of whom it is. */
export function separator({ left, bottom }: Room): Content {
  const departments = bottom - DEPARTMENTS_HEIGHT;
  const note = { x: left, y: departments - LABEL - NOTE, width: CONTENT_WIDTH, height: NOTE };
  return {
    fields: [{ name: 'note', box: note, lines: 2 }],
    tickBoxes: departmentBoxes(left, departments),
  };
}
