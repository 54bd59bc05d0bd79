import type { Glimpse } from './glimpse.ts';
import { tiffOf } from './tiff.ts';
import type { ScanType } from './types.ts';

export type Pixels = { readonly width: number; readonly height: number };

/** How large a picture says that it is; undefined of a PDF, and where it does not say so near its beginning. */
export function pixelsOf(type: ScanType['name'], glimpse: Glimpse): Pixels | undefined {
  const { head } = glimpse;
  switch (type) {
    case 'PNG':
      // The first chunk is IHDR.
      return head.length < 24 ? undefined : { width: head.readUInt32BE(16), height: head.readUInt32BE(20) };
    case 'JPEG':
      return frameOf(head);
    case 'WebP':
      return canvasOf(head);
    case 'TIFF': {
      const { width, height } = tiffOf(glimpse) ?? {};
      return width === undefined || height === undefined ? undefined : { width, height };
    }
    default:
      return undefined;
  }
}

/** ITU T.81, B.2.2: the frame header, behind segments that each tell their length. */
function frameOf(head: Buffer): Pixels | undefined {
  for (let at = 2; at + 9 < head.length; ) {
    if (head[at] !== 0xff) return undefined;
    const marker = head[at + 1] ?? 0;
    // Start of a frame of any process; between them lie the tables DHT, JPG and DAC.
    if (marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker))
      return { height: head.readUInt16BE(at + 5), width: head.readUInt16BE(at + 7) };
    at += marker === 0xff ? 1 : 2 + head.readUInt16BE(at + 2);
  }
  return undefined;
}

/** RFC 9649: the canvas of an extended file; the others cannot be larger than 16,384 pixels on a side. */
function canvasOf(head: Buffer): Pixels | undefined {
  if (head.length < 30 || head.toString('latin1', 12, 16) !== 'VP8X') return undefined;
  return { width: head.readUIntLE(24, 3) + 1, height: head.readUIntLE(27, 3) + 1 };
}
