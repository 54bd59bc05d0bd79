import { Counter, Histogram, type Registry } from 'prom-client';

export type PaperMetrics = {
  /** A file was taken over. */
  taken(tray: string, way: string, outcome: 'accepted' | 'refused' | 'known'): void;
  /** An upload was answered, in so many seconds. */
  answered(status: number, seconds: number): void;
};

/** The adapter's figures on `/metrics`. */
export function createMetrics(registry: Registry): PaperMetrics {
  const registers = [registry];
  const files = new Counter({
    name: 'callbook_paper_files_total',
    help: 'Files that were taken over, by whether they will be read',
    labelNames: ['tray', 'way', 'outcome'],
    registers,
  });
  const seconds = new Histogram({
    name: 'callbook_paper_upload_seconds',
    help: 'Seconds until an upload was answered',
    labelNames: ['status'],
    buckets: [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 60],
    registers,
  });
  return {
    taken: (tray, way, outcome) => files.inc({ tray, way, outcome }),
    answered: (status, took) => seconds.observe({ status }, took),
  };
}
