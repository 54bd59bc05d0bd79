import type { ScanDocument } from './document.ts';
import { kindOf } from './kind.ts';
import { openPdf } from './pdf.ts';
import { openPicture } from './picture.ts';

/**
 * Opens a file by what it is, whatever its name says.
 * @throws CallbookError `scan-unsupported`, `scan-encrypted`, `scan-unreadable`, `scan-truncated`, `scan-too-large`,
 *   `scan-empty`.
 */
export async function openDocument(path: string): Promise<ScanDocument> {
  const kind = await kindOf(path);
  return kind === 'application/pdf' ? openPdf(path) : openPicture(path, kind);
}
