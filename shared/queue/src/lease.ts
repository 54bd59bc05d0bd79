import { CallbookError } from '@callbook/contracts';
import { within } from '@callbook/runtime';
import { ANSWER_TIMEOUT, connectProducer, isAway, type QueueOptions } from './redis.ts';

/** Leases in Redis: a name belongs to one holder, for as long as that one renews it. */
export type Leases = {
  /**
   * Takes the lease of a name for so many milliseconds, or renews it. False when another holder has it.
   * @throws CallbookError `queue-unavailable`: nobody knows whose it is.
   */
  claim(name: string, holder: string, milliseconds: number): Promise<boolean>;
  /** Gives it back, if it is this holder's. @throws CallbookError `queue-unavailable`: then it runs out by itself. */
  release(name: string, holder: string): Promise<void>;
  close(): Promise<void>;
};

/** In one step each, since between a look and a write the lease could run out and become another's. */
const CLAIM = `
  if redis.call('set', KEYS[1], ARGV[1], 'NX', 'PX', ARGV[2]) then return 1 end
  if redis.call('get', KEYS[1]) ~= ARGV[1] then return 0 end
  redis.call('pexpire', KEYS[1], ARGV[2])
  return 1`;
const RELEASE = `if redis.call('get', KEYS[1]) == ARGV[1] then return redis.call('del', KEYS[1]) end return 0`;

/** Opens leases on a connection of their own. Waits for nothing: Redis may come later. */
export function openLeases(options: QueueOptions): Leases {
  const client = connectProducer(options);
  const keyOf = (name: string) => `${options.prefix}:lease:${name}`;

  const ask = async (script: string, ...given: [key: string, ...values: (string | number)[]]): Promise<unknown> => {
    if (isAway(client)) throw new CallbookError('queue-unavailable', 'Redis is away.');
    try {
      return await within(ANSWER_TIMEOUT, 'Redis', () => client.eval(script, 1, ...given));
    } catch (error) {
      throw new CallbookError('queue-unavailable', 'Redis did not answer about a lease.', { cause: error });
    }
  };

  return {
    claim: async (name, holder, milliseconds) => (await ask(CLAIM, keyOf(name), holder, milliseconds)) === 1,
    release: async (name, holder) => void (await ask(RELEASE, keyOf(name), holder)),
    async close() {
      client.disconnect();
    },
  };
}
