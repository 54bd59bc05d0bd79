import { CallbookError, isCallbookError } from '@callbook/contracts';
import type { Logger } from '@callbook/runtime';
import type { Archive } from './archive.ts';
import type { Bucket } from './bucket.ts';
import type { Folder } from './folder.ts';
import { startUploader } from './uploader.ts';

/**
 * A remote archive: `put` is durable on this machine's disk, so that a store out of reach never holds up a contact;
 * the uploader brings it to the bucket and then takes the copy away. A folder that was the archive before is uploaded
 * like everything else that is staged.
 */
export async function openStaged(staging: Folder, bucket: Bucket, logger: Logger): Promise<Archive> {
  const uploader = await startUploader(staging, bucket, logger);
  return {
    async put(source) {
      const stored = await staging.put(source);
      uploader.add(stored.sha256);
      return stored;
    },
    async get(sha256) {
      try {
        return await staging.get(sha256);
      } catch (error) {
        if (!isCallbookError(error, 'archive-missing')) throw error;
      }
      const body = await bucket.download(sha256);
      if (!body) throw new CallbookError('archive-missing', `The archive has nothing under ${sha256}.`);
      return body;
    },
    size: async (sha256) => (await staging.size(sha256)) ?? (await bucket.size(sha256)),
    adopt: (sha256) => uploader.add(sha256),
    ready: () => staging.ready(),
    async close() {
      await uploader.stop();
      bucket.close();
    },
  };
}
