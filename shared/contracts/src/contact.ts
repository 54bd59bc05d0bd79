import { createHash } from 'node:crypto';
import { z } from 'zod';
import { type ErrorCode, errorCodes } from './errors.ts';
import { cleanText } from './text.ts';

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

const Text = z.string().transform(cleanText);
/** A name in a list: one line, and short enough for an index. Something must be left of it when it is cleaned. */
const Word = z
  .string()
  .max(512)
  .transform(cleanText)
  .refine((word) => word !== '', 'nothing that can be stored');
/** RFC 3339 in UTC, as `Date.prototype.toISOString` writes it. */
const Instant = z.iso.datetime();
const Sha256 = z.string().regex(/^[0-9a-f]{64}$/, 'a sha256 in lower-case hexadecimal');
const Size = z.number().int().nonnegative();
/** E.164. */
const Phone = z.string().regex(/^\+[1-9]\d{1,14}$/);
const Key = z.string().regex(/^[\w-]{43}$/, 'a contact key');

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

/** Where a mail lies, or how it was handed over. */
const mailPlace = {
  folder: Word.optional(),
  uidValidity: z.string().max(32).optional(),
  uid: z.number().int().positive().optional(),
  /** Of mail that was handed to us by SMTP or LMTP: what was said besides the mail itself, which is not in the original. */
  envelope: z
    .object({
      /** MAIL FROM; empty for reports, which nobody is to answer (RFC 5321 §4.5.5). */
      from: z.string().max(512).transform(cleanText),
      /** RCPT TO, those of this account. */
      to: z.array(Word).max(100),
      /** The address of the server that handed it over, and whether that was encrypted. */
      client: Word,
      tls: z.boolean(),
    })
    .optional(),
};

const EmailDetails = z.object({
  channel: z.literal('email'),
  ...mailPlace,
  cc: z.array(Word).max(1000).optional(),
  replyTo: Word.optional(),
  sender: Word.optional(),
  /** The Date header as an instant, where it could be read: what the sender's clock said. */
  sentAt: Instant.optional(),
  inReplyTo: Word.optional(),
  /** Of a bounce: whose mail will not arrive. */
  failedAddresses: z.array(Word).max(1000).optional(),
  /** Of a bounce or a delivery report: whose mail is late, and still tried. */
  temporaryAddresses: z.array(Word).max(1000).optional(),
  /** The Message-ID of the mail that a report is about, without the angle brackets. */
  bounceOf: Word.optional(),
  /** Whether an acknowledgement may be sent for this mail, and the reason in words. */
  acknowledge: z.object({ may: z.boolean(), why: Text }).optional(),
  /** Of machine mail: whether it answers something (a vacation note does, a monitor's alarm does not). */
  answers: z.boolean().optional(),
  /** What the receiving server found about the sender: RFC 8601 results such as `pass`, `fail`, `none`. */
  authentication: z.object({ spf: Word.optional(), dkim: Word.optional(), dmarc: Word.optional() }).optional(),
  /** Who passed on the mail of the requester, where the mail was forwarded to the desk. */
  forwardedBy: z.object({ name: Word.optional(), email: Word.optional() }).optional(),
  /** Whose mail the requester forwarded to the desk with words of their own: what it is about, not who asks. */
  forwarded: z.object({ name: Word.optional(), email: Word.optional() }).optional(),
  /** Telephone numbers in the text and the signature, E.164; the one by the sender's name first. Claims, no identities. */
  phones: z.array(Phone).max(20).optional(),
  /** S/MIME or OpenPGP: what could not be read, or whose signature came along, unchecked. */
  protection: z.object({ scheme: z.enum(['smime', 'pgp']), signed: z.boolean(), encrypted: z.boolean() }).optional(),
  /** A calendar part: RFC 5545 and RFC 5546. */
  invitation: z
    .object({
      method: Word.optional(),
      summary: Text.optional(),
      location: Text.optional(),
      start: Word.optional(),
      end: Word.optional(),
      organizer: Word.optional(),
    })
    .optional(),
  /** Which device sent this mail for a person: a scanner; once a voicemail box, whose mails are voice contacts now. */
  device: z.enum(['voice', 'scan']).optional(),
});

/** Why a call left no message: what the caller did, or what became of the recording. */
export const MissedReason = z.enum(['hung-up', 'silent', 'too-short', 'no-recording', 'failed']);
export type MissedReason = z.infer<typeof MissedReason>;

