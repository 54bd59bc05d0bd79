import { formatFormNumber, type SheetLanguage } from '@callbook/contracts';
import { type FormCode, formatFormCode } from '../code.ts';
import { type Box, CONTENT_WIDTH } from '../sheet.ts';
import { type Field, type Template, type TickBox, templateOf } from '../template.ts';
import type { Pen } from './pen.ts';
import { dataMatrix, qrCode } from './symbol.ts';
import { WORDS, type Words } from './words.ts';

/** What is particular to one desk's sheets. */
export type Look = {
  readonly language: SheetLanguage;
  /** Stands above the title. */
  readonly organisation?: string | undefined;
  /** In the order of their boxes; no more than `MOST_DEPARTMENTS`. */
  readonly departments: readonly string[];
};

/** Millimetres. The border of a tick box is what the ink of a tick is measured against. */
const TICK_BORDER = 0.4;
const FIELD_BORDER = 0.3;
const HAIRLINE = 0.15;
/** Between two letters of a field. As short as this it stays below what is written. */
const CELL_MARK = 2.2;
const LABEL = { size: 3 };
const OPTION = { size: 3.3 };

/** Draws one sheet on a page of its own. */
export function drawSheet(pen: Pen, code: FormCode, look: Look): void {
  const template = templateOf(code);
  const words = WORDS[look.language];
  pen.page(template.width, template.height);
  for (const mark of template.marks) pen.fill(mark);
  pen.symbol(qrCode(formatFormCode(code)), template.qr);
  pen.symbol(dataMatrix(formatFormCode(code)), template.dataMatrix);
  drawHead(pen, template, code, look);
  if (code.kind === 'log-book') drawRows(pen, template, words);
  else {
    if (code.kind === 'separator') drawBanner(pen, template, words);
    for (const field of template.fields) drawField(pen, field, words);
    drawGroups(pen, template, words, look);
  }
}

function drawHead(pen: Pen, { qr, dataMatrix, kind }: Template, code: FormCode, look: Look): void {
  const words = WORDS[look.language];
  const left = dataMatrix.x - 2;
  const width = qr.x - 6 - left;
  const number = `${words.form} ${formatFormNumber(code.number)}`;
  if (look.organisation) pen.textLine(look.organisation, { x: left, y: 10.5, width, height: 4.5 }, { size: 3.4 });
  pen.textLine(words.titles[kind], { x: left, y: 15, width, height: 9 }, { size: 6.5, bold: true });
  pen.paragraph(words.advice[kind], { x: left, y: 25, width }, { size: 3.1 });
  // Once more beside the copy of the code, for whoever reads it out or types it in.
  const foot = { x: dataMatrix.x + dataMatrix.width + 6, width: 80, height: 5 };
  pen.textLine(number, { ...foot, y: dataMatrix.y + 5 }, { size: 4, bold: true });
  pen.textLine(`${words.page} ${code.page}`, { ...foot, y: dataMatrix.y + 10.5 }, { size: 3 });
}

function drawBanner(pen: Pen, { fields, qr }: Template, words: Words): void {
  const [note] = fields;
  if (!note) return;
  const top = qr.y + qr.height + 14;
  const box = { x: note.box.x, y: top, width: CONTENT_WIDTH, height: note.box.y - 16 - top };
  pen.frame(box, 3);
  pen.textLine(
    words.banner,
    { ...box, x: box.x + 10, width: box.width - 20 },
    { size: 14, bold: true, align: 'center' },
  );
}

function drawField(pen: Pen, { name, box, cells, lines }: Field, words: Words): void {
  label(pen, words.fields[name], box);
  pen.frame(box, FIELD_BORDER);
  const bottom = box.y + box.height;
  for (let at = 1; at < (cells ?? 0); at += 1) {
    const x = box.x + (at * box.width) / (cells ?? 1);
    pen.line(x, bottom - CELL_MARK, x, bottom, HAIRLINE);
  }
  // Where the lines of a large field are is told at its sides alone, so that nothing runs through the writing.
  for (let at = 1; at < lines; at += 1) {
    const y = box.y + (at * box.height) / lines;
    pen.line(box.x, y, box.x + 3, y, HAIRLINE);
    pen.line(box.x + box.width - 3, y, box.x + box.width, y, HAIRLINE);
  }
}

/** Above a box. */
function label(pen: Pen, text: string, { x, y, width }: Box): void {
  pen.textLine(text, { x, y: y - 4.6, width, height: 4.4 }, LABEL);
}

function drawGroups(pen: Pen, { tickBoxes }: Template, words: Words, { departments }: Look): void {
  const labelled = new Set<string>();
  for (const tick of tickBoxes) {
    const { group, box } = tick;
    const option = optionOf(tick, words, departments);
    if (option === undefined) continue;
    if (!labelled.has(group)) label(pen, words.groups[group], { ...box, y: box.y - 0.8, width: CONTENT_WIDTH / 2 });
    labelled.add(group);
    pen.frame(box, TICK_BORDER);
    const beside = { x: box.x + box.width + 2, y: box.y, width: 58 - box.width - 5, height: box.height };
    pen.textLine(option, beside, OPTION);
  }
}

/** What stands beside a box; undefined for the place of a department that this desk does not have. */
function optionOf({ group, value }: TickBox, words: Words, departments: readonly string[]): string | undefined {
  return group === 'department' ? departments[Number(value) - 1] : words.options[`${group}.${value}`];
}

function drawRows(pen: Pen, { fields, tickBoxes }: Template, words: Words): void {
  const first = fields.filter(({ row }) => row === 1);
  const of = (name: Field['name']) => first.find((field) => field.name === name);
  const [date, who, matter] = [of('date'), of('name'), of('matter')];
  if (!date || !who || !matter) return;
  const { x, y } = date.box;
  const head = (text: string, from: number, to: number) =>
    pen.textLine(text, { x: from + 1, y: y - 5.5, width: to - from - 2, height: 5 }, LABEL);
  const right = x + CONTENT_WIDTH;
  const urgent = matter.box.x + matter.box.width;
  head(`${words.fields.date}, ${words.fields.time}`, x, who.box.x);
  head(`${words.fields.name}, ${words.fields.phoneOrRoom}`, who.box.x, matter.box.x);
  head(words.fields.matter, matter.box.x, urgent);
  head(words.groups.urgent, urgent, right);
  for (const field of fields) {
    if (field.name !== 'matter' || field.row === undefined) continue;
    const { y: top, height } = field.box;
    pen.frame({ x, y: top - FIELD_BORDER / 2, width: CONTENT_WIDTH, height: height + FIELD_BORDER }, FIELD_BORDER);
    for (const column of [who.box.x, matter.box.x, urgent]) pen.line(column, top, column, top + height, FIELD_BORDER);
    pen.line(x, top + height / 2, matter.box.x, top + height / 2, HAIRLINE);
    pen.textLine(String(field.row), { x: x - 4.5, y: top, width: 4, height }, { size: 2.8, align: 'center' });
  }
  for (const { box } of tickBoxes) pen.frame(box, TICK_BORDER);
}
