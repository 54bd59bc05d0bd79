import { z } from 'zod';
import { Channel, Contact, PaperWay } from './contact.ts';
import { CallStatus } from './priority.ts';
import { SECOND } from './time.ts';

/** How many contacts one queued message carries at the most: past a hundred the queue is no longer what limits. */
export const PACK_LIMIT = 100;

const ContactsAccepted = z.object({ contacts: z.array(Contact).min(1).max(PACK_LIMIT) });

/**
 * What a source held, as its adapter saw it: the messages of one part of an account (a folder, a number, a
 * conversation) on one day, each counted once however often it lies there. The latest report of a part and day stands.
 */
export const LedgerReport = z.object({
  channel: Channel,
  account: z.string().min(1).max(512),
  /** Of the account; empty where it has no parts. */
  part: z.string().max(512),
  /** The day at the source in UTC: `2026-11-24`. */
  day: z.iso.date(),
  /** Messages that are at the source now and belong in the log. */
  seen: z.number().int().nonnegative(),
  /** Of these: taken over, and not known to be recorded. */
  spooled: z.number().int().nonnegative(),
  /** Of these: not taken over. */
  untaken: z.number().int().nonnegative(),
  /**
   * Of the whole account on this day: contacts that the log once confirmed, as far back as the spool remembers. Should
   * the log have fewer, it has lost some. The intake fills it in.
   */
  confirmed: z.number().int().nonnegative().optional(),
  /** When the adapter looked. */
  at: z.iso.datetime(),
});
export type LedgerReport = z.infer<typeof LedgerReport>;

const LedgerReported = z.object({ reports: z.array(LedgerReport).min(1).max(PACK_LIMIT) });

/** A recording that is to be listened to, or a scan that is to be read: it is in the log already. */
const MediaFound = z.object({
  kind: z.enum(['recording', 'scan']),
  /** The contact that brought it, and the one that it revises, if any: what is found revises the same. */
  contact: z.object({
    key: z.string(),
    revises: z.string().optional(),
    channel: Channel,
    account: z.string(),
    sourceId: z.string(),
    language: z.string().optional(),
  }),
  attachments: z
    .array(z.object({ sha256: z.string(), name: z.string(), mediaType: z.string(), size: z.number() }))
    .min(1),
  /** Of a scan: so many of them, from the first, are to be read. Default: 1. */
  files: z.number().int().positive().optional(),
  /** Of a scan: what is known of each contact that comes of it besides what is read. */
  given: z
    .object({ way: PaperWay.optional(), takenBy: z.string().optional(), department: z.string().optional() })
    .optional(),
});
export type MediaFound = z.infer<typeof MediaFound>;

/** One message to a person, to be sent by the adapter of its channel. */
const Delivery = z.object({
  /** Stable over every repeat, so that a second sending can be recognised as one. */
  id: z.uuid(),
  /**
   * The first word about a new call, an agent's answer, or news of how the call stands; to the staff, a notice; the link
   * by which a requester sees all their calls.
   */
  kind: z.enum(['acknowledgement', 'reply', 'status', 'notice', 'link']),
  channel: Channel,
  account: z.string().min(1),
  /** An address, a user of Slack, or a number (E.164). */
  to: z.string().min(1),
  /** Whose name it goes out under. */
  from: z.string().optional(),
  /** Another address than the account's that answers are to go to. */
  replyTo: z.string().optional(),
  subject: z.string().optional(),
  text: z.string(),
  html: z.string().optional(),
  thread: z.object({
    /** The id that it is to have: the same for every repeat. */
    messageId: z.string().optional(),
    /** What it answers, the nearest last. */
    references: z.array(z.string()),
    /** As in a contact: where it belongs. Without one it goes to the person directly. */
    slackThread: z.string().optional(),
  }),
  /** Who reads along where it goes to, and whether it is for one person's eyes there. */
  audience: z.enum(['everybody', 'recipient']).optional(),
  /** BCP 47, of the text; and the time zone that its times are told in. */
  language: z.string(),
  timeZone: z.string(),
  /** What it is about, for channels that show it in a form of their own. The text says the same. */
  call: z.object({
    reference: z.string(),
    title: z.string(),
    status: CallStatus,
    department: z.string().optional(),
    respondBy: z.iso.datetime().optional(),
    /** The requester has said how content they are: they are not asked again. */
    rated: z.boolean().optional(),
    /** Of an acknowledgement: what the service that it is about needs to know. */
    questions: z.array(z.string()).optional(),
  }),
  /** The agent who wrote it. */
  by: z.string().optional(),
});
export type Delivery = z.infer<typeof Delivery>;

const DeliveryAnswer = z.object({
  id: z.uuid(),
  /** `undelivered`: it was sent, and the channel says later that it did not arrive. */
  outcome: z.enum(['sent', 'refused', 'undelivered']),
  /** The channel's own id of what was sent. */
  sourceId: z.string().optional(),
  reason: z.string().optional(),
  /** Whoever it was for has asked the channel for no more messages of this account. */
  optedOut: z.boolean().optional(),
  at: z.iso.datetime(),
});
export type DeliveryAnswer = z.infer<typeof DeliveryAnswer>;

export type MessageSpec = {
  readonly schema: z.ZodType;
  /** How often a handler is called for one message before it is a dead letter. */
  readonly attempts: number;
  /** Milliseconds before the second attempt; doubled for each one after it. */
  readonly backoff: number;
};

/** The only list of messages that travel over the queue. A message's name is its queue's name. */
export const messages = {
  contacts: { schema: ContactsAccepted, attempts: 8, backoff: 2 * SECOND },
  ledger: { schema: LedgerReported, attempts: 8, backoff: 2 * SECOND },
  media: { schema: MediaFound, attempts: 8, backoff: 30 * SECOND },
  'deliveries-email': { schema: Delivery, attempts: 12, backoff: 5 * SECOND },
  'deliveries-voice': { schema: Delivery, attempts: 12, backoff: 5 * SECOND },
  'deliveries-slack': { schema: Delivery, attempts: 12, backoff: 5 * SECOND },
  'delivery-answers': { schema: DeliveryAnswer, attempts: 8, backoff: 2 * SECOND },
} as const satisfies Record<string, MessageSpec>;

export type MessageName = keyof typeof messages;
export type Message<N extends MessageName> = z.infer<(typeof messages)[N]['schema']>;
