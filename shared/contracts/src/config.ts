import { z } from 'zod';

/** A name that appears in keys, paths and addresses of the API. */
const Name = z.string().regex(/^[a-z0-9][a-z0-9-]{0,62}$/, 'lower-case letters, digits and hyphens');
const Port = z.number().int().min(0).max(65535);

const EmailAccount = z.strictObject({
  /** The account's name in the log. It is part of every contact's key: renaming it makes old mail new. */
  name: Name,
  /** The address people write to. */
  address: z.email(),
  /** Other addresses whose mail ends in this mailbox: mail to them is mail to the desk, and mail from them is its own. */
  aliases: z.array(z.email()).max(1000).default([]),
  imap: z.strictObject({
    host: z.string().min(1),
    port: Port.default(993),
    /** `none` is for a server on this machine only: the password travels in clear. */
    security: z.enum(['tls', 'starttls', 'none']).default('tls'),
    user: z.string().min(1),
    password: z.string().min(1),
    folders: z.array(z.string().min(1)).min(1).default(['INBOX']),
    /** Mail above this many bytes is streamed to the archive rather than held in memory. */
    streamAbove: z.number().int().positive().default(4_000_000),
    /** Seconds between two looks at the folder, whatever IDLE says: IDLE can fall silent unnoticed. */
    pollSeconds: z.number().min(1).max(3600).default(60),
  }),
});
export type EmailAccount = z.infer<typeof EmailAccount>;

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
      /** Until sign-in exists the desk must not be reachable from elsewhere. */
      host: z.enum(['127.0.0.1', '::1', 'localhost']).default('127.0.0.1'),
      port: Port.default(8080),
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
  log: z.strictObject({ level: z.enum(['debug', 'info', 'warn', 'error']).default('info') }).prefault({}),
  email: z
    .strictObject({
      accounts: z
        .array(EmailAccount)
        .default([])
        .refine((accounts) => new Set(accounts.map(({ name }) => name)).size === accounts.length, {
          message: 'two accounts have the same name',
        }),
    })
    .prefault({}),
});
export type Config = z.infer<typeof ConfigSchema>;
