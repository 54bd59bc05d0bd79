import { Counter, Histogram, type Registry } from 'prom-client';
import type { Outcome } from './transcript-outcome.ts';

export type Metrics = {
  /** Runs the work on one recording and counts what came of it. */
  heard(work: () => Promise<Outcome | undefined>): Promise<void>;
};

/** The worker's figures on `/metrics`. */
export function createMetrics(registry: Registry): Metrics {
  const registers = [registry];
  const outcomes = new Counter({
    name: 'callbook_recordings_heard_total',
    help: 'Recordings that were listened to, by what came of it',
    labelNames: ['state'],
    registers,
  });
  const seconds = new Histogram({
    name: 'callbook_recording_heard_seconds',
    help: 'Seconds that listening to a recording took',
    buckets: [0.25, 0.5, 1, 2, 5, 10, 30, 60, 300, 900],
    registers,
  });
  return {
    async heard(work) {
      const stop = seconds.startTimer();
      try {
        const outcome = await work();
        if (!outcome) return;
        stop();
        outcomes.inc({ state: outcome.state });
      } catch (error) {
        outcomes.inc({ state: 'failed' });
        throw error;
      }
    },
  };
}
