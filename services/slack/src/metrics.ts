import { Counter, Gauge, Histogram, type Registry } from 'prom-client';

/** Why a request was refused before it was read. */
export type Refusal = 'unsigned' | 'stale' | 'wrong-signature' | 'wrong-team' | 'unreadable';

export type SlackMetrics = {
  refused(reason: Refusal): void;
  /** Slack was answered, in so many seconds. */
  answered(receiver: 'socket' | 'http', kind: string, outcome: 'taken' | 'not-taken', seconds: number): void;
  /** What became of a piece of news: the name of the rule that said no, or that it was taken. */
  news(outcome: string): void;
  file(outcome: 'stored' | 'refused'): void;
  /** Messages that were found by a comparison with Slack, because no event had told of them. */
  found(messages: number): void;
};

/** The adapter's figures on `/metrics`. `pending` tells how much is still to be fetched. */
export function createMetrics(registry: Registry, pending: () => number): SlackMetrics {
  const registers = [registry];
  const refused = new Counter({
    name: 'callbook_slack_requests_refused_total',
    help: 'Requests that Slack did not sign, or that are of a workspace that is not configured',
    labelNames: ['reason'],
    registers,
  });
  const seconds = new Histogram({
    name: 'callbook_slack_ack_seconds',
    help: 'Seconds until Slack was told that it may forget something',
    labelNames: ['receiver', 'kind', 'outcome'],
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2, 3, 5],
    registers,
  });
  const news = new Counter({
    name: 'callbook_slack_news_total',
    help: 'What Slack told of, by what became of it',
    labelNames: ['outcome'],
    registers,
  });
  const files = new Counter({
    name: 'callbook_slack_files_total',
    help: 'Files of messages that were stored, or that stay where they are',
    labelNames: ['outcome'],
    registers,
  });
  const found = new Counter({
    name: 'callbook_slack_messages_found_total',
    help: 'Messages that no event had told of',
    registers,
  });
  const work: Gauge = new Gauge({
    name: 'callbook_slack_work',
    help: 'Files, profiles and messages that are still to be fetched',
    registers,
    collect() {
      work.set(pending());
    },
  });
  return {
    refused: (reason) => refused.inc({ reason }),
    answered: (receiver, kind, outcome, took) => seconds.observe({ receiver, kind, outcome }, took),
    news: (outcome) => news.inc({ outcome }),
    file: (outcome) => files.inc({ outcome }),
    found: (messages) => found.inc(messages),
  };
}
