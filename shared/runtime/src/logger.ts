import { type Logger, pino } from 'pino';

export type { Logger } from 'pino';

/**
 * One line of JSON an event on standard output. Error level means that a person must act. Keys and references are
 * logged, what people wrote never is, and passwords are cut out wherever they stand. With a file (or the number of an open
 * one), lines are appended there instead, at once: what was logged before a crash is in it.
 */
export function createLogger(role: string, level: string, file?: string | number): Logger {
  return pino(
    {
      level,
      base: { role },
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
      redact: { paths: ['password', '*.password', '*.*.password', 'accessToken', '*.accessToken'], censor: '[secret]' },
    },
    // Said to be `sync`, which is the default, pino has no flush at exit: that flush hangs on a standard output whose
    // reader is gone, and the process would never end.
    pino.destination({ dest: file ?? 1, mkdir: typeof file === 'string', sync: true }),
  );
}
