import { userInfo } from 'node:os';

/** Who is at the keyboard, as the system knows it; containers know some only by a number. */
export function operator(): string {
  try {
    return userInfo().username;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ERR_SYSTEM_ERROR') throw error;
    return `uid ${process.getuid?.()}`;
  }
}
