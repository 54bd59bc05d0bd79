import { Channel } from '@callbook/contracts';
import { z } from 'zod';
import { definitions } from './definitions.ts';

/** The answer of `GET /api/statistics`. */

const Instant = z.iso.datetime();
const Count = z.number().int().nonnegative();
const Seconds = z.number().nonnegative();

const kept = (of: 'response' | 'resolution') =>
  z.strictObject({
    done: Count.describe(definitions[`${of}.done`]),
    inTime: Count.describe(definitions[`${of}.inTime`]),
    late: Count.describe(definitions[`${of}.late`]),
    overdue: Count.describe(definitions[`${of}.overdue`]),
    meanSeconds: Seconds.optional().describe(definitions[`${of}.meanSeconds`]),
  });

const group = {
  calls: Count.describe(definitions.calls),
  response: kept('response'),
  resolution: kept('resolution'),
  reopened: Count.describe(definitions.reopened),
  ratings: Count.describe(definitions.ratings),
  meanRating: z.number().min(1).max(5).optional().describe(definitions.meanRating),
};
const Groups = z.array(z.strictObject({ key: z.string(), ...group }));
const Quantiles = z.strictObject({ median: Seconds, ninetieth: Seconds });

export const StatisticsSchema = z.strictObject({
  timeZone: z.string(),
  since: z.iso.date(),
  until: z.iso.date(),
  from: Instant.describe('When the first day begins in this time zone.'),
  to: Instant.describe('When the last day ends there.'),
  total: z.strictObject({
    ...group,
    contacts: Count.describe(definitions['total.contacts']),
    duplicates: Count.describe(definitions['total.duplicates']),
    contactsPerCall: z.number().nonnegative().optional().describe(definitions['total.contactsPerCall']),
    contactsByChannel: z.record(Channel, Count).describe(definitions['total.contactsByChannel']),
    responseSeconds: Quantiles.optional().describe(definitions['total.responseSeconds']),
    resolutionSeconds: Quantiles.optional().describe(definitions['total.resolutionSeconds']),
    stars: z.array(Count).length(5).describe(definitions['total.stars']),
  }),
  backlog: z.strictObject({
    at: Instant,
    open: Count.describe(definitions['backlog.open']),
    byAge: z.array(Count).length(5).describe(definitions['backlog.byAge']),
    oldest: Instant.optional().describe(definitions['backlog.oldest']),
  }),
  by: z
    .strictObject({
      channel: Groups,
      department: Groups,
      service: Groups,
      priority: Groups,
      hour: Groups,
      weekday: Groups,
      day: z.array(
        z.strictObject({
          key: z.string(),
          ...group,
          resolved: Count.optional().describe(definitions['by.day.resolved']),
          open: Count.optional().describe(definitions['by.day.open']),
        }),
      ),
    })
    .describe(definitions.by),
  definitions: z.record(z.string(), z.string()).describe('What each figure means, by its place in this answer.'),
});
