import type { MediaFound } from '@callbook/contracts';
import { Counter, Histogram, type Registry } from 'prom-client';
import type { Outcome } from './transcript-outcome.ts';

export type Metrics = {
  /** Runs the work on one recording or scan and counts what came of it. */
  worked(kind: MediaFound['kind'], work: () => Promise<Outcome | undefined>): Promise<void>;
};

/** The worker's figures on `/metrics`. */
export function createMetrics(registry: Registry): Metrics {
  const registers = [registry];
  const of = (noun: string, verb: string, what: string) => ({
    outcomes: new Counter({
      name: `callbook_${noun}s_${verb}_total`,
      help: `${what}, by what came of it`,
      labelNames: ['state'],
      registers,
    }),
    seconds: new Histogram({
      name: `callbook_${noun}_${verb}_seconds`,
      help: `Seconds that one of them took: ${what}`,
      buckets: [0.25, 0.5, 1, 2, 5, 10, 30, 60, 300, 900],
      registers,
    }),
  });
  const kinds = {
    recording: of('recording', 'heard', 'Recordings that were listened to'),
    scan: of('scan', 'read', 'Scans that were read'),
  };
  return {
    async worked(kind, work) {
      const { seconds, outcomes } = kinds[kind];
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
