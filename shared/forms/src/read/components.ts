/** What is ink and what is paper: 1 and 0, row by row. */
export type Mask = { readonly width: number; readonly height: number; readonly data: Uint8Array };

/** Pixels of ink that touch one another. The box is of whole pixels. */
export type Component = {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly area: number;
  /** The middle of its ink. */
  readonly centre: { readonly x: number; readonly y: number };
};

/** The components of a mask, also where they touch by a corner alone. The mask is consumed. */
export function componentsOf({ width, height, data }: Mask): Component[] {
  const components: Component[] = [];
  const stack: number[] = [];
  for (let start = 0; start < data.length; start += 1) {
    if (data[start] !== 1) continue;
    let [left, right, top, bottom, area, sumX, sumY] = [width, 0, height, 0, 0, 0, 0];
    stack.push(start);
    data[start] = 2;
    for (let at = stack.pop(); at !== undefined; at = stack.pop()) {
      const x = at % width;
      const y = (at - x) / width;
      area += 1;
      sumX += x + 0.5;
      sumY += y + 0.5;
      left = Math.min(left, x);
      right = Math.max(right, x);
      top = Math.min(top, y);
      bottom = Math.max(bottom, y);
      for (let row = Math.max(y - 1, 0); row <= Math.min(y + 1, height - 1); row += 1)
        for (let column = Math.max(x - 1, 0); column <= Math.min(x + 1, width - 1); column += 1) {
          const next = row * width + column;
          if (data[next] !== 1) continue;
          data[next] = 2;
          stack.push(next);
        }
    }
    components.push({
      ...{ x: left, y: top, width: right - left + 1, height: bottom - top + 1, area },
      centre: { x: sumX / area, y: sumY / area },
    });
  }
  return components;
}

/** The shade that best parts dark from light (Otsu); undefined where there are not two kinds of shade. */
export function thresholdOf(data: Uint8Array, leastContrast: number): number | undefined {
  const counts = new Float64Array(256);
  for (const shade of data) counts[shade] = (counts[shade] ?? 0) + 1;
  const total = data.length;
  const sum = counts.reduce((all, count, shade) => all + count * shade, 0);
  let [below, sumBelow, best, threshold] = [0, 0, -1, 0];
  let contrast = 0;
  for (let shade = 0; shade < 255; shade += 1) {
    const count = counts[shade] ?? 0;
    below += count;
    sumBelow += count * shade;
    if (below === 0 || below === total) continue;
    const apart = (sum - sumBelow) / (total - below) - sumBelow / below;
    const between = below * (total - below) * apart * apart;
    if (between > best) [best, threshold, contrast] = [between, shade, apart];
  }
  return contrast >= leastContrast ? threshold : undefined;
}
