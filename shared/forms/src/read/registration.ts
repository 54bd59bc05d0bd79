import { CallbookError } from '@callbook/contracts';
import { type Box, centreOf, cornersOf, type Point } from '../sheet.ts';
import type { Template } from '../template.ts';
import { componentsOf, thresholdOf } from './components.ts';
import { affineOf, type Homography, homographyOf, type Pair, type Quad } from './homography.ts';
import { cutOut, type Raster } from './raster.ts';

/** A code that was found on a page: where it is printed, and its corners in pixels, clockwise from its own upper left. */
export type FoundCode = { readonly printed: Box; readonly corners: Quad };

/** Where on a page the places of a sheet are. */
export type Registration = {
  /** From millimetres of the sheet to pixels of the page. */
  readonly toPixels: Homography;
  /** Millimetres by which codes and marks lie elsewhere than this says: about half of one at most, on scans that are right. */
  readonly error: number;
  /** How many of the four corner marks were found. */
  readonly marks: number;
};

/** Millimetres. What is none of the sheet's own lies further off than any crease puts it. */
const TOLERANCE = 2;
/** A mark may lie so far from where it is expected: some millimetres, and a share of the way to what is known already. */
const NEAR = 5;
const SHARE = 0.11;
/** Pixels a millimetre in which marks are looked for, and then measured. */
const COARSE = 4;
const FINE = 10;
/** Once all is found, marks lie so near to where they are expected. */
const SLACK = 3;
/** How a square looks that is a mark: its sides to those printed, and how much of it is ink. */
const SIDE = [0.7, 1.35] as const;
const FILLED = 0.78;
const LEAST_CONTRAST = 30;
/** Points of one code are as good as one point with a direction. */
const APART = 60;

/**
 * Lays a template over a page, by its codes and by the black squares in its corners. The codes tell where to look for the
 * squares, so that a page may lie on its side or upside down, and make up for squares that are torn off or stained.
 * @param codes one or both of those on the sheet.
 * @throws CallbookError `form-unregistered` where too few marks are seen, or not where those of this sheet would be.
 */
export function register(page: Raster, template: Template, codes: readonly FoundCode[]): Registration {
  const known: Pair[] = codes.flatMap(({ printed, corners }) =>
    cornersOf(printed).map((corner, at): Pair => [corner, corners[at] ?? corners[0]]),
  );
  // A sheet that is seen in a mirror is none.
  const sightings = codes.every(({ corners }) => isClockwise(corners)) ? findMarks(page, template, known) : [];
  const pairs = [...known, ...sightings];
  // A code alone is too small to tell how the other end of the sheet lies.
  const enough = sightings.length >= 3 || (sightings.length >= 1 && codes.length >= 2);
  const rough = enough ? homographyOf(pairs) : undefined;
  const fine = rough && measure(page, template, rough);
  // The four marks lie furthest apart and are measured best: codes are in the fit only where marks are missing.
  const toPixels = fine && homographyOf(fine.length >= 4 ? fine : [...known, ...fine]);
  const toSheet = toPixels && inverseOf(toPixels, template);
  if (toPixels && toSheet) {
    const error = Math.max(...[...known, ...fine].map(([place, pixel]) => distance(toSheet(pixel), place)));
    if (error < TOLERANCE) return { toPixels, error, marks: fine.length };
  }
  throw new CallbookError('form-unregistered', 'The corner marks on this page are not those of the sheet in its code.');
}

/** The marks, the nearest first: each that is found tells better where the next one is. */
function findMarks(page: Raster, template: Template, known: readonly Pair[]): Pair[] {
  const found: Pair[] = [];
  let left = template.marks.map(centreOf);
  for (let [next] = left; next; [next] = left) {
    const pairs = [...known, ...found];
    const away = (mark: Point) => Math.min(...pairs.map(([place]) => distance(place, mark)));
    const nearest = left.reduce((one, other) => (away(other) < away(one) ? other : one), next);
    left = left.filter((mark) => mark !== nearest);
    const toPixels = spread(pairs) ? homographyOf(pairs) : affineOf(pairs);
    const reach = NEAR + SHARE * away(nearest);
    const seen = toPixels && lookFor(page, toPixels, nearest, template.marks[0].width, reach, COARSE);
    if (seen) found.push([nearest, seen]);
  }
  return found;
}

/** Whether points lie at three places of a sheet at least, so that they tell its perspective. */
function spread(pairs: readonly Pair[]): boolean {
  const apart: Point[] = [];
  for (const [place] of pairs) if (apart.every((other) => distance(other, place) > APART)) apart.push(place);
  return apart.length >= 3;
}

function measure(page: Raster, template: Template, toPixels: Homography): Pair[] {
  return template.marks.flatMap((mark): Pair[] => {
    const centre = centreOf(mark);
    const found = lookFor(page, toPixels, centre, mark.width, SLACK, FINE);
    return found ? [[centre, found]] : [];
  });
}

/** The middle of a black square near a place of the sheet, in pixels. */
function lookFor(
  page: Raster,
  toPixels: Homography,
  place: Point,
  side: number,
  reach: number,
  density: number,
): Point | undefined {
  const half = side / 2 + reach + 1.5;
  const window = { x: place.x - half, y: place.y - half, width: 2 * half, height: 2 * half };
  const { width, height, data } = cutOut(page, toPixels, window, density);
  const threshold = thresholdOf(data, LEAST_CONTRAST);
  if (threshold === undefined) return undefined;
  const [least, most] = [SIDE[0] * side * density, SIDE[1] * side * density];
  const fits = (length: number) => length >= least && length <= most;
  const squares = componentsOf({ width, height, data: data.map((shade) => Number(shade <= threshold)) }).filter(
    (one) => fits(one.width) && fits(one.height) && one.area >= FILLED * one.width * one.height,
  );
  const off = ({ x, y }: Point) => Math.hypot(x - width / 2, y - height / 2);
  const [nearest] = squares.map(({ centre }) => centre).sort((one, other) => off(one) - off(other));
  if (!nearest || off(nearest) > (reach + 0.5) * density) return undefined;
  return toPixels({ x: window.x + nearest.x / density, y: window.y + nearest.y / density });
}

function isClockwise([a, b, , d]: Quad): boolean {
  return (b.x - a.x) * (d.y - a.y) - (b.y - a.y) * (d.x - a.x) > 0;
}

/** From pixels to millimetres, by the corners of the sheet. */
function inverseOf(toPixels: Homography, { width, height }: Template): Homography | undefined {
  const corners = cornersOf({ x: 0, y: 0, width, height });
  return homographyOf(corners.map((corner): Pair => [toPixels(corner), corner]));
}

function distance(one: Point, other: Point): number {
  return Math.hypot(one.x - other.x, one.y - other.y);
}
