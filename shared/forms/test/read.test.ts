import { beforeAll, describe, expect, test } from '@jest/globals';
import {
  type Box,
  centreOf,
  choiceOf,
  cornersOf,
  type FormCode,
  homographyOf,
  type Point,
  parseFormCode,
  printForms,
  type Quad,
  type Raster,
  readTick,
  register,
  type TickBox,
  templateOf,
} from '../src/index.ts';
import { rasterise } from './raster.ts';
import { askew, drawLine, findCode, type Scanner, scan } from './scan.ts';

const code: FormCode = { kind: 'call', version: 1, paper: 'A4', number: 1042, page: 1 };
const template = templateOf(code);
const departments = Array.from({ length: 12 }, (_, at) => `Department ${at + 1}`);
/** Coarser than any scan should be. */
const DPI = 110;

/** A blank sheet as it is printed. */
let blank: Raster;

beforeAll(async () => {
  const pdf = await printForms([code], { language: 'en', departments }, new Date('2026-11-24T12:00:00Z'));
  [blank] = (await rasterise(pdf, DPI)) as [Raster];
});

const boxOf = (group: string, value: string): Box =>
  template.tickBoxes.find((tick) => tick.group === group && tick.value === value)!.box;
const key = ({ group, value }: Pick<TickBox, 'group' | 'value'>) => `${group} ${value}`;

/** The strokes of one kind of mark in a box. */
const STROKES: Record<string, (box: Box) => (readonly [Point, Point])[]> = {
  cross: ({ x, y, width, height }) => [
    [
      { x: x + 0.7, y: y + 0.7 },
      { x: x + width - 0.7, y: y + height - 0.7 },
    ],
    [
      { x: x + width - 0.7, y: y + 0.7 },
      { x: x + 0.7, y: y + height - 0.7 },
    ],
  ],
  tick: ({ x, y, width, height }) => [
    [
      { x: x + 1, y: y + 2.4 },
      { x: x + 2.2, y: y + height - 0.8 },
    ],
    [
      { x: x + 2.2, y: y + height - 0.8 },
      { x: x + width + 0.5, y: y - 0.5 },
    ],
  ],
};

/** A sheet with a cross, a tick and a faint tick on it; every other box is empty. */
function filled(): Raster {
  const page = { ...blank, data: blank.data.slice() };
  for (const stroke of STROKES.cross!(boxOf('urgency', 'medium'))) drawLine(page, template, stroke, 0.6);
  for (const stroke of STROKES.tick!(boxOf('department', '8'))) drawLine(page, template, stroke, 0.5, 40);
  for (const stroke of STROKES.tick!(boxOf('bestTime', 'noon'))) drawLine(page, template, stroke, 0.35, 165);
  return page;
}

const conditions: Record<string, Scanner> = {
  'lies askew by 7 degrees': { corners: askew(-7) },
  'lies on its head': { corners: askew(183) },
  'lies on its side, with noise': { corners: askew(92), noise: 20 },
  'is pale': { corners: askew(2), shades: [110, 215], noise: 4 },
  'is photographed from aside, in a shadow': {
    corners: [
      { x: 0.07, y: 0.09 },
      { x: 0.9, y: 0.03 },
      { x: 0.97, y: 0.95 },
      { x: 0.03, y: 0.88 },
    ],
    shadow: 0.5,
    noise: 6,
  },
};

describe.each(Object.entries(conditions))('a sheet that %s', (_condition, scanner) => {
  test('is laid under its template, and its boxes read as they were ticked', async () => {
    const { raster, marks } = scan(filled(), template, scanner);
    const found = await findCode(raster);
    expect(parseFormCode(found!.text)).toEqual(code);
    const shuffled: Quad = [marks[2], marks[0], marks[3], marks[1]];
    const registration = register(template, shuffled, { printed: template.qr, corners: found!.corners });
    expect(registration.error).toBeLessThan(1);
    for (const [at, mark] of template.marks.entries()) {
      const { x, y } = registration.toPixels(centreOf(mark));
      expect(Math.hypot(x - marks[at]!.x, y - marks[at]!.y)).toBeLessThan(0.01);
    }

    const verdicts = new Map(
      template.tickBoxes.map((tick) => [key(tick), readTick(raster, registration, tick.box).verdict]),
    );
    const faint = verdicts.get('bestTime noon');
    expect(['unsure', 'ticked']).toContain(faint);
    verdicts.delete('bestTime noon');
    expect([...verdicts].filter(([, verdict]) => verdict === 'ticked').map(([name]) => name)).toEqual([
      'urgency medium',
      'department 8',
    ]);
    expect([...verdicts].filter(([, verdict]) => verdict === 'unsure')).toEqual([]);
  });
});

describe('marks that are not the sheet’s', () => {
  const straight: Quad = template.marks.map(centreOf) as unknown as Quad;
  const found = { printed: template.qr, corners: cornersOf(template.qr) };
  const refusal = expect.objectContaining({ code: 'form-unregistered' });

  test('are refused where one of them lies elsewhere', () => {
    const [a, b, c, d] = straight;
    expect(register(template, straight, found).error).toBeCloseTo(0);
    expect(() => register(template, [a, b, { x: c.x - 15, y: c.y - 40 }, d], found)).toThrow(refusal);
  });

  test('are refused where three of them are on a line, or all are one', () => {
    const [a, b, , d] = straight;
    expect(() => register(template, [a, b, { x: (a.x + b.x) / 2, y: a.y }, d], found)).toThrow(refusal);
    expect(() => register(template, [a, a, a, a], found)).toThrow(refusal);
  });

  test('are refused where they are seen in a mirror', () => {
    const flip = ({ x, y }: Point) => ({ x: template.width - x, y });
    const mirrored = straight.map(flip) as unknown as Quad;
    const code = { ...found, corners: found.corners.map(flip) as unknown as Quad };
    expect(() => register(template, mirrored, code)).toThrow(refusal);
  });
});

test('a box of which nothing is to be seen is not called empty', () => {
  const identity = homographyOf(cornersOf(template.qr), cornersOf(template.qr))!;
  const grey = { width: 300, height: 300, data: new Uint8Array(90_000).fill(200) };
  const { verdict } = readTick(grey, { toPixels: identity, error: 0 }, { x: 20, y: 20, width: 5, height: 5 });
  expect(verdict).toBe('unsure');
});

describe('a group of boxes', () => {
  const choice = (...verdicts: ('ticked' | 'empty' | 'unsure')[]) =>
    choiceOf(verdicts.map((verdict, at) => ({ value: String(at), verdict })));

  test('tells what was chosen when one is ticked and all others are empty', () => {
    expect(choice('empty', 'ticked', 'empty')).toEqual({ value: '1', sure: true });
  });

  test('goes to a person when none, or more than one is ticked, or one is in doubt', () => {
    expect(choice('empty', 'empty')).toEqual({ value: undefined, sure: false });
    expect(choice('ticked', 'ticked')).toEqual({ value: undefined, sure: false });
    expect(choice('ticked', 'unsure')).toEqual({ value: '0', sure: false });
  });

  test('of one box alone may be empty', () => {
    expect(choice('empty')).toEqual({ value: undefined, sure: true });
    expect(choice('unsure')).toEqual({ value: undefined, sure: false });
  });
});
