import type { Archive } from '@callbook/archive';
import type { TwilioAccount, TwilioConfig, VoiceConfig } from '@callbook/contracts';
import type { Intake } from '@callbook/intake';
import type { Outbound } from '@callbook/outbound';
import type { Logger } from '@callbook/runtime';
import type { TwilioApi } from './api.ts';
import type { Known } from './known.ts';
import type { VoiceMetrics } from './metrics.ts';
import type { Worklist } from './worklist.ts';

/** Everything that the work for one Twilio account needs. */
export type Station = {
  readonly account: TwilioAccount;
  readonly twilio: TwilioConfig;
  readonly voice: VoiceConfig;
  readonly api: TwilioApi;
  /** Where what became of sent messages is told; absent where nothing is sent. */
  readonly outbound?: Outbound | undefined;
  readonly archive: Archive;
  readonly intake: Intake;
  readonly known: Known;
  readonly worklist: Worklist;
  readonly metrics: VoiceMetrics;
  readonly logger: Logger;
  readonly now: () => Date;
  readonly newId: () => string;
  readonly signal: AbortSignal;
  /** Milliseconds in which a recording of an ended call may still appear in Twilio's lists. */
  readonly grace: number;
  /** Milliseconds within which the last news of a call come, so that one look serves them all. */
  readonly settling: number;
};
