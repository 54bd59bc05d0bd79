import { isCallbookError } from '@callbook/contracts';

/**
 * What Slack answers, where it does so within so many milliseconds; undefined when it is late, or fails in one of the ways
 * that have a name. What comes late is thrown away.
 */
export async function inTime<T>(work: Promise<T>, milliseconds: number): Promise<T | undefined> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<undefined>((resolve) => {
    timer = setTimeout(() => resolve(undefined), milliseconds);
  });
  try {
    return await Promise.race([answered(work), late]);
  } finally {
    clearTimeout(timer);
  }
}

async function answered<T>(work: Promise<T>): Promise<T | undefined> {
  try {
    return await work;
  } catch (error) {
    if (!isCallbookError(error)) throw error;
    return undefined;
  }
}
