import type { Glimpse } from './glimpse.ts';

/** What the header of a TIFF says, as far as it stands at either end of the file. */
export type Tiff = {
  /** False where something lies behind the end of the file. */
  readonly whole: boolean;
  readonly width?: number | undefined;
  readonly height?: number | undefined;
};

/** TIFF 6.0, section 8: numbers of tags. */
const [WIDTH, HEIGHT, STRIP_OFFSETS, STRIP_BYTES] = [256, 257, 273, 279];
const [SHORT, LONG] = [3, 4];

/** Reads the first directory of a classic TIFF; of a BigTIFF, which few scanners write, only whether it can be one. */
export function tiffOf({ head, tail, size }: Glimpse): Tiff | undefined {
  if (head.length < 16) return { whole: false };
  const little = head.toString('latin1', 0, 2) === 'II';
  const at = (place: number): Buffer | undefined => {
    if (place + 4 <= head.length) return head.subarray(place);
    const start = size - tail.length;
    return place >= start && place + 4 <= size ? tail.subarray(place - start) : undefined;
  };
  const short = (bytes: Buffer, place: number) => (little ? bytes.readUInt16LE(place) : bytes.readUInt16BE(place));
  const long = (bytes: Buffer, place: number) => (little ? bytes.readUInt32LE(place) : bytes.readUInt32BE(place));
  if (short(head, 2) === 43) return { whole: true };
  const directory = long(head, 4);
  if (directory + 2 > size) return { whole: false };
  const bytes = at(directory);
  if (!bytes) return { whole: true };
  const count = short(bytes, 0);
  if (directory + 2 + count * 12 > size) return { whole: false };

  const values = new Map<number, number>();
  for (let entry = 0; entry < count && 2 + (entry + 1) * 12 <= bytes.length; entry += 1) {
    const place = 2 + entry * 12;
    const [tag, type, length] = [short(bytes, place), short(bytes, place + 2), long(bytes, place + 4)];
    if (length !== 1) continue;
    if (type === SHORT) values.set(tag, short(bytes, place + 8));
    if (type === LONG) values.set(tag, long(bytes, place + 8));
  }
  const strip = (values.get(STRIP_OFFSETS) ?? 0) + (values.get(STRIP_BYTES) ?? 0);
  return { whole: strip <= size, width: values.get(WIDTH), height: values.get(HEIGHT) };
}
