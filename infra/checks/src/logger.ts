import { createLogger, type Logger } from '@callbook/runtime';

/** A logger for tests: silent, unless a level is given. */
export function quietLogger(level = 'silent'): Logger {
  return createLogger('test', level);
}
