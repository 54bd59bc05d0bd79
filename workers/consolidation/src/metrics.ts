import { Counter, Histogram, type Registry } from 'prom-client';
import type { Recorded } from './record.ts';

export type Metrics = {
  /** Runs a batch and counts what it did. */
  batch(size: number, work: () => Promise<Recorded>): Promise<Recorded>;
};

/** The worker's figures on `/metrics`. */
export function createMetrics(registry: Registry): Metrics {
  const registers = [registry];
  const contacts = new Counter({
    name: 'callbook_contacts_recorded_total',
    help: 'Contacts recorded in the log',
    registers,
  });
  const calls = new Counter({ name: 'callbook_calls_opened_total', help: 'Calls opened by contacts', registers });
  const duplicates = new Counter({
    name: 'callbook_contacts_duplicate_total',
    help: 'Contacts that say again what another said',
    registers,
  });
  const failed = new Counter({
    name: 'callbook_batches_failed_total',
    help: 'Batches that were rolled back',
    registers,
  });
  const size = new Histogram({
    name: 'callbook_batch_contacts',
    help: 'Contacts in a batch',
    buckets: [1, 2, 5, 10, 25, 50, 100, 200, 300],
    registers,
  });
  const seconds = new Histogram({
    name: 'callbook_batch_seconds',
    help: 'Seconds a batch took',
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 5],
    registers,
  });
  return {
    async batch(contactCount, work) {
      const stopClock = seconds.startTimer();
      try {
        const recorded = await work();
        size.observe(contactCount);
        contacts.inc(recorded.contacts);
        calls.inc(recorded.calls);
        duplicates.inc(recorded.duplicates);
        return recorded;
      } catch (error) {
        failed.inc();
        throw error;
      } finally {
        stopClock();
      }
    },
  };
}
