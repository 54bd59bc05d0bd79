import { createHash } from 'node:crypto';
import { z } from 'zod';
import { Details } from './details.ts';
import { type ErrorCode, errorCodes } from './errors.ts';
import { Instant, Key, Phone, Sha256, Size, Text, Word } from './fields.ts';
import { cleanText } from './text.ts';

export { MissedReason, PaperWay, SlackWay } from './details.ts';

export const Channel = z.enum(['email', 'voice', 'slack', 'paper', 'phone', 'web']);
export type Channel = z.infer<typeof Channel>;

/** Why a revision exists. For each cause the latest one at the source wins; different causes overlay each other. */
export const RevisionCause = z.enum([
  'recording',
  'transcript',
  'reading',
  'ended',
  'choice',
  'fetched',
  'files',
  'requester',
  'edit',
  'deletion',
  'person',
]);
export type RevisionCause = z.infer<typeof RevisionCause>;

const MachineKind = z.enum(['auto-reply', 'bounce', 'delivery-report', 'read-receipt', 'list', 'own']);
/** Mail that no person wrote. It is logged and never acknowledged. */
export type MachineKind = z.infer<typeof MachineKind>;

const Attachment = z.object({
  sha256: Sha256,
  name: Word,
  mediaType: Word,
  /** Bytes. */
  size: Size,
  /** Shown inside the text (an image of the mail), not beside it. */
  inline: z.boolean(),
});
export type Attachment = z.infer<typeof Attachment>;

/**
 * One inbound communication by one person through one channel at one time: version 1 of the contract between the
 * channel adapters and the log. A contact never changes; later news of it is another contact that `revises` it.
 */
export const Contact = z
  .object({
    version: z.literal(1),
    /** UUID v7: sorts by time, made by the adapter. */
    id: z.uuid(),
    channel: Channel,
    /** Which mailbox, number, workspace, tray or form of the channel. */
    account: Word,
    /** The channel's own id of this contact. */
    sourceId: Word,
    /** `contactKey(carrierOf(contact), account, sourceId)`. */
    key: Key,
    revises: z.object({ key: Key, cause: RevisionCause }).optional(),
    /** When it happened at the source. */
    occurredAt: Instant,
    /** When Callbook took it. */
    receivedAt: Instant,
    from: z.object({
      name: Word.optional(),
      email: Word.optional(),
      phone: Phone.optional(),
      /** `team/user`, such as `T0123/U0456`: a user's own name is good within its workspace. */
      slackUser: Word.optional(),
      employeeNumber: Word.optional(),
      /**
       * True when the channel vouches for these identities; false when its check failed, or when they were read in a
       * place that it does not check; absent: nobody checked.
       */
      verified: z.boolean().optional(),
    }),
    to: z.array(Word).max(1000),
    subject: Text.optional(),
    /** What the person said, without quoted history and signature. */
    text: Text,
    /** The whole of it. */
    fullText: Text,
    /** Where the HTML is archived. */
    html: Sha256.optional(),
    /** BCP 47. */
    language: Word.optional(),
    thread: z.object({
      /** RFC 5322 msg-id without the angle brackets. */
      messageId: Word.optional(),
      /** In-Reply-To and References, oldest first, without the angle brackets. */
      references: z.array(Word).max(500),
      /** `team:conversation:ts` of the message that the thread hangs from; of a message on its own, its own. */
      slackThread: Word.optional(),
      /** The reference of a call, as the requester quoted it (its check digit is right). */
      callReference: Word.optional(),
      /** The token of the reply address it was sent to (`desk+TOKEN@`): only who got a mail of that call knows it. */
      replyToken: Word.optional(),
      formNumber: Word.optional(),
    }),
    attachments: z.array(Attachment).max(2000),
    original: z.object({ sha256: Sha256, mediaType: Word, size: Size }),
    machine: MachineKind.optional(),
    media: z
      .object({
        kind: z.enum(['recording', 'scan']),
        state: z.enum(['pending', 'done', 'failed', 'needs-person']),
        confidence: z.number().min(0).max(1).optional(),
        /** Of a scan: so many of the attachments, from the first, are files that are to be read. Default: 1. */
        files: z.number().int().positive().max(2000).optional(),
        /** Of a transcript or a reading: the key of the contact that brought what was listened to or read. */
        of: Key.optional(),
      })
      .optional(),
    /** Why this contact could not be read as it should be. The original is kept all the same. */
    problem: z
      .object({ code: z.enum(Object.keys(errorCodes) as [ErrorCode, ...ErrorCode[]]), message: Text })
      .optional(),
    details: Details,
  })
  .refine((contact) => contact.details.channel === contact.channel, {
    path: ['details', 'channel'],
    message: 'details belong to another channel',
  })
  .refine((contact) => contact.key === contactKey(carrierOf(contact), contact.account, contact.sourceId), {
    path: ['key'],
    message: 'the key is not that of channel, account and source id',
  });
export type Contact = z.infer<typeof Contact>;

/**
 * The channel that brought a contact: its own, but for what a telephone system or a scanner sends by mail. Of that the
 * mailbox knows nothing but the mail, so that its key must not depend on what is read in it.
 */
export function carrierOf({ channel, details }: { channel: Channel; details: z.infer<typeof Details> }): Channel {
  return 'mail' in details && details.mail !== undefined ? 'email' : channel;
}

/**
 * What makes a contact the same contact: sha256 over channel, account and source id, as 43 characters of base64url.
 * Equal for the same delivery, whoever computes it and whenever. NUL parts the three, and none of them can hold one.
 */
export function contactKey(channel: Channel, account: string, sourceId: string): string {
  return createHash('sha256').update([channel, account, sourceId].map(cleanText).join('\0')).digest('base64url');
}
