import { CallbookError } from '@callbook/contracts';
import sharp from 'sharp';
import { MOST_PIXELS, type ScanDocument, WORKED_PIXELS } from './document.ts';
import type { ScanKind } from './kind.ts';

// Pages are worked on one after another, and what is decoded once is not asked for again.
sharp.concurrency(1);
sharp.cache(false);

/** A picture, or the pages of a TIFF. */
export async function openPicture(path: string, mediaType: ScanKind): Promise<ScanDocument> {
  const options = { limitInputPixels: MOST_PIXELS, failOn: 'truncated', sequentialRead: true } as const;
  const { pages = 1 } = await sharp(path, options).metadata().catch(refuse);
  return {
    mediaType,
    pages: mediaType === 'image/tiff' ? pages : 1,
    truncated: false,
    async page(index) {
      const picture = sharp(path, { ...options, ...(mediaType === 'image/tiff' && { page: index }) });
      const { width, height, autoOrient } = await picture.metadata().catch(refuse);
      const wide = autoOrient.width;
      const scale = Math.min(1, Math.sqrt(WORKED_PIXELS / (width * height)));
      const { data, info } = await picture
        .autoOrient()
        .flatten({ background: 'white' })
        .resize(scale < 1 ? { width: Math.round(wide * scale) } : {})
        .toColourspace('b-w')
        .raw({ depth: 'uchar' })
        .toBuffer({ resolveWithObject: true })
        .catch(refuse);
      const { channels } = info;
      const grey =
        channels === 1
          ? new Uint8Array(data)
          : Uint8Array.from({ length: info.width * info.height }, (_, at) => data[at * channels] ?? 255);
      return { raster: { width: info.width, height: info.height, data: grey } };
    },
    async close() {},
  };
}

/** libvips says what is wrong in English, and has no codes. */
function refuse(error: Error): never {
  const said = error.message;
  if (/pixel limit|too large|dimensions/i.test(said))
    throw new CallbookError('scan-too-large', `The picture has more than ${MOST_PIXELS / 1e6} million pixels.`, {
      cause: error,
    });
  if (
    /premature|truncat|end of (file|stream|data)|out of data|not enough data|read error|unexpected end|short/i.test(
      said,
    )
  )
    throw new CallbookError('scan-truncated', 'The picture is cut off.', { cause: error });
  throw new CallbookError('scan-unreadable', 'The picture is damaged.', { cause: error });
}
