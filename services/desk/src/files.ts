import { pipeline } from 'node:stream/promises';
import type { Archive } from '@callbook/archive';
import type { Response } from 'express';

/**
 * Sends something from the archive as a download. Strangers made it: it is never shown by the browser, never sniffed,
 * and may do nothing if it is opened all the same.
 */
export async function sendFile(response: Response, archive: Archive, file: ArchivedFile): Promise<void> {
  await send(response, archive, file, {
    'Content-Type': 'application/octet-stream',
    'Content-Disposition': disposition(file.name),
  });
}

type ArchivedFile = { readonly sha256: string; readonly name: string; readonly size: number };

async function send(
  response: Response,
  archive: Archive,
  { sha256, size }: ArchivedFile,
  headers: Readonly<Record<string, string>>,
): Promise<void> {
  const content = await archive.get(sha256);
  response.set({
    ...headers,
    'Content-Length': String(size),
    'Content-Security-Policy': "default-src 'none'; sandbox",
    'X-Content-Type-Options': 'nosniff',
    // The name is the hash of the content: it never changes.
    'Cache-Control': 'private, max-age=31536000, immutable',
    ETag: `"${sha256}"`,
  });
  try {
    await pipeline(content, response);
  } catch (error) {
    // The reader went away; whoever reads an archive that breaks sees a short body, since the length was promised.
    if ((error as NodeJS.ErrnoException).code !== 'ERR_STREAM_PREMATURE_CLOSE') throw error;
  }
}

/** What browsers show without running anything. */
const SHOWN: ReadonlySet<string> = new Set(['image/png', 'image/jpeg', 'image/webp']);

/** Sends a picture to be shown. Our own reader made it, of what strangers sent: a browser takes it for nothing else. */
export async function sendPicture(
  response: Response,
  archive: Archive,
  { mediaType, ...file }: ArchivedFile & { readonly mediaType: string },
): Promise<void> {
  if (!SHOWN.has(mediaType)) return sendFile(response, archive, file);
  await send(response, archive, file, { 'Content-Type': mediaType, 'Content-Disposition': 'inline' });
}

/** RFC 6266: a plain name for everyone, the real one (RFC 8187) for those who understand it. */
function disposition(name: string): string {
  const plain = name.replace(/[^\w. -]+/g, '_').slice(0, 100) || 'file';
  const real = encodeURIComponent(name.toWellFormed()).replace(
    /['()*]/g,
    (mark) => `%${mark.charCodeAt(0).toString(16)}`,
  );
  return `attachment; filename="${plain}"; filename*=UTF-8''${real}`;
}
