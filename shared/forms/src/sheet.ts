import type { Paper, SheetKind } from '@callbook/contracts';

/** What has to be known of a sheet to know what stands where on it. */
export type Layout = {
  readonly kind: SheetKind;
  /** Of the template. Another arrangement is another version: sheets of the old one come back for years. */
  readonly version: number;
  readonly paper: Paper;
};

/** The version that is printed. */
export const CURRENT_VERSION = 1;

/** Millimetres from the upper left corner of the sheet, rightwards and downwards. */
export type Point = { readonly x: number; readonly y: number };
export type Box = Point & { readonly width: number; readonly height: number };

/** The width of everything between the marks, the same on both papers. */
export const CONTENT_WIDTH = 174;

export function centreOf({ x, y, width, height }: Box): Point {
  return { x: x + width / 2, y: y + height / 2 };
}

/** Clockwise from the upper left. */
export function cornersOf({ x, y, width, height }: Box): [Point, Point, Point, Point] {
  return [
    { x, y },
    { x: x + width, y },
    { x: x + width, y: y + height },
    { x, y: y + height },
  ];
}
