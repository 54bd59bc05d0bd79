import type { Logger } from '@callbook/runtime';
import { LogLevel, type Logger as SlackLogger } from '@slack/bolt';

/**
 * Slack's libraries write to our log what is worth a line, at the level of debug: what it means is said where their errors
 * arrive. Their own debug lines hold what people wrote, and are left out.
 */
export function boltLogger(logger: Logger): SlackLogger {
  const write = (...said: unknown[]) =>
    logger.debug({ slack: said.map(told).join(' ').slice(0, 500) }, 'Slack library');
  return {
    debug: () => {},
    info: write,
    warn: write,
    error: write,
    setLevel: () => {},
    getLevel: () => LogLevel.INFO,
    setName: () => {},
  };
}

function told(part: unknown): string {
  return part instanceof Error ? part.message : typeof part === 'string' ? part : typeof part;
}
