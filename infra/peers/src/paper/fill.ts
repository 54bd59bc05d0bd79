import type { SheetField, SheetGroup } from '@callbook/contracts';
import type { Box, Field, Template } from '@callbook/forms';
import type { Canvas, SKRSContext2D } from '@napi-rs/canvas';
import { familyOf, type Type } from './fonts.ts';
import { between, normal, type Random } from './random.ts';

/** What somebody answers on a sheet. */
export type Answers = {
  readonly fields: readonly { readonly name: SheetField; readonly row?: number; readonly text: string }[];
  readonly ticks: readonly { readonly group: SheetGroup; readonly row?: number; readonly value: string }[];
};

/** With what it is written. */
export type Writing = {
  readonly type: Type;
  /** A hand wavers; print does not. */
  readonly hand: boolean;
  /** A letter in each place, where there are places. */
  readonly inPlaces: boolean;
  /** Millimetres that a capital letter is high. */
  readonly size: number;
  /** 0 is black. */
  readonly shade: number;
  readonly tick: 'cross' | 'tick' | 'fill';
};

/** Capital letters are so much of a type's size. */
const CAPITAL = 0.7;

/** Fills in a printed sheet. */
export function fill(page: Canvas, template: Template, answers: Answers, writing: Writing, random: Random): void {
  const context = page.getContext('2d');
  const scale = page.width / template.width;
  context.save();
  context.scale(scale, scale);
  context.fillStyle = `rgb(${writing.shade}, ${writing.shade}, ${writing.shade})`;
  context.strokeStyle = context.fillStyle;
  context.font = `${writing.size / CAPITAL}px "${familyOf(writing.type)}"`;
  for (const { name, row, text } of answers.fields) {
    const field = template.fields.find((one) => one.name === name && one.row === row);
    if (field) write(context, field, text, writing, random);
  }
  for (const { group, row, value } of answers.ticks) {
    const tick = template.tickBoxes.find((one) => one.group === group && one.value === value && one.row === row);
    if (tick) drawTick(context, tick.box, writing, random);
  }
  context.restore();
}

function write(context: SKRSContext2D, field: Field, text: string, writing: Writing, random: Random): void {
  const { box, cells, lines } = field;
  const pitch = box.height / lines;
  let size = Math.min(writing.size, pitch * 0.62);
  const set = () => {
    context.font = `${size / CAPITAL}px "${familyOf(writing.type)}"`;
  };
  // As small as it must be, so that all of it stands in the box.
  for (
    set();
    size > 1.6 && !(cells && writing.inPlaces) && wrapped(context, text, box.width - 6, lines + 1).length > lines;
    set()
  )
    size *= 0.94;
  const baseline = (line: number) => box.y + line * pitch + (pitch + size) / 2;
  if (cells && writing.inPlaces) {
    const width = box.width / cells;
    [...text].slice(0, cells).forEach((letter, at) => {
      const wide = context.measureText(letter).width;
      draw(context, letter, box.x + (at + 0.5) * width - wide / 2, baseline(0), writing, random);
    });
    return;
  }
  wrapped(context, text, box.width - 5, lines).forEach((line, at) => {
    if (!writing.hand) {
      draw(context, line, box.x + 2.5, baseline(at), writing, random);
      return;
    }
    let x = box.x + 2.5;
    for (const letter of line) {
      draw(context, letter, x, baseline(at), writing, random);
      x += context.measureText(letter).width * between(random, 0.95, 1.15);
    }
  });
}

/** One letter or, in print, a line; a hand's letters lean, grow and leave the line. */
function draw(
  context: SKRSContext2D,
  text: string,
  x: number,
  y: number,
  { hand, size }: Writing,
  random: Random,
): void {
  context.save();
  context.translate(x, y);
  if (hand) {
    context.translate(0, normal(random) * 0.09 * size);
    context.rotate(normal(random) * 0.06);
    context.scale(1 + normal(random) * 0.07, 1 + normal(random) * 0.09);
  }
  context.fillText(text, 0, 0);
  context.restore();
}

function wrapped(context: SKRSContext2D, text: string, width: number, most: number): string[] {
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const longer = lines.length > 0 ? `${lines.at(-1)} ${word}` : word;
    if (lines.length > 0 && context.measureText(longer).width <= width) lines[lines.length - 1] = longer;
    else lines.push(word);
  }
  return lines.slice(0, most);
}

function drawTick(context: SKRSContext2D, { x, y, width, height }: Box, { tick }: Writing, random: Random): void {
  const off = () => between(random, -0.35, 0.35);
  context.lineWidth = between(random, 0.4, 0.7);
  context.lineCap = 'round';
  const stroke = (...points: readonly (readonly [number, number])[]) => {
    context.beginPath();
    points.forEach(([right, down], at) => {
      const place = [x + right * width + off(), y + down * height + off()] as const;
      if (at === 0) context.moveTo(...place);
      else context.lineTo(...place);
    });
    context.stroke();
  };
  if (tick === 'fill') for (let down = 0.25; down < 0.8; down += 0.1) stroke([0.2, down], [0.8, down]);
  else if (tick === 'tick') stroke([0.2, 0.5], [0.42, 0.82], [0.95, 0.05]);
  else {
    stroke([0.12, 0.12], [0.88, 0.88]);
    stroke([0.88, 0.12], [0.12, 0.88]);
  }
}
