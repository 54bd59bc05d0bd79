import type { Glimpse } from './glimpse.ts';
import { tiffOf } from './tiff.ts';

/** A kind of file that scans come as. */
export type ScanType = {
  readonly name: 'PDF' | 'TIFF' | 'PNG' | 'JPEG' | 'WebP';
  /** The first one is the proper one. */
  readonly mediaTypes: readonly string[];
  /** Whether its end is there. */
  isWhole(glimpse: Glimpse): boolean;
};

/** Devices and mail gateways put some padding behind the end. */
const PADDING = 4096;

export const TYPES: readonly ScanType[] = [
  {
    name: 'PDF',
    mediaTypes: ['application/pdf'],
    isWhole: ({ tail }) => endOf(tail, PADDING).includes('%%EOF') || endOf(tail, PADDING).includes('startxref'),
  },
  {
    name: 'TIFF',
    mediaTypes: ['image/tiff'],
    isWhole: (glimpse) => tiffOf(glimpse)?.whole ?? false,
  },
  {
    name: 'PNG',
    mediaTypes: ['image/png', 'image/apng'],
    isWhole: ({ tail }) => tail.includes('IEND\xaeB`\x82', 0, 'latin1'),
  },
  {
    name: 'JPEG',
    mediaTypes: ['image/jpeg'],
    isWhole: ({ tail }) => endOf(tail, PADDING).includes('\xff\xd9', 0, 'latin1'),
  },
  {
    name: 'WebP',
    mediaTypes: ['image/webp'],
    // RIFF: the length of what follows these eight bytes.
    isWhole: ({ head, size }) => head.length >= 12 && head.readUInt32LE(4) + 8 <= size,
  },
];

/** The end without what was only filled up. */
function endOf(tail: Buffer, length: number): Buffer {
  let end = tail.length;
  while (end > 0 && FILLING.has(tail[end - 1] ?? 1)) end -= 1;
  return tail.subarray(Math.max(0, end - length), end);
}

/** NUL, tab, line feed, carriage return, space. */
const FILLING: ReadonlySet<number> = new Set([0, 9, 10, 13, 32]);
