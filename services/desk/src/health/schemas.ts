import { Channel, messages } from '@callbook/contracts';
import { z } from 'zod';

const QueueName = z.enum(Object.keys(messages) as [keyof typeof messages, ...(keyof typeof messages)[]]);
const Instant = z.iso.datetime();

const WaitingSchema = z.strictObject({
  waiting: z.int().describe('How many wait.'),
  oldestAt: Instant.optional().describe('Since when the oldest of them waits.'),
});

export const HealthSchema = z.strictObject({
  accounts: z
    .array(
      z.strictObject({
        channel: Channel,
        account: z.string(),
        lastReceivedAt: Instant,
        contacts: z.int(),
        problems: z.int().describe('Of these contacts: could not be read as they should be.'),
      }),
    )
    .describe('Every account by which something came in the last seven days.'),
  missing: z.int().describe('Contacts that the sources are known to have had, and the log has not.'),
  outbox: WaitingSchema.describe('What is to be sent.'),
  media: WaitingSchema.describe('Recordings and scans that are to be heard or read.'),
  search: WaitingSchema.describe('Changes that a search does not know of yet.'),
  queues: z
    .array(
      z.strictObject({
        queue: QueueName,
        waiting: z.int().describe('Messages on their way, those in hand among them.'),
        dead: z.int().describe('Messages that were given up on.'),
      }),
    )
    .optional()
    .describe('Absent while Redis is away: contacts wait in the spools of their adapters.'),
  webhooks: z
    .array(
      WaitingSchema.extend({
        endpoint: z.string(),
        dead: z.int().describe('Events that were given up on.'),
        failingSince: Instant.optional().describe('Since when every attempt has failed.'),
        goneAt: Instant.optional().describe('When it answered 410: it is told of nothing from then on.'),
      }),
    )
    .describe('Every webhook that is configured, and those of which dead letters are left.'),
});

export const DeadLetterSchema = z.strictObject({
  id: z.string(),
  queue: z.enum([...QueueName.options, 'webhooks']).describe('Where it waited; `webhooks` are in the log.'),
  reason: z.string().describe('Why it was given up on, a code first where it has one.'),
  attempts: z.int(),
  queuedAt: Instant,
  failedAt: Instant.optional(),
  message: z.unknown().describe('What it says, as it lies in the queue.'),
});

export const DeadLettersSchema = z.strictObject({ items: z.array(DeadLetterSchema) });

export const RedrivenSchema = z.strictObject({ id: z.string() });

export const DeadLetterQuery = z.strictObject({
  limit: z.coerce.number().int().min(1).max(200).default(50).describe('At most so many.'),
});
