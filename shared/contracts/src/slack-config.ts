import { z } from 'zod';
import { Label, Port } from './setting.ts';

/** Slack's names: `T…` a workspace, `E…` an organisation, `C…` and `G…` conversations. */
const TeamId = z.string().regex(/^[TE][A-Z0-9]{2,20}$/, 'a workspace such as T0123456789');
const ConversationId = z.string().regex(/^[CG][A-Z0-9]{2,20}$/, 'a channel such as C0123456789');
/** As Slack writes them in events: without the colons. */
const Emoji = z.string().regex(/^[^\s:]{1,100}$/, 'an emoji such as ticket, without colons');

/** By which ways people reach the desk in this workspace. */
const Ways = z.strictObject({
  /** Direct messages to the app. */
  directMessages: z.boolean().default(true),
  /** Messages in which the app is mentioned. */
  mentions: z.boolean().default(true),
  /** Every new message in the help channels. */
  helpChannels: z.boolean().default(true),
  /** An emoji put on anybody's message. */
  reactions: z.boolean().default(true),
  /** "Log this" in the menu of a message. */
  messageShortcut: z.boolean().default(true),
  /** The slash command, the global shortcut and the button in App Home: they open the form. */
  form: z.boolean().default(true),
  /** App Home, with the calls of whoever looks at it. */
  home: z.boolean().default(true),
});

const SlackWorkspace = z
  .strictObject({
    /** Slack's own name of it. It is part of every contact's key. */
    team: TeamId,
    botToken: z.string().regex(/^xoxb-/, 'a bot token (xoxb-…)'),
    /** How its events come: `socket` needs no public address, `http` needs one and no connection. */
    receiver: z.enum(['socket', 'http']).default('socket'),
    /** Of Socket Mode. */
    appToken: z
      .string()
      .regex(/^xapp-/, 'an app-level token (xapp-…)')
      .optional(),
    /** What Slack signs its requests with. */
    signingSecret: z.string().min(1).optional(),
    ways: Ways.prefault({}),
    helpChannels: z.array(ConversationId).max(100).default([]),
    /** Any of these, put on a message, logs it. */
    emoji: z.array(Emoji).max(20).default(['ticket']),
    /** What the form offers; without any it does not ask. */
    form: z
      .strictObject({
        departments: z.array(Label).max(100).default([]),
        services: z.array(Label).max(100).default([]),
      })
      .prefault({}),
    /** Bytes of one file. A larger one is named on the contact and not fetched. */
    maxFileSize: z.number().int().positive().default(100_000_000),
    /** Minutes for which a person's profile is believed before it is asked for again. */
    profileMinutes: z.number().int().min(1).max(10_080).default(60),
    reconcile: z
      .strictObject({
        /** Minutes between two comparisons with what Slack has. */
        minutes: z.number().min(0.01).max(60).default(5),
        /** How far back each of them looks, at the least. After a standstill it looks further, up to 30 days. */
        windowHours: z.number().min(0.1).max(720).default(2),
        /** Threads are looked at for so many days after they began. */
        threadDays: z.number().int().min(1).max(90).default(14),
      })
      .prefault({}),
  })
  .refine(({ receiver, appToken }) => receiver !== 'socket' || appToken !== undefined, {
    path: ['appToken'],
    message: 'Socket Mode needs it; or set receiver: http',
  })
  .refine(({ receiver, signingSecret }) => receiver !== 'http' || signingSecret !== undefined, {
    path: ['signingSecret'],
    message: 'the http receiver needs it',
  });
export type SlackWorkspace = z.infer<typeof SlackWorkspace>;

export const SlackConfig = z.strictObject({
  /** A door of its own for Slack's requests alone, beside the role's surface: a proxy can be sent there and no further. */
  host: z.string().min(1).default('127.0.0.1'),
  port: Port.optional(),
  /** The Web API. Files come from `files.slack.com` or from this host, and from nowhere else. */
  apiUrl: z.url({ protocol: /^https?$/ }).default('https://slack.com/api/'),
  workspaces: z
    .array(SlackWorkspace)
    .max(50)
    .default([])
    .refine((workspaces) => new Set(workspaces.map(({ team }) => team)).size === workspaces.length, {
      message: 'a workspace stands twice',
    }),
});
export type SlackConfig = z.infer<typeof SlackConfig>;
