import { z } from 'zod';
import { Instant, Phone, Size, Text, Word } from './fields.ts';
import { EntryReading } from './reading.ts';
import { cleanText } from './text.ts';

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

/** The mail by which a telephone system sent a message, or a scanner a scan. */
const sentMail = z.object({
  ...mailPlace,
  /** Its From: whom that device writes as. */
  from: Word.optional(),
});

/** Why a call left no message: what the caller did, or what became of the recording. */
export const MissedReason = z.enum(['hung-up', 'silent', 'too-short', 'no-recording', 'failed']);
export type MissedReason = z.infer<typeof MissedReason>;

/** A telephone call that was answered by a machine, or a text message. A revision has what is new, and no more. */
const VoiceDetails = z.object({
  channel: z.literal('voice'),
  provider: z.enum(['twilio', 'pbx']).optional(),
  /** It is a text message to a number of ours; left out, a call. */
  kind: z.literal('sms').optional(),
  /** The provider's own name of the text message. */
  messageSid: Word.optional(),
  /** What the whole message is understood as: no text messages any more, or from now on again. */
  optOut: z.enum(['stop', 'start']).optional(),
  /** Whether a text message can reach who called or wrote, and the reason in words. */
  textable: z.object({ may: z.boolean(), why: Text }).optional(),
  /** The mail by which a telephone system sent it. Account, source id and key are that mail's (`carrierOf`). */
  mail: sentMail.optional(),
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

/** A call that a person took, by telephone or at the counter, and wrote down. */
const PhoneDetails = z.object({
  channel: z.literal('phone'),
  /** Who took it, and whether the requester stood there. */
  takenBy: Word.optional(),
  walkIn: z.boolean().optional(),
  /** Where it belongs, as whoever took it says. */
  department: Word.optional(),
  service: Word.optional(),
  urgency: z.enum(['low', 'normal', 'high']).optional(),
});

/** By which of its ways a scan came. */
export const PaperWay = z.enum(['upload', 'folder', 'mail']);
export type PaperWay = z.infer<typeof PaperWay>;

const Count = z.number().int().nonnegative();

/** A scan of paper: a file, or one sheet or row of what a file holds. A revision has what is new, and no more. */
const PaperDetails = z.object({
  channel: z.literal('paper'),
  way: PaperWay.optional(),
  /** The mail by which a scanner sent it. Account, source id and key are that mail's (`carrierOf`). */
  mail: sentMail.optional(),
  /** As the scanner or whoever sent it named the file. */
  fileName: Word.optional(),
  /** Who handed it in, where that was a person with a name. */
  takenBy: Word.optional(),
  /** Where it belongs: as it was ticked, else as the tray says. */
  department: Word.optional(),
  urgency: z.enum(['low', 'normal', 'high']).optional(),
  /** What was read in it. */
  reading: EntryReading.optional(),
  bestTime: z.enum(['any', 'morning', 'noon', 'afternoon']).optional(),
  /**
   * Of a file, or of all files of a scanner's mail: what became of each page, so that none is missing. `entries`: contacts
   * that were made of them. `files`: how many there were, where that is more than one; `unread`: of how many not a page
   * could be read.
   */
  account: z
    .object({
      ...{ pages: Count, read: Count, blank: Count, separators: Count, failed: Count, entries: Count },
      ...{ files: Count.optional(), unread: Count.optional() },
    })
    .optional(),
  /** What a person made of it, beside the pictures and what was read. */
  typed: z
    .object({
      by: Word,
      /** By the names of the fields and groups. */
      values: z.record(z.string().max(64), Text),
      /** The requester whom they chose, where the log knew one. */
      requester: z.uuid().optional(),
    })
    .optional(),
});

/** What somebody wrote into the form on our own page. */
const WebDetails = z.object({
  channel: z.literal('web'),
  /** As they chose it. */
  department: Word.optional(),
  service: Word.optional(),
  urgency: z.enum(['low', 'normal', 'high']).optional(),
});

/** What each channel tells of a contact besides. */
export const Details = z.discriminatedUnion('channel', [
  EmailDetails,
  VoiceDetails,
  SlackDetails,
  PaperDetails,
  PhoneDetails,
  WebDetails,
]);
