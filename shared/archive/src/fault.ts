import { CallbookError } from '@callbook/contracts';

/** No space, quota used up, and larger than this file system or process may write. */
const FULL = new Set(['ENOSPC', 'EDQUOT', 'EFBIG']);

/** The `code` of a Node system error, if it is one. */
export function systemCode(error: unknown): string | undefined {
  const code = typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;
  return typeof code === 'string' ? code : undefined;
}

/** Gives a file system's error its name: `archive-full` where room would help, else `archive-failed`. */
export function archiveFault(error: unknown, doing: string): CallbookError {
  if (error instanceof CallbookError) return error;
  const code = systemCode(error) ?? 'unknown';
  return FULL.has(code)
    ? new CallbookError('archive-full', `The archive has no room left (${code}). Free space on its disk.`, {
        cause: error,
      })
    : new CallbookError('archive-failed', `The archive failed at ${doing} (${code}).`, { cause: error });
}

/** Runs file work and gives its errors their names. */
export async function named<T>(doing: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw archiveFault(error, doing);
  }
}
