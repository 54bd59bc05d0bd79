import { beforeAll, describe, expect, test } from '@jest/globals';
import {
  type Box,
  centreOf,
  choiceOf,
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
/** Milliseconds on a machine that has much else to do. */
const PATIENCE = 120_000;

/** A blank sheet as it is printed. */
let blank: Raster;

beforeAll(async () => {
  const pdf = await printForms([code], { language: 'en', departments }, new Date('2026-11-24T12:00:00Z'));
  [blank] = (await rasterise(pdf, DPI)) as [Raster];
}, PATIENCE);

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

/** Each look at a pixel is slow where tests run: every second one in the short form. */
const tried = Object.entries(conditions).filter((_, at) => process.env.CALLBOOK_LONG === '1' || at % 2 === 0);

describe.each(tried)('a sheet that %s', (_condition, scanner) => {
  test(
    'is laid under its template, and its boxes read as they were ticked',
    async () => {
      const { raster, marks } = scan(filled(), template, scanner);
      const found = await findCode(raster);
      expect(parseFormCode(found!.text)).toEqual(code);
      const registration = register(raster, template, [{ printed: template.qr, corners: found!.corners }]);
      expect(registration).toMatchObject({ marks: 4, error: expect.closeTo(0, 0) });
      for (const [at, mark] of template.marks.entries()) {
        const { x, y } = registration.toPixels(centreOf(mark));
        expect(Math.hypot(x - marks[at]!.x, y - marks[at]!.y)).toBeLessThan(1);
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
    },
    PATIENCE,
  );
});

describe('the marks in the corners', () => {
  let page: Raster;
  let marks: Quad;
  let corners: Quad;

  beforeAll(async () => {
    ({ raster: page, marks } = scan(filled(), template, { corners: askew(-4) }));
    ({ corners } = (await findCode(page))!);
  }, PATIENCE);
  const copy = () => ({ ...page, data: page.data.slice() });
  const refusal = expect.objectContaining({ code: 'form-unregistered' });
  const white = (raster: Raster, { x, y }: Point, reach: number) => {
    for (let row = Math.max(0, y - reach); row < y + reach; row += 1)
      raster.data.fill(255, Math.floor(row) * raster.width + x - reach, Math.floor(row) * raster.width + x + reach);
  };
  const round = ({ x, y }: Point) => ({ x: Math.max(40, Math.round(x)), y: Math.round(y) });

  test('may lack one: the code makes up for it', () => {
    const raster = copy();
    white(raster, round(marks[2]), 25);
    const registration = register(raster, template, [{ printed: template.qr, corners }]);
    expect(registration.marks).toBe(3);
    const lost = registration.toPixels(centreOf(template.marks[2]));
    expect(Math.hypot(lost.x - marks[2].x, lost.y - marks[2].y)).toBeLessThan(8);
  });

  test('tell nothing where only two of them are left, beside one code', () => {
    const raster = copy();
    for (const mark of [marks[2], marks[3]]) white(raster, round(mark), 25);
    expect(() => register(raster, template, [{ printed: template.qr, corners }])).toThrow(refusal);
  });

  test('are refused where they are those of another sheet', () => {
    const other = templateOf({ ...code, paper: 'Letter' });
    expect(() => register(page, other, [{ printed: other.qr, corners }])).toThrow(refusal);
  });

  test('are refused where they are seen in a mirror', () => {
    const { width, height, data } = copy();
    for (let row = 0; row < height; row += 1) data.subarray(row * width, (row + 1) * width).reverse();
    const flipped = corners.map(({ x, y }) => ({ x: width - x, y })) as unknown as Quad;
    expect(() => register({ width, height, data }, template, [{ printed: template.qr, corners: flipped }])).toThrow(
      refusal,
    );
  });
});

test('a place that is known at more points than four is laid through the middle of them', () => {
  const pairs = [0, 10, 20, 30, 40, 50].flatMap((x) =>
    [0, 30].map(
      (y) =>
        [
          { x, y },
          { x: 2 * x + 5 + (y === 0 ? 0.1 : -0.1), y: 2 * y },
        ] as const,
    ),
  );
  const { x, y } = homographyOf(pairs)!({ x: 25, y: 15 });
  expect(x).toBeCloseTo(55, 1);
  expect(y).toBeCloseTo(30, 1);
  expect(
    homographyOf(
      [0, 1, 2, 3].map(
        (at) =>
          [
            { x: at, y: at },
            { x: at, y: 0 },
          ] as const,
      ),
    ),
  ).toBeUndefined();
});

test('a box of which nothing is to be seen is not called empty', () => {
  const identity = (point: Point) => point;
  const grey = { width: 300, height: 300, data: new Uint8Array(90_000).fill(200) };
  const { verdict } = readTick(grey, { toPixels: identity, error: 0, marks: 4 }, { x: 20, y: 20, width: 5, height: 5 });
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
