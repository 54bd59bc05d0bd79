import { join } from 'node:path';
import { CallbookError, type Config, Contact, isCallbookError, LedgerReport } from '@callbook/contracts';
import { openLeases, openProducer, watchFinished } from '@callbook/queue';
import type { Lifecycle, Logger, RoleContext } from '@callbook/runtime';
import { startForwarder } from './forwarder.ts';
import { createHolding, type HoldLease } from './lease.ts';
import { startReporter } from './reporter.ts';
import { openSpool, type Spool } from './spool.ts';

/** What became of an accepted contact: kept in the spool now, or known to be in the log already. */
export type Accepted = { readonly key: string; readonly state: 'spooled' | 'recorded' };

/** All that an adapter needs to hand contacts over. */
export type Intake = {
  /**
   * Takes a contact over: when this resolves it is on disk and will be in the log, whatever dies. A source that
   * forgets its messages may be acked then, and not before. Never waits for Redis or Postgres.
   * @throws CallbookError `contact-invalid`, `spool-full`, `spool-failed`: not taken over.
   */
  accept(contact: Contact): Promise<Accepted>;
  readonly recorded: {
    /** True when the log is known to have this key. False may also mean that it was forgotten: accept it then. */
    has(key: string): boolean;
    /** Hears of keys that the log has. Returns how to stop listening. */
    onRecorded(listener: (keys: readonly string[]) => void): () => void;
  };
  /** Small durable state of the adapter, such as the last UID it has seen. */
  readonly cursor: {
    get(name: string): unknown;
    set(name: string, value: unknown): Promise<void>;
  };
  /**
   * Waits until this process may be the only reader of a source, by a name that all its readers use
   * (`email/<account>/<folder>`), and holds it until it is released or `lost`. Whoever is killed is succeeded within
   * 20 s. Without Redis nobody can know, and everyone holds: readers beside each other are harmless, since contacts
   * are accepted by their keys. Resolves with a lost one when the signal aborts, and rejects for nothing.
   */
  readonly lease: HoldLease;
  /**
   * Tells the ledger what the source holds. The latest report of each account's part and day is on disk when this
   * resolves, and goes to the log as contacts do, whenever Redis is there; and again every hour, for a log that was
   * restored from a backup. Never waits for Redis or Postgres.
   * @throws CallbookError `message-invalid`; `spool-full`, `spool-failed`: not kept, and the next report makes up for it.
   */
  report(reports: readonly LedgerReport[]): Promise<void>;
  /** Contacts that are accepted and not recorded yet. */
  pending(): number;
};

export type IntakeContext = {
  readonly config: Pick<Config, 'spool' | 'redis'>;
  readonly home: string;
  readonly logger: Logger;
  readonly lifecycle: Lifecycle;
  readonly http?: RoleContext['http'];
  /**
   * Milliseconds for which it is remembered what the log has; default 90 days. None for who knows better than its
   * spool: what is left there of an earlier run is forwarded, and all else is accepted anew.
   */
  readonly memory?: number;
};

/** In the spool's durable state, beside the adapter's cursors. */
const HOLDER = 'lease-holder';

/**
 * Opens the intake of one role: its spool, and the forwarding of it. Works without Redis.
 * @throws CallbookError `config-invalid` without a Redis in the configuration; `spool-failed` when another process has
 * this role's spool open.
 */
export async function openIntake(role: string, context: IntakeContext): Promise<Intake> {
  const { config, home, logger, lifecycle, http, memory } = context;
  if (!config.redis) throw new CallbookError('config-invalid', 'No queue: set redis.url or REDIS_URL.');
  const queueOptions = { ...config.redis, logger };
  const listeners = new Set<(keys: readonly string[]) => void>();
  const spool = openSpool({
    folder: join(config.spool.folder ?? join(home, 'spool'), role),
    reserve: config.spool.reserve,
    now: Date.now,
    memory,
  });
  const producer = openProducer(queueOptions);
  const forwarder = startForwarder({
    spool,
    queue: producer,
    logger,
    newId: () => `pack-${crypto.randomUUID()}`,
    now: Date.now,
    onRecorded: (keys) => {
      for (const listener of listeners) listener(keys);
    },
  });
  const finished = watchFinished(queueOptions, 'contacts', forwarder.finished);
  const reporter = startReporter({
    spool,
    queue: producer,
    logger,
    newId: () => `reports-${crypto.randomUUID()}`,
    now: Date.now,
  });
  const leases = openLeases(queueOptions);
  const holding = createHolding({
    leases,
    logger,
    holder: await holderOf(spool, logger),
    clock: () => performance.now(),
  });
  producer.onReady(forwarder.wake);
  http?.ready(`intake of ${role}: queue`, () => producer.ready());

  lifecycle.onStop(`intake of ${role}`, async () => {
    await holding.close();
    await Promise.all([forwarder.close(), reporter.close(), finished.close(), producer.close(), leases.close()]);
    await spool.close();
  });

  return {
    async accept(contact) {
      const parsed = Contact.safeParse(contact);
      if (!parsed.success) throw new CallbookError('contact-invalid', `Not a contact: ${parsed.error.message}`);
      const { key } = parsed.data;
      if (spool.wasRecorded(key)) return { key, state: 'recorded' };
      await spool.keep(parsed.data);
      forwarder.wake();
      return { key, state: 'spooled' };
    },
    recorded: {
      has: (key) => spool.wasRecorded(key),
      onRecorded(listener) {
        listeners.add(listener);
        return () => listeners.delete(listener);
      },
    },
    cursor: { get: (name) => spool.get(name), set: (name, value) => spool.set(name, value) },
    lease: holding.hold,
    async report(reports) {
      const parsed = LedgerReport.array().safeParse(reports);
      if (!parsed.success) throw new CallbookError('message-invalid', `Not a report: ${parsed.error.message}`);
      await spool.reports.keep(parsed.data);
      reporter.wake();
    },
    pending: () => spool.size(),
  };
}

/**
 * Leases belong to the spool, which one process has at a time: one that was killed and comes back to its disk goes on
 * at once, and need not wait until its own lease has run out.
 */
async function holderOf(spool: Spool, logger: Logger): Promise<string> {
  const kept = spool.get(HOLDER);
  if (typeof kept === 'string') return kept;
  const holder = crypto.randomUUID();
  try {
    await spool.set(HOLDER, holder);
  } catch (error) {
    if (!isCallbookError(error)) throw error;
    logger.warn({ err: error }, 'the name of the spool could not be kept; after a crash its leases have to run out');
  }
  return holder;
}
