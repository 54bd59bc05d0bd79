import { z } from 'zod';
import { AcknowledgementConfig, ResponseConfig } from './acknowledgement-config.ts';
import { ContactPageConfig } from './contact-config.ts';
import {
  ClosingConfig,
  DepartmentsConfig,
  EscalationConfig,
  PrioritiesConfig,
  RoutingConfig,
  ServicesConfig,
  TemplatesConfig,
} from './desk-config.ts';
import { MediaConfig } from './media-config.ts';
import { PaperConfig } from './paper-config.ts';
import { isTimeZone } from './service-hours.ts';
import { Name, Port } from './setting.ts';
import { SignInConfig } from './sign-in-config.ts';
import { SlackConfig } from './slack-config.ts';
import { VoiceConfig } from './voice-config.ts';
import { WebhooksConfig } from './webhook-config.ts';

/** How a mailbox is opened without a password: an access token, renewed before it ends (RFC 6749). */
const OAuth = z.strictObject({
  /** The provider's token endpoint. */
  tokenUrl: z.url({ protocol: /^https?$/ }),
  clientId: z.string().min(1),
  clientSecret: z.string().min(1).optional(),
  scope: z.string().min(1).optional(),
  /** Of a person's consent (Gmail, Microsoft 365). Without it the client's own credentials are used (app-only). */
  refreshToken: z.string().min(1).optional(),
});
export type OAuth = z.infer<typeof OAuth>;

