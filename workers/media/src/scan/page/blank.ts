import { componentsOf, type Raster } from '@callbook/forms';

/** Pixels of the longer side in which specks are told from letters: about 100 dots an inch. */
const SIDE = 1170;
/** Of the page on each side: what a scanner shows beyond its edge, holes and staples. */
const EDGE = 0.05;
/** So much darker than the paper around it is ink, though it be pale. */
const DARKER = 28;
/** Pixels of the small picture. A page number of 2 mm has a hundred. */
const LETTER = 12;
const INK = 40;

/** Whether nothing is on a page: some specks are nothing, and a single word is something. */
export function isBlank(page: Raster): boolean {
  const step = Math.max(1, Math.max(page.width, page.height) / SIDE);
  const width = Math.floor(page.width / step);
  const height = Math.floor(page.height / step);
  const small = new Uint8Array(width * height);
  for (let y = 0; y < height; y += 1)
    for (let x = 0; x < width; x += 1) small[y * width + x] = meanAt(page, x, y, step);
  const mask = { width, height, data: new Uint8Array(width * height) };
  const [left, top] = [Math.round(width * EDGE), Math.round(height * EDGE)];
  for (let y = top; y < height - top; y += 1) {
    for (let x = left; x < width - left; x += 1) {
      // Paper is what lies around, some millimetres away: shadows and stains have no edge so sharp.
      const paper = Math.max(at(x - 9, y), at(x + 9, y), at(x, y - 9), at(x, y + 9));
      mask.data[y * width + x] = Number(at(x, y) < paper - DARKER);
    }
  }
  const letters = componentsOf(mask).filter(({ area }) => area >= LETTER);
  return letters.reduce((sum, { area }) => sum + area, 0) < INK;

  function at(x: number, y: number): number {
    return small[Math.min(Math.max(y, 0), height - 1) * width + Math.min(Math.max(x, 0), width - 1)] ?? 255;
  }
}

function meanAt({ width, height, data }: Raster, column: number, row: number, step: number): number {
  let [sum, count] = [0, 0];
  for (let y = Math.floor(row * step); y < Math.min(height, (row + 1) * step); y += 1)
    for (let x = Math.floor(column * step); x < Math.min(width, (column + 1) * step); x += 1) {
      sum += data[y * width + x] ?? 255;
      count += 1;
    }
  return count > 0 ? sum / count : 255;
}
