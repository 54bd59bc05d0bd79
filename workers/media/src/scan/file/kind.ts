import { open } from 'node:fs/promises';
import { CallbookError } from '@callbook/contracts';

/** What can be read. */
export type ScanKind = 'application/pdf' | 'image/tiff' | 'image/png' | 'image/jpeg' | 'image/webp';

const HEAD = 1024;

/**
 * What a file is by its first bytes, whatever its name says.
 * @throws CallbookError `scan-unsupported`, `scan-empty`.
 */
export async function kindOf(path: string): Promise<ScanKind> {
  const file = await open(path);
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(HEAD), 0, HEAD, 0);
    if (bytesRead === 0) throw new CallbookError('scan-empty', 'The file is empty.');
    const head = buffer.subarray(0, bytesRead).toString('latin1');
    const kind = KINDS.find(([, is]) => is(head))?.[0];
    if (kind) return kind;
    throw new CallbookError('scan-unsupported', unsupported(head));
  } finally {
    await file.close();
  }
}

const KINDS: readonly (readonly [ScanKind, (head: string) => boolean])[] = [
  ['image/png', (head) => head.startsWith('\x89PNG\r\n\x1a\n')],
  ['image/jpeg', (head) => head.startsWith('\xff\xd8\xff')],
  ['image/tiff', (head) => /^(II[*+]\0|MM\0[*+])/.test(head)],
  ['image/webp', (head) => head.startsWith('RIFF') && head.slice(8, 12) === 'WEBP'],
  // Readers of PDF take what stands before its head for nothing, within the first kilobyte.
  ['application/pdf', (head) => head.includes('%PDF-')],
];

function unsupported(head: string): string {
  const brand = head.slice(4, 8) === 'ftyp' ? head.slice(8, 12) : '';
  if (/^(hei[cxsm]|he[vi][cx]|mif1|msf1)$/.test(brand))
    return 'The file is an HEIC picture, which is not read here: set the camera to "most compatible" (JPEG).';
  return 'The file is neither PDF, TIFF, PNG, JPEG nor WebP.';
}
