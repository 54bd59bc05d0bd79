import { type Contact, isCallbookError, PACK_LIMIT, SECOND } from '@callbook/contracts';
import type { Finished, MessageState, Producer } from '@callbook/queue';
import { backoff, type Logger, sleep } from '@callbook/runtime';
import { createBell } from './bell.ts';
import { tallyOf } from './confirmed.ts';
import type { Kept, Spool } from './spool.ts';

/** What the forwarder asks of the queue. */
export type Forwarding = Pick<Producer, 'send' | 'state'>;

export type ForwarderDeps = {
  readonly spool: Spool;
  readonly queue: Forwarding;
  readonly logger: Logger;
  /** Makes ids of packs; unique for ever. */
  readonly newId: () => string;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** Told when the log has these keys and the spool has let them go. */
  readonly onRecorded: (keys: readonly string[]) => void;
};

export type Forwarder = {
  /** There may be something to forward. */
  wake(): void;
  /** A message is finished; ignored when it is not one of ours. */
  finished(finished: Finished): void;
  close(): Promise<void>;
};

type Pack = { readonly kept: readonly Kept[]; sentAt: number; dead: boolean };

/** This many packs are on the queue at the most. The rest waits in the spool, where it costs no memory. */
const WINDOW = 32;
/** A pack is held in memory by us, by Redis and by the worker: long contacts travel in smaller packs. */
const PACK_BYTES = 1_000_000;
/** A pack that has not been heard of for so long is asked after. */
const DOUBT = 10 * SECOND;
const SWEEP = 5 * SECOND;

/**
 * Carries contacts from the spool to the queue and lets go of those that the log has. One contact a message when it is
 * quiet; while one message is being sent others gather, so that a backlog travels in packs of a hundred.
 *
 * Hearing that a message is finished is best effort. The sweep asks after what was not heard of: a message that the
 * queue no longer has was either done or lost, and both are healed by sending it again.
 */
export function startForwarder({ spool, queue, logger, newId, now, onRecorded }: ForwarderDeps): Forwarder {
  const stop = new AbortController();
  const packs = new Map<string, Pack>();
  const wait = backoff(SECOND / 5, 5 * SECOND);
  let sentUpTo = 0;
  const bell = createBell();
  let reported = false;

  /** Packs that are dead letters wait for a person; nothing behind them may wait with them. */
  const underway = () => [...packs.values()].filter(({ dead }) => !dead).length;

  const send = async (id: string, contacts: readonly Contact[]): Promise<boolean> => {
    try {
      await queue.send('contacts', { contacts: [...contacts] }, id);
      wait.reset();
      reported = false;
      return true;
    } catch (error) {
      // What the queue refuses for good stays in the spool and is said aloud; an absent Redis is an everyday thing.
      const level = isCallbookError(error, 'queue-unavailable') ? 'debug' : 'error';
      if (!reported) logger[level]({ err: error, spooled: spool.size() }, 'contacts wait in the spool');
      reported = level === 'error';
      return false;
    }
  };

  const forward = async () => {
    while (!stop.signal.aborted) {
      const found = underway() < WINDOW ? spool.after(sentUpTo, PACK_LIMIT, PACK_BYTES) : [];
      if (found.length === 0) {
        await bell.rung();
        continue;
      }
      const id = newId();
      const kept = found.map(({ place, contact }) => ({ place, key: contact.key, tally: tallyOf(contact) }));
      // Before it is sent: the answer can be faster than the sending.
      packs.set(id, { kept, sentAt: now(), dead: false });
      const contacts = found.map(({ contact }) => contact);
      if (await send(id, contacts)) sentUpTo = kept.at(-1)?.place ?? sentUpTo;
      else {
        packs.delete(id);
        await sleep(wait.next(), stop.signal);
      }
    }
  };

  const release = async (id: string, { kept }: Pack) => {
    packs.delete(id);
    try {
      await spool.release(kept);
      onRecorded(kept.map(({ key }) => key));
    } catch (error) {
      // Still in the spool, and the log has it: after a restart it is sent again and answered "already recorded".
      logger.error({ err: error }, 'recorded contacts could not be taken from the spool');
    }
    bell.ring();
  };

  const resend = async (id: string, pack: Pack) => {
    const contacts = spool.at(pack.kept.map(({ place }) => place)).map(({ contact }) => contact);
    if (contacts.length === 0) packs.delete(id);
    else if (await send(id, contacts)) pack.sentAt = now();
  };

  const sweep = async () => {
    for (const [id, pack] of packs) {
      if (stop.signal.aborted || now() - pack.sentAt < DOUBT) continue;
      const state: MessageState = await queue.state('contacts', id);
      if (state === 'gone') await resend(id, pack);
      else if (state === 'dead' && !pack.dead) finished({ id, outcome: 'dead' });
      else if (state === 'queued') Object.assign(pack, { dead: false, sentAt: now() - DOUBT / 2 });
    }
  };

  const sweeping = async () => {
    while (!stop.signal.aborted) {
      await sleep(SWEEP, stop.signal);
      try {
        await sweep();
      } catch (error) {
        logger.debug({ err: error }, 'the sweep waits for Redis');
      }
    }
  };

  const finished = ({ id, outcome, reason }: Finished) => {
    const pack = packs.get(id);
    if (!pack) return;
    if (outcome === 'done') return void release(id, pack);
    if (!pack.dead) logger.error({ message: id, reason }, 'contacts are in a dead letter; they stay in the spool');
    pack.dead = true;
    bell.ring();
  };

  const loops = Promise.all([forward(), sweeping()]);
  return {
    wake: bell.ring,
    finished,
    async close() {
      stop.abort();
      bell.ring();
      await loops;
    },
  };
}
