import type { Archive } from '@callbook/archive';
import type { PaperConfig, Tray } from '@callbook/contracts';
import type { Intake } from '@callbook/intake';
import type { Logger } from '@callbook/runtime';
import type { PaperMetrics } from './metrics.ts';

/** Everything that the work for one tray needs. */
export type Station = {
  readonly tray: Tray;
  readonly paper: PaperConfig;
  readonly archive: Pick<Archive, 'put' | 'size'>;
  readonly intake: Pick<Intake, 'accept' | 'recorded' | 'cursor' | 'report'>;
  readonly metrics: PaperMetrics;
  readonly logger: Logger;
  readonly now: () => Date;
  /** UUID v7. */
  readonly newId: () => string;
  readonly signal: AbortSignal;
};
