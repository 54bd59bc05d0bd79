import { z } from 'zod';
import { ServiceHours } from './service-hours.ts';
import { afterServiceTime } from './service-time.ts';

/** When a person answers: what requesters are told, and what `respondBy` of a call is computed from. */
export const ResponseConfig = z.strictObject({
  /** Left out, those that callers are told (`voice.serviceHours`). */
  serviceHours: ServiceHours.optional(),
  /** Minutes of service hours. Left out, those of `voice.responseMinutes`. */
  minutes: z.number().int().min(1).max(20_160).optional(),
});

/** The message that tells a requester the reference of a new call, and when to expect an answer. */
export const AcknowledgementConfig = z.strictObject({
  enabled: z.boolean().default(true),
  /** Where many read along in Slack: in the thread, or shown to the requester alone. */
  slackInPublic: z.enum(['thread', 'ephemeral']).default('thread'),
  /** Acknowledgements to one address within an hour: two machines that answer each other stop there. */
  perHour: z.number().int().min(1).max(1000).default(3),
  perDay: z.number().int().min(1).max(10_000).default(10),
  /** Acknowledgements of all channels within an hour. More is a flood, and is not answered. */
  allPerHour: z.number().int().min(1).max(1_000_000).default(500),
});
export type AcknowledgementConfig = z.infer<typeof AcknowledgementConfig>;

/** When the response clock runs, and for how long. */
export type ResponseClock = { readonly serviceHours: ServiceHours; readonly minutes: number };

type Told = {
  readonly response: z.infer<typeof ResponseConfig>;
  readonly voice: { readonly serviceHours: ServiceHours; readonly responseMinutes: number };
};

/** The response clock of a configuration. What callers are told holds for everybody, unless something else is set. */
export function responseClock({ response, voice }: Told): ResponseClock {
  return {
    serviceHours: response.serviceHours ?? voice.serviceHours,
    minutes: response.minutes ?? voice.responseMinutes,
  };
}

/** The instant by which a person must answer what came at `receivedAt`. Undefined where nobody is ever there. */
export function respondBy({ serviceHours, minutes }: ResponseClock, receivedAt: Date): Date | undefined {
  return afterServiceTime(serviceHours, receivedAt, minutes);
}
