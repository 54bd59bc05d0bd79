import { Counter, Gauge, Histogram, type Registry } from 'prom-client';
import type { Refusal } from './signature.ts';

export type VoiceMetrics = {
  refused(reason: Refusal): void;
  /** One webhook was answered, in so many seconds. */
  webhook(name: string, outcome: 'taken' | 'not-taken', seconds: number): void;
  recording(outcome: 'stored' | 'missing' | 'deleted'): void;
  /** Calls that were found by a comparison with Twilio, because no webhook had told of them. */
  found(calls: number): void;
  foundTexts(texts: number): void;
  text(outcome: 'sent' | 'found' | 'refused' | 'undelivered'): void;
};

/** The adapter's figures on `/metrics`. `pending` tells how much is on the worklist. */
export function createMetrics(registry: Registry, pending: () => number): VoiceMetrics {
  const registers = [registry];
  const refused = new Counter({
    name: 'callbook_voice_webhooks_refused_total',
    help: 'Webhooks without the right signature',
    labelNames: ['reason'],
    registers,
  });
  const seconds = new Histogram({
    name: 'callbook_voice_webhook_seconds',
    help: 'Seconds until a webhook was answered',
    labelNames: ['webhook', 'outcome'],
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2, 5],
    registers,
  });
  const recordings = new Counter({
    name: 'callbook_voice_recordings_total',
    help: 'Recordings that were stored, could not be had within an hour, or were deleted at the provider',
    labelNames: ['outcome'],
    registers,
  });
  const found = new Counter({
    name: 'callbook_voice_calls_found_total',
    help: 'Calls that no webhook had told of',
    registers,
  });
  const foundTexts = new Counter({
    name: 'callbook_voice_texts_found_total',
    help: 'Text messages that no webhook had told of',
    registers,
  });
  const texts = new Counter({
    name: 'callbook_voice_texts_total',
    help: 'Text messages that were sent, found sent when it was not known, refused by the provider, or did not arrive',
    labelNames: ['outcome'],
    registers,
  });
  const work: Gauge = new Gauge({
    name: 'callbook_voice_work',
    help: 'Recordings to fetch and calls to look at',
    registers,
    collect() {
      work.set(pending());
    },
  });
  return {
    refused: (reason) => refused.inc({ reason }),
    webhook: (webhook, outcome, took) => seconds.observe({ webhook, outcome }, took),
    recording: (outcome) => recordings.inc({ outcome }),
    found: (calls) => found.inc(calls),
    foundTexts: (count) => foundTexts.inc(count),
    text: (outcome) => texts.inc({ outcome }),
  };
}