/** A telephone call that was answered by a machine. A revision has what is new, and no more. */
const VoiceDetails = z.object({
  channel: z.literal('voice'),
  provider: z.enum(['twilio', 'pbx']).optional(),
  /** The mail by which a telephone system sent it. Account, source id and key are that mail's (`carrierOf`). */
  mail: z
    .object({
      ...mailPlace,
      /** Its From: whom the telephone system writes as. */
      from: Word.optional(),
    })
    .optional(),
  /** What the clock of that telephone system said when it sent the mail. */
  sentAt: Instant.optional(),
  /** The provider's own names of the call and of its recording. */
  callSid: Word.optional(),
  recordingSid: Word.optional(),
  /** The number that was called, E.164 where it is one; the mailbox of a telephone system. */
  called: Word.optional(),
  /** Who forwarded the call to it. */
  forwardedFrom: Word.optional(),
  /** The caller as the provider gives it, where that is no number: `anonymous`, a SIP address. */
  caller: Word.optional(),
  /** What the caller pressed in the menu, and what it stands for. */
  digit: z.string().max(8).optional(),
  department: Word.optional(),
  /** Seconds that the message lasts. */
  seconds: z.number().nonnegative().optional(),
  /** Seconds that the call lasted, greeting and all. */
  callSeconds: z.number().nonnegative().optional(),
  /** The provider's word for how the call ended, such as `completed` or `no-answer`. */
  status: Word.optional(),
  /** There is no message, and this is why: a missed call. */
  missed: MissedReason.optional(),
  /** Of a transcript: who made it, and what was said when. Seconds from the beginning of the recording. */
  transcript: z
    .object({
      engine: Word,
      segments: z.array(z.object({ from: z.number(), to: z.number(), text: Text })).max(5000),
    })
    .optional(),
  /** Of a recording that was listened to: seconds in which somebody speaks. */
  speechSeconds: z.number().nonnegative().optional(),
});

/** By which of its ways into the desk a message of Slack came. */
export const SlackWay = z.enum([
  'direct-message',
  'mention',
  'help-channel',
  'reaction',
  'shortcut',
  'form',
  'reply',
  'button',
]);
export type SlackWay = z.infer<typeof SlackWay>;

/** A message in Slack, or what somebody filled in or pressed there. A revision has what is new, and no more. */
const SlackDetails = z.object({
  channel: z.literal('slack'),
  /** Slack's own names of the workspace, of the conversation in it and of the message: `T…`, `C…`, `1732.000100`. */
  team: Word.optional(),
  conversation: Word.optional(),
  ts: Word.optional(),
  /** Who reads along: an acknowledgement to everybody is another thing than one to a person. */
  audience: z.enum(['direct', 'group', 'private', 'public']).optional(),
  conversationName: Word.optional(),
  way: SlackWay.optional(),
  permalink: z.string().max(2048).transform(cleanText).optional(),
  /** The Slack user who brought another's message to the desk, by a reaction or a shortcut. */
  loggedBy: Word.optional(),
  /** What the requester chose in the form. */
  department: Word.optional(),
  service: Word.optional(),
  urgency: z.enum(['low', 'normal', 'high']).optional(),
  /** IANA, from the requester's profile. */
  timeZone: Word.optional(),
  /** What a requester asked for with a button under a message of the call. */
  action: z
    .discriminatedUnion('kind', [
      z.object({ kind: z.literal('close') }),
      z.object({ kind: z.literal('reopen') }),
      z.object({ kind: z.literal('rate'), stars: z.number().int().min(1).max(5) }),
    ])
    .optional(),
  /** Files that were shared with the message and not taken over, and why. */
  refusedFiles: z
    .array(z.object({ name: Word, size: Size.optional(), code: Word, message: Text }))
    .max(100)
    .optional(),
});

const PlainDetails = <C extends 'paper' | 'phone' | 'web'>(channel: C) => z.object({ channel: z.literal(channel) });

const Details = z.discriminatedUnion('channel', [
  EmailDetails,
  VoiceDetails,
  SlackDetails,
  PlainDetails('paper'),
  PlainDetails('phone'),
  PlainDetails('web'),
]);

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
 * The channel that brought a contact: its own, but for the voicemail that a telephone system sends by mail. Of that the
 * mailbox knows nothing but the mail, so that its key must not depend on what is read in it.
 */
export function carrierOf({ channel, details }: { channel: Channel; details: z.infer<typeof Details> }): Channel {
  return details.channel === 'voice' && details.mail !== undefined ? 'email' : channel;
}

/**
 * What makes a contact the same contact: sha256 over channel, account and source id, as 43 characters of base64url.
 * Equal for the same delivery, whoever computes it and whenever. NUL parts the three, and none of them can hold one.
 */
export function contactKey(channel: Channel, account: string, sourceId: string): string {
  return createHash('sha256').update([channel, account, sourceId].map(cleanText).join('\0')).digest('base64url');
}
