import { homographyOf, type Pair, type Point, type Raster, shadeAt } from '@callbook/forms';
import { between, normal, type Random } from './random.ts';

/** What a scanner or a camera, and the life of a sheet before it, do to a page. */
export type Degrading = {
  readonly dpi: number;
  /** Degrees clockwise by which the sheet lies askew, or upside down. */
  readonly degrees: number;
  /** Black and white alone, as scanners are set to save room. */
  readonly blackAndWhite?: boolean;
  /** Pixels of deviation. */
  readonly blur?: number;
  /** Shades of deviation. */
  readonly noise?: number;
  /** Of one side of the page so much less light falls on the other. */
  readonly shadow?: number;
  /** From black to white. */
  readonly shades?: readonly [black: number, white: number];
  /** Patches of coffee. */
  readonly stains?: number;
  /** By so much of its width each corner of the sheet lies elsewhere, as a camera sees it. */
  readonly perspective?: number;
  /** JPEG quality of 100; without it the file is a PNG. */
  readonly jpeg?: number;
};

/** Inch of the sheet that lie around it on a photograph. */
const AROUND = 0.5;

/** The page as it comes out of it. */
export function degraded(page: Raster, printedDpi: number, degrading: Degrading, random: Random): Raster {
  const { dpi, degrees, perspective = 0, noise = 0, shadow = 0, shades = [0, 255], stains = 0 } = degrading;
  const scale = dpi / printedDpi;
  const angle = (degrees * Math.PI) / 180;
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
  const [wide, high] = [page.width * scale, page.height * scale];
  const margin = perspective > 0 ? AROUND * dpi : 0;
  // As large as the sheet at the nearest right angle: what lies askew is cut off at its corners, as scanners do.
  const lying = Math.abs(sin) > Math.SQRT1_2;
  const width = Math.round((lying ? high : wide) + 2 * margin);
  const height = Math.round((lying ? wide : high) + 2 * margin);
  const sheet: Point[] = [
    { x: 0, y: 0 },
    { x: page.width, y: 0 },
    { x: page.width, y: page.height },
    { x: 0, y: page.height },
  ];
  const skewed = Math.abs(((degrees + 360) % 90) - 45) < 44.9;
  const shrink = perspective > 0 || !skewed ? 1 : 0.97;
  const placed = sheet.map(({ x, y }) => {
    const [right, down] = [(x - page.width / 2) * scale * shrink, (y - page.height / 2) * scale * shrink];
    const off = () => between(random, -perspective, perspective) * wide;
    return { x: width / 2 + right * cos - down * sin + off(), y: height / 2 + right * sin + down * cos + off() };
  });
  const toPage = homographyOf(placed.map((point, at): Pair => [point, sheet[at] ?? point]));
  if (!toPage) throw new RangeError('These corners are no sheet.');
  const patches = Array.from({ length: stains }, () => ({
    x: between(random, 0.1, 0.9) * width,
    y: between(random, 0.1, 0.9) * height,
    radius: between(random, 0.4, 0.9) * dpi,
    darkness: between(random, 0.12, 0.35),
  }));
  // Shrunk pages are sampled several times a pixel, as a sensor gathers light.
  const samples = scale < 0.75 ? 2 : 1;
  const sharp = new Float32Array(width * height);
  for (let y = 0; y < height; y += 1)
    for (let x = 0; x < width; x += 1) {
      let sum = 0;
      for (let sub = 0; sub < samples * samples; sub += 1) {
        const from = toPage({
          x: x + ((sub % samples) + 0.5) / samples,
          y: y + (Math.floor(sub / samples) + 0.5) / samples,
        });
        const outside = from.x < 0 || from.y < 0 || from.x > page.width || from.y > page.height;
        sum += outside ? (perspective > 0 ? 70 : 255) : shadeAt(page, from);
      }
      let light = 1 - (shadow * x) / width;
      for (const { x: right, y: down, radius, darkness } of patches) {
        const away = Math.hypot(x - right, y - down) / radius;
        if (away < 1) light *= 1 - darkness * (away > 0.85 ? 1.4 : 1);
      }
      sharp[y * width + x] = (shades[0] + (sum / samples ** 2 / 255) * (shades[1] - shades[0])) * light;
    }
  const soft = degrading.blur ? blurred(sharp, width, height, degrading.blur) : sharp;
  const data = new Uint8Array(width * height);
  const limit = (shades[0] + shades[1]) / 2;
  for (let at = 0; at < data.length; at += 1) {
    const shade = (soft[at] ?? 255) + (noise > 0 ? noise * normal(random) : 0);
    data[at] = degrading.blackAndWhite
      ? shade < limit * (1 - shadow / 2)
        ? 0
        : 255
      : Math.max(0, Math.min(255, shade));
  }
  return { width, height, data };
}

function blurred(data: Float32Array, width: number, height: number, deviation: number): Float32Array {
  const reach = Math.ceil(2.5 * deviation);
  const kernel = Array.from({ length: 2 * reach + 1 }, (_, at) =>
    Math.exp(-((at - reach) ** 2) / (2 * deviation ** 2)),
  );
  const total = kernel.reduce((sum, one) => sum + one, 0);
  const pass = (from: Float32Array, step: number, size: number, positionOf: (at: number) => number) => {
    const to = new Float32Array(from.length);
    for (let at = 0; at < from.length; at += 1) {
      const position = positionOf(at);
      let sum = 0;
      for (let off = -reach; off <= reach; off += 1) {
        const place = Math.min(Math.max(position + off, 0), size - 1) - position;
        sum += (kernel[off + reach] ?? 0) * (from[at + place * step] ?? 255);
      }
      to[at] = sum / total;
    }
    return to;
  };
  const across = pass(data, 1, width, (at) => at % width);
  return pass(across, width, height, (at) => Math.floor(at / width));
}
