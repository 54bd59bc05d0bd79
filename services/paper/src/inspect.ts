import { CallbookError } from '@callbook/contracts';
import { fileTypeFromBuffer } from 'file-type';
import type { Glimpse } from './glimpse.ts';
import { pixelsOf } from './pixels.ts';
import { type ScanType, TYPES } from './types.ts';

/** What a file is by its content, and why it is not given to the reader where it is not. */
export type Inspected = { readonly mediaType: string | undefined; readonly fault: CallbookError | undefined };

/** A4 at 1200 dpi has 139 million, A1 at 600 dpi 279 million. Unpacked that is a byte each, or four. */
const MOST_PIXELS = 300_000_000;
/** PDF readers look for the header in so many bytes. */
const PDF_HEADER = 1024;

/**
 * Looks at the ends of a file: of which kind it is, whatever its name says, and whether it is whole. What can be told of
 * a file only by unpacking it — a password, the number of pages, what it unpacks to — the reader finds out, in a process
 * of its own. Pure.
 */
export async function inspect(glimpse: Glimpse, maxSize: number): Promise<Inspected> {
  const { head, size } = glimpse;
  if (size === 0) return refused(undefined, 'scan-empty', 'The file is empty.');
  const found = await fileTypeFromBuffer(head);
  const hidden = head.subarray(0, PDF_HEADER).indexOf('%PDF-');
  const mediaType = found?.mime ?? (hidden >= 0 && blank(head.subarray(0, hidden)) ? 'application/pdf' : tiff(head));
  const type = TYPES.find(({ mediaTypes }) => mediaType !== undefined && mediaTypes.includes(mediaType));
  if (hidden > 0 && type?.name !== 'PDF')
    return refused(mediaType, 'scan-unreadable', `The file is ${named(mediaType)} and a PDF at the same time.`);
  if (!type) return refused(mediaType, 'scan-unsupported', unsupported(mediaType));
  const fault = faultOf(type, glimpse, maxSize);
  return { mediaType: type.mediaTypes[0], fault };
}

function faultOf(type: ScanType, glimpse: Glimpse, maxSize: number): CallbookError | undefined {
  const { size } = glimpse;
  if (size > maxSize)
    return new CallbookError(
      'scan-too-large',
      `The file has ${size} bytes; up to ${maxSize} are read (paper.maxSize).`,
    );
  if (!type.isWhole(glimpse))
    return new CallbookError('scan-truncated', `This ${type.name} is cut off. Send it again.`);
  if (type.name === 'PDF' && holdsArchive(glimpse))
    return new CallbookError('scan-unreadable', 'The file is a PDF and an archive at the same time.');
  const pixels = pixelsOf(type.name, glimpse);
  if (pixels && pixels.width * pixels.height > MOST_PIXELS)
    return new CallbookError(
      'scan-too-large',
      `The picture has ${pixels.width} × ${pixels.height} pixels. Scan it with 300 dpi.`,
    );
  return undefined;
}

/** ZIP readers find their directory at the end, whatever is before it. */
function holdsArchive({ tail }: Glimpse): boolean {
  return tail.lastIndexOf('PK\x05\x06') > tail.lastIndexOf('%%EOF');
}

/** The directory of a TIFF is mostly at its end, where it is not looked for. */
function tiff(head: Buffer): string | undefined {
  return /^(?:II[*+]\0|MM\0[*+])/.test(head.toString('latin1', 0, 4)) ? 'image/tiff' : undefined;
}

function blank(bytes: Buffer): boolean {
  return /^[\s\0\ufeff]*$/.test(bytes.toString('utf8'));
}

function unsupported(mediaType: string | undefined): string {
  const heic = mediaType === 'image/heic' || mediaType === 'image/heif';
  const hint = heic ? ' Let the phone save pictures as JPEG (“most compatible”).' : '';
  return `The file is ${named(mediaType)}. PDF, TIFF, PNG, JPEG and WebP are read.${hint}`;
}

function named(mediaType: string | undefined): string {
  return mediaType === undefined ? 'of a kind that is not known' : mediaType;
}

function refused(
  mediaType: string | undefined,
  code: 'scan-empty' | 'scan-unsupported' | 'scan-unreadable',
  message: string,
): Inspected {
  return { mediaType, fault: new CallbookError(code, message) };
}
