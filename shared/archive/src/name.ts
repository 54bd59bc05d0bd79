import { CallbookError } from '@callbook/contracts';

const NAME = /^[0-9a-f]{64}$/;

/** True for the names that the archive uses: a sha256 in lower-case hexadecimal. */
export function isName(text: string): boolean {
  return NAME.test(text);
}

/**
 * Lets only a sha256 through, so that no name can lead out of the archive.
 * @throws CallbookError `archive-invalid-name`.
 */
export function checkName(sha256: string): string {
  if (!isName(sha256))
    throw new CallbookError(
      'archive-invalid-name',
      'The archive knows its things by sha256 in lower-case hexadecimal.',
    );
  return sha256;
}

/** The folders in which a folder's files lie, by how their names begin: each stays small with millions of files. */
export const SHELVES: readonly string[] = Array.from({ length: 256 }, (_, at) => at.toString(16).padStart(2, '0'));

/** Where a file lies in a folder: on the shelf of its first two digits. */
export function pathOf(sha256: string): string {
  return `${sha256.slice(0, 2)}/${sha256}`;
}