const Imap = z
  .strictObject({
    host: z.string().min(1),
    port: Port.default(993),
    /** `none` is for a server on this machine only: the password travels in clear. */
    security: z.enum(['tls', 'starttls', 'none']).default('tls'),
    user: z.string().min(1),
    password: z.string().min(1).optional(),
    /** Used instead of a password where both are set. */
    oauth: OAuth.optional(),
    folders: z.array(z.string().min(1)).min(1).default(['INBOX']),
    /** Mail above this many bytes is streamed to the archive rather than held in memory. */
    streamAbove: z.number().int().positive().default(4_000_000),
    /** Seconds between two looks at the folder, whatever IDLE says: IDLE can fall silent unnoticed. */
    pollSeconds: z.number().min(1).max(3600).default(60),
    /** What becomes of a mail that is recorded, besides our own keyword. */
    afterRecording: z
      .strictObject({
        /** A flag to set, such as `\\Seen`, or a keyword of your own. */
        flag: z
          .string()
          .regex(/^\\?[^\s(){%*"\\\]]+$/, 'one IMAP flag or keyword')
          .optional(),
        /** A folder to move it to; made when it is not there. */
        moveTo: z.string().min(1).optional(),
      })
      .prefault({}),
  })
  .refine(({ password, oauth }) => password !== undefined || oauth !== undefined, {
    message: 'a password or oauth is missing',
  })
  .refine(({ folders, afterRecording: { moveTo } }) => moveTo === undefined || !folders.includes(moveTo), {
    path: ['afterRecording', 'moveTo'],
    message: 'a folder that is read itself',
  });

/** Where the account's mail is handed in for sending: message submission, RFC 6409. */
const Submission = z
  .strictObject({
    host: z.string().min(1),
    port: Port.default(587),
    /** `none` is for a server on this machine only: the password travels in clear. */
    security: z.enum(['tls', 'starttls', 'none']).default('starttls'),
    user: z.string().min(1).optional(),
    /** Left out, the tokens of `imap.oauth` are used. */
    password: z.string().min(1).optional(),
    /** False for servers that refuse mail without an envelope sender; then bounces of acknowledgements come back. */
    nullSender: z.boolean().default(true),
    /** Mail to `desk+anything@` comes here as well: answers are asked for at an address that tells their call. */
    plusAddressing: z.boolean().default(false),
  })
  .refine(({ user, password }) => user !== undefined || password === undefined, { message: 'a user is missing' });

const EmailAccount = z
  .strictObject({
    /** The account's name in the log. It is part of every contact's key: renaming it makes old mail new. */
    name: Name,
    /** The address people write to. */
    address: z.email(),
    /** Other addresses whose mail ends in this mailbox: mail to them is mail to the desk, and mail from them is its own. */
    aliases: z.array(z.email()).max(1000).default([]),
    /**
     * The names under which this account's receiving servers write Authentication-Results (RFC 8601 authserv-id). What
     * others wrote under other names is not believed.
     */
    trustedReceivers: z.array(z.string().min(1)).max(100).default([]),
    /** Left out, mail for this account comes by SMTP or LMTP only. */
    imap: Imap.optional(),
    /** Left out, nothing is sent from this account. */
    smtp: Submission.optional(),
  })
  .refine(({ imap, smtp }) => smtp?.user === undefined || smtp.password !== undefined || imap?.oauth !== undefined, {
    path: ['smtp', 'password'],
    message: 'a password is missing, or imap.oauth',
  });
export type EmailAccount = z.infer<typeof EmailAccount>;
/** An account whose mail is fetched from a mailbox; others get theirs by SMTP or LMTP only. */
export type MailboxAccount = EmailAccount & { readonly imap: NonNullable<EmailAccount['imap']> };

/** An account that mail is sent from. */
export type SendingAccount = EmailAccount & { readonly smtp: NonNullable<EmailAccount['smtp']> };

/** A door for mail servers that pass mail on to us: RFC 5321, or RFC 2033 with `lmtp`. */
const SmtpDoor = z.strictObject({
  host: z.string().min(1).default('127.0.0.1'),
  port: Port.default(2525),
  protocol: z.enum(['smtp', 'lmtp']).default('smtp'),
  /** What the door calls itself in its greeting. */
  name: z.string().min(1).optional(),
  /** Who may connect: addresses or networks (CIDR). */
  from: z
    .array(z.union([z.ipv4(), z.ipv6(), z.cidrv4(), z.cidrv6()]))
    .min(1)
    .default(['127.0.0.0/8', '::1/128']),
  /** PEM files. Without them there is no STARTTLS. */
  tls: z
    .strictObject({
      key: z.string().min(1),
      certificate: z.string().min(1),
      /** Refuse mail from who does not use it. */
      required: z.boolean().default(false),
    })
    .optional(),
  /** Bytes of one mail. */
  maxSize: z.number().int().positive().default(50_000_000),
  maxRecipients: z.number().int().min(1).max(10_000).default(100),
  maxConnections: z.number().int().min(1).max(10_000).default(50),
  /** Mails that one client may hand over in a minute before it is asked to come back later. */
  perMinute: z.number().int().min(1).default(600),
});
export type SmtpDoor = z.infer<typeof SmtpDoor>;

const S3 = z.strictObject({
  bucket: z.string().min(1),
  region: z.string().min(1).default('us-east-1'),
  /** For S3-compatible stores (MinIO, Ceph, Garage). */
  endpoint: z.url().optional(),
  prefix: z.string().default(''),
  accessKeyId: z.string().min(1).optional(),
  secretAccessKey: z.string().min(1).optional(),
});

/** Everything that can be set, with its default. `callbook.example.yaml` documents each setting. */
export const ConfigSchema = z.strictObject({
  http: z
    .strictObject({
      /** `0.0.0.0` or `::` is everywhere: what is served wants a session, a token or a signature. */
      host: z.string().min(1).default('127.0.0.1'),
      port: Port.default(8080),
      /** How requesters reach the pages that are for them: what is sent links there. Without the slash at its end. */
      publicUrl: z
        .url({ protocol: /^https?$/ })
        .refine((url) => !/[?#]/.test(url), 'an address without ? and #')
        .overwrite((url) => url.replace(/\/+$/, ''))
        .optional(),
      /**
       * Who is believed about whom it asks for (X-Forwarded-For). What is throttled by network counts the proxy's callers
       * as one where it is not named here, and whoever is named wrongly can pass for anybody.
       */
      trustedProxies: z
        .array(z.union([z.enum(['loopback', 'linklocal', 'uniquelocal']), z.ipv4(), z.ipv6(), z.cidrv4(), z.cidrv6()]))
        .default(['loopback']),
    })
    .prefault({}),
  database: z
    .strictObject({
      url: z.string().regex(/^postgres(ql)?:\/\//, 'a postgres:// address'),
      connections: z.number().int().min(1).max(100).default(10),
    })
    .optional(),
  redis: z
    .strictObject({
      url: z.string().regex(/^rediss?:\/\//, 'a redis:// address'),
      /** Put before every key, so that several Callbooks can share a Redis. */
      prefix: Name.default('callbook'),
    })
    .optional(),
  archive: z
    .strictObject({
      /** A folder; default `archive` under CALLBOOK_HOME. */
      folder: z.string().min(1).optional(),
      s3: S3.optional(),
    })
    .prefault({}),
  spool: z
    .strictObject({
      /** A folder; default `spool` under CALLBOOK_HOME, with one spool for each role in it. */
      folder: z.string().min(1).optional(),
      /** Bytes that must stay free on its disk: below, contacts are refused before their source is acked. */
      reserve: z
        .number()
        .int()
        .nonnegative()
        .default(200 * 1024 * 1024),
    })
    .prefault({}),
  /** ISO 3166-1 alpha-2. Telephone numbers without a country code are numbers of this country. */
  country: z
    .string()
    .regex(/^[A-Z]{2}$/, 'two capital letters')
    .optional(),
  matching: z
    .strictObject({
      /** Days. Of a call that was resolved so long ago, whatever is said is a call of its own that follows it. */
      recurAfterDays: z.number().int().min(0).max(3650).default(30),
    })
    .prefault({}),
  log: z.strictObject({ level: z.enum(['debug', 'info', 'warn', 'error']).default('info') }).prefault({}),
  email: z
    .strictObject({
      accounts: z
        .array(EmailAccount)
        .default([])
        .refine((accounts) => new Set(accounts.map(({ name }) => name)).size === accounts.length, {
          message: 'two accounts have the same name',
        }),
      /** Desk staff by address, or `@` and a domain: of a mail that they forward, its original sender is the requester. */
      agents: z
        .array(z.union([z.email(), z.string().regex(/^@[^\s@]+\.[^\s@.]+$/, 'an address, or @ and a domain')]))
        .max(10_000)
        .default([]),
      smtp: SmtpDoor.optional(),
    })
    .prefault({}),
  organisation: z
    .strictObject({
      /** As it stands under what is sent. */
      name: z.string().min(1).max(200).optional(),
      /** IANA. Of times that are told to whom no other is known of, and of all service hours that name none. */
      timeZone: z.string().refine(isTimeZone, 'a time zone such as Europe/Berlin').optional(),
      /** What is written to requesters, the first to whom nobody knows the language of. Empty: every language there is. */
      languages: z
        .array(z.string().regex(/^[a-z]{2,3}$/, 'a language such as de'))
        .max(50)
        .default([]),
    })
    .prefault({}),
  departments: DepartmentsConfig,
  services: ServicesConfig,
  priorities: PrioritiesConfig.prefault({}),
  routing: RoutingConfig.prefault({}),
  escalation: EscalationConfig.prefault({}),
  templates: TemplatesConfig,
  closing: ClosingConfig.prefault({}),
  response: ResponseConfig.prefault({}),
  acknowledgement: AcknowledgementConfig.prefault({}),
  contact: ContactPageConfig.prefault({}),
  voice: VoiceConfig.prefault({}),
  slack: SlackConfig.prefault({}),
  media: MediaConfig.prefault({}),
  paper: PaperConfig.prefault({}),
  desk: SignInConfig.prefault({}),
  webhooks: WebhooksConfig,
});
export type Config = z.infer<typeof ConfigSchema>;
