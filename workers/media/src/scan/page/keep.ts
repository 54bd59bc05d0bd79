import { createHash } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ReadPicture } from '@callbook/contracts';
import type { Raster } from '@callbook/forms';
import sharp from 'sharp';

/** Pixels of the longer side of a page's picture: what 200 dpi are, enough to read it on a screen. */
const SIDE = 2340;
const QUALITY = 70;

/** Keeps files under their sha256 in a folder, from which they go into the archive. */
export type Keeper = {
  page(page: Raster): Promise<ReadPicture>;
  field(part: Raster): Promise<ReadPicture>;
  json(value: unknown): Promise<string>;
};

export function keeper(folder: string): Keeper {
  const keep = async (bytes: Buffer | string, mediaType: string): Promise<ReadPicture> => {
    const data = Buffer.from(bytes);
    const sha256 = createHash('sha256').update(data).digest('hex');
    await writeFile(join(folder, sha256), data);
    return { sha256, mediaType, size: data.length };
  };
  const pictureOf = ({ width, height, data }: Raster) => sharp(data, { raw: { width, height, channels: 1 } });
  return {
    async page(page) {
      const size = { width: SIDE, height: SIDE, fit: 'inside', withoutEnlargement: true } as const;
      return keep(await pictureOf(page).resize(size).jpeg({ quality: QUALITY }).toBuffer(), 'image/jpeg');
    },
    async field(part) {
      return keep(await pictureOf(part).png({ compressionLevel: 6 }).toBuffer(), 'image/png');
    },
    async json(value) {
      return (await keep(JSON.stringify(value), 'application/json')).sha256;
    },
  };
}
