import { type Logger, pino } from 'pino';

export type { Logger } from 'pino';

/**
 * One line of JSON an event on standard output. Error level means that a person must act. Keys and references are
 * logged, what people wrote never is, and passwords are cut out wherever they stand. With a `file`, lines are appended
 * there instead, at once: what was logged before a crash is in it.
 */
export function createLogger(role: string, level: string, file?: string): Logger {
  return pino(
    {
      level,
      base: { role },
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
      redact: { paths: ['password', '*.password', '*.*.password', 'accessToken', '*.accessToken'], censor: '[secret]' },
    },
    file === undefined ? pino.destination(1) : pino.destination({ dest: file, mkdir: true, sync: true }),
  );
}
