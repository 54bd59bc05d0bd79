import { createLogger, type Logger } from '../src/index.ts';

export type Line = { readonly level: string; readonly msg: string } & Readonly<Record<string, unknown>>;

/** A logger of ours whose lines are kept instead of written, each as it would stand in the log. */
export function loggerWithLines(): { logger: Logger; lines: Line[] } {
  const lines: Line[] = [];
  const logger = createLogger('test', 'debug');
  // pino writes to the stream that it keeps under this symbol.
  const stream = Object.getOwnPropertySymbols(logger).find(({ description }) => description === 'pino.stream');
  if (!stream) throw new Error('pino has no stream under this name any more');
  Reflect.set(logger, stream, { write: (line: string) => lines.push(JSON.parse(line)) });
  return { logger, lines };
}
