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

/** Two levels of 256 folders keep each folder small with tens of millions of files. */
export function pathOf(sha256: string): string {
  return `${sha256.slice(0, 2)}/${sha256.slice(2, 4)}/${sha256}`;
}
