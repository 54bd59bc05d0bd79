import { CallbookError } from '@callbook/contracts';
import { type Box, centreOf, cornersOf, type Point } from '../sheet.ts';
import type { Template } from '../template.ts';
import { type Homography, homographyOf, type Quad } from './homography.ts';

/** A code that was found on a page: where it is printed, and its corners in pixels, clockwise from its own upper left. */
export type FoundCode = { readonly printed: Box; readonly corners: Quad };

/** Where on a page the places of a sheet are. */
export type Registration = {
  /** From millimetres of the sheet to pixels of the page. */
  readonly toPixels: Homography;
  /** Millimetres by which the code lies elsewhere than the marks say: about half of one at most, on scans that are right. */
  readonly error: number;
};

/** Millimetres. Marks that are none of the sheet's own put the code further off than any crease does. */
const TOLERANCE = 2;

/**
 * Lays a template over a page, by the centres of its four corner marks (in pixels, in any order). Which mark is which is
 * told by the code, so that a page may lie on its side or upside down.
 * @throws CallbookError `form-unregistered` where the marks and the code are not those of one sheet.
 */
export function register(template: Template, marks: Quad, code: FoundCode): Registration {
  const [a, b, c, d] = template.marks.map(centreOf);
  const [p, q, r, s] = clockwise(marks);
  let best: Registration | undefined;
  if (a && b && c && d && p && q && r && s)
    for (const found of [
      [p, q, r, s],
      [q, r, s, p],
      [r, s, p, q],
      [s, p, q, r],
    ] as const) {
      const registration = registrationOf([a, b, c, d], found, code);
      if (registration && registration.error < (best?.error ?? TOLERANCE)) best = registration;
    }
  if (best) return best;
  throw new CallbookError('form-unregistered', 'The corner marks on this page are not those of the sheet in its code.');
}

function registrationOf(printed: Quad, found: Quad, code: FoundCode): Registration | undefined {
  const toPixels = homographyOf(printed, found);
  const toSheet = homographyOf(found, printed);
  if (!toPixels || !toSheet) return undefined;
  const expected = cornersOf(code.printed);
  const errors = code.corners.map((corner, at) => distance(toSheet(corner), expected[at] ?? corner));
  return { toPixels, error: Math.max(...errors) };
}

/** In the order in which they lie around their middle; as pixels count downwards, growing angles go clockwise. */
function clockwise(points: Quad): Point[] {
  const middle = { x: 0, y: 0 };
  for (const { x, y } of points) {
    middle.x += x / points.length;
    middle.y += y / points.length;
  }
  const angle = ({ x, y }: Point) => Math.atan2(y - middle.y, x - middle.x);
  return [...points].sort((one, other) => angle(one) - angle(other));
}

function distance(one: Point, other: Point): number {
  return Math.hypot(one.x - other.x, one.y - other.y);
}
