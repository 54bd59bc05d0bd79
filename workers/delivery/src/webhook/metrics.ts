import { Counter, type Registry } from 'prom-client';

export type WebhookMetrics = {
  /** An attempt to tell an endpoint of an event was made, or was not made because it sees nothing of the call. */
  attempted(webhook: string, outcome: 'delivered' | 'failed' | 'gone' | 'aborted' | 'withheld'): void;
};

/** The figures of webhooks on `/metrics`. */
export function createWebhookMetrics(registry: Registry): WebhookMetrics {
  const attempts = new Counter({
    name: 'callbook_webhooks_total',
    help: 'Attempts to tell webhooks of events, by what became of them',
    labelNames: ['webhook', 'outcome'],
    registers: [registry],
  });
  return { attempted: (webhook, outcome) => attempts.inc({ webhook, outcome }) };
}
