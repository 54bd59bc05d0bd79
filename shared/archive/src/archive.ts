import { join } from 'node:path';
import type { Readable } from 'node:stream';
import type { Config } from '@callbook/contracts';
import type { Logger } from '@callbook/runtime';
import { openFolder } from './folder.ts';

/** What was stored: the name is the content's hash, so that the same bytes are the same thing. */
export type Stored = {
  /** Lower-case hexadecimal. */
  readonly sha256: string;
  /** Bytes. */
  readonly size: number;
};

/** Originals and attachments, each under the sha256 of its bytes; nothing is ever changed or replaced. */
export type Archive = {
  /**
   * Stores bytes. When it resolves they survive a loss of power: the file and the folders that lead to it are synced.
   * The same bytes twice are kept once. What the source itself throws is passed on as it is.
   * @throws CallbookError `archive-full`, `archive-failed`.
   */
  put(source: Readable | Uint8Array): Promise<Stored>;
  /**
   * The bytes of one name, streamed.
   * @throws CallbookError `archive-missing`, `archive-invalid-name`, `archive-failed`.
   */
  get(sha256: string): Promise<Readable>;
  /**
   * How many bytes are stored under a name; undefined when none are.
   * @throws CallbookError `archive-invalid-name`, `archive-failed`.
   */
  size(sha256: string): Promise<number | undefined>;
  /** Takes note of what another process of this machine has put into the archive's folder. */
  adopt(sha256: string): void;
  /** Resolves when `put` can work. @throws CallbookError `archive-failed`. */
  ready(): Promise<void>;
  /** Ends background work within three seconds. What is not uploaded yet stays on disk for the next start. */
  close(): Promise<void>;
};

/**
 * Opens the archive that the configuration names: a folder (default `archive` under `home`), or a bucket with that
 * folder before it as the staging place.
 * @throws CallbookError `archive-failed` when the folder cannot be made.
 */
export async function openArchive(config: Config['archive'], home: string, logger: Logger): Promise<Archive> {
  const folder = await openFolder(config.folder ?? join(home, 'archive'));
  if (!config.s3) return folder;
  // Only here, because the SDK takes half a second and 26 MB to load.
  const [{ openStaged }, { openBucket }] = await Promise.all([import('./staged.ts'), import('./bucket.ts')]);
  return openStaged(folder, openBucket(config.s3), logger);
}
