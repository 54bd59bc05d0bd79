import { componentsOf, type Raster, thresholdOf } from '@callbook/forms';

/** Pixels of the longer side of the picture in which marks are looked for. */
const SIDE = 900;
/** Of the longer side: a mark of 6 mm, on a sheet that fills the picture or half of it. */
const SMALLEST = 0.008;
const LARGEST = 0.035;
const LEAST_CONTRAST = 30;

/**
 * Whether a page looks like one of our sheets: it shows black squares as large as our marks. Of pages that do not, it is
 * no use to look for codes any harder.
 */
export function showsMarks({ width, height, data }: Raster): boolean {
  const step = Math.max(1, Math.max(width, height) / SIDE);
  const [wide, high] = [Math.floor(width / step), Math.floor(height / step)];
  const small = new Uint8Array(wide * high);
  for (let y = 0; y < high; y += 1)
    for (let x = 0; x < wide; x += 1)
      small[y * wide + x] = data[Math.floor(y * step) * width + Math.floor(x * step)] ?? 255;
  const threshold = thresholdOf(small, LEAST_CONTRAST);
  if (threshold === undefined) return false;
  const [least, most] = [SMALLEST * Math.max(wide, high), LARGEST * Math.max(wide, high)];
  const squares = componentsOf({
    width: wide,
    height: high,
    data: small.map((shade) => Number(shade <= threshold)),
  }).filter(
    (one) =>
      Math.min(one.width, one.height) >= least &&
      Math.max(one.width, one.height) <= most &&
      Math.min(one.width, one.height) >= 0.6 * Math.max(one.width, one.height) &&
      one.area >= 0.7 * one.width * one.height,
  );
  return squares.length >= 2;
}
