import { z } from 'zod';
import { Channel } from './contact.ts';
import { Impact, Priority, Urgency } from './priority.ts';
import { ServiceHours } from './service-hours.ts';
import { Label } from './setting.ts';

/** Minutes of service hours: up to half a year of days and nights. */
const Minutes = z.number().int().min(1).max(262_080);
const Words = z.array(z.string().trim().min(2).max(100)).max(1000);
/** Somebody's address, `@` and a domain for everybody there, or a number. */
const Whom = z.union([
  z.email(),
  z.string().regex(/^@[^\s@]+\.[^\s@.]+$/, 'an address, @ and a domain, or a number'),
  z.string().regex(/^\+[1-9]\d{5,14}$/, 'an address, @ and a domain, or a number'),
]);

/** Who works on calls. */
export const DepartmentsConfig = z
  .array(
    z.strictObject({
      name: Label,
      /** Only its own members see its calls. */
      private: z.boolean().default(false),
      /** Other names that it goes by: of menus, of forms, of `desk+it@`. */
      aliases: z.array(Label).max(50).default([]),
      /** Left out, those of the desk. */
      serviceHours: ServiceHours.optional(),
    }),
  )
  .max(200)
  .default([]);
export type Department = z.infer<typeof DepartmentsConfig>[number];

/** What people can ask for: the service catalogue. */
export const ServicesConfig = z
  .array(
    z.strictObject({
      name: Label,
      department: Label,
      impact: Impact.optional(),
      urgency: Urgency.optional(),
      /** Whoever writes one of these means this service. */
      words: Words.default([]),
      /** What is asked where somebody chooses it. */
      questions: z.array(z.string().trim().min(1).max(500)).max(20).default([]),
      /** Instead of those of the priority. */
      respondMinutes: Minutes.optional(),
      resolveMinutes: Minutes.optional(),
      /** Work of several departments that a call for this service is made of. */
      tasks: z
        .array(z.strictObject({ department: Label, title: z.string().trim().min(1).max(200) }))
        .max(50)
        .default([]),
    }),
  )
  .max(1000)
  .default([]);
export type Service = z.infer<typeof ServicesConfig>[number];

const row = (high: Priority, medium: Priority, low: Priority) =>
  z
    .strictObject({ high: Priority.default(high), medium: Priority.default(medium), low: Priority.default(low) })
    .prefault({});
const Target = z.strictObject({ respondMinutes: Minutes.optional(), resolveMinutes: Minutes.optional() });

/** How soon calls of each priority are answered and done, and which priority they have. */
export const PrioritiesConfig = z.strictObject({
  /** Impact first, urgency second. */
  matrix: z
    .strictObject({ high: row('P1', 'P2', 'P3'), medium: row('P2', 'P3', 'P4'), low: row('P3', 'P4', 'P4') })
    .prefault({}),
  P1: Target.prefault({}),
  P2: Target.prefault({}),
  P3: Target.prefault({}),
  P4: Target.prefault({}),
});
export type PrioritiesConfig = z.infer<typeof PrioritiesConfig>;

/** Where calls go that nobody chose a place for. */
export const RoutingConfig = z.strictObject({
  /** The first that fits decides. */
  rules: z
    .array(
      z.strictObject({
        name: Label,
        /** All that is set must fit; of a list, one. */
        when: z.strictObject({
          channels: z.array(Channel).max(10).optional(),
          accounts: z.array(z.string().min(1).max(512)).max(100).optional(),
          senders: z.array(Whom).max(1000).optional(),
          words: Words.optional(),
          /** BCP 47, the first part: `de`. */
          languages: z
            .array(z.string().regex(/^[a-z]{2,3}$/, 'a language such as de'))
            .max(50)
            .optional(),
          /** What was chosen in a form or a menu, or stands behind the + of the address. */
          chosen: z.array(Label).max(100).optional(),
        }),
        department: Label.optional(),
        service: Label.optional(),
        impact: Impact.optional(),
        urgency: Urgency.optional(),
        assignee: z.string().trim().min(1).max(200).optional(),
      }),
    )
    .max(1000)
    .default([]),
  /** Their calls are urgent. */
  vips: z.array(Whom).max(10_000).default([]),
  /** What says one of these is urgent. */
  urgentWords: Words.default([]),
  /** What is learned from calls that people have put into their department. */
  learning: z
    .strictObject({
      enabled: z.boolean().default(true),
      /** A department is guessed only where as many guesses as this were right, on calls that it was not learned from. */
      precision: z.number().min(0.5).max(1).default(0.9),
    })
    .prefault({}),
});
export type RoutingConfig = z.infer<typeof RoutingConfig>;

/** Who is told that a call waits for too long. */
export const EscalationConfig = z.strictObject({
  steps: z
    .array(
      z.strictObject({
        name: Label,
        target: z.enum(['respondBy', 'resolveBy']),
        /** Minutes of the clock on the wall; below zero, so long before the target. */
        minutes: z.number().int().min(-43_200).max(43_200),
        priorities: z.array(Priority).min(1).optional(),
        departments: z.array(Label).min(1).optional(),
        /** `assignee`, an address, or a person or a channel of Slack as `T0123/U0456` or `T0123/C0456`. */
        to: z
          .array(
            z.union([
              z.literal('assignee'),
              z.email(),
              z.string().regex(/^[TE][A-Z0-9]{2,20}\/[UWCG][A-Z0-9]{2,20}$/, 'assignee, an address, or T0123/C0456'),
            ]),
          )
          .min(1)
          .max(50),
      }),
    )
    .max(100)
    .default([]),
  /** The account that mails to the staff are sent from; left out, the first that can send. */
  account: z.string().min(1).optional(),
});
export type EscalationConfig = z.infer<typeof EscalationConfig>;

/** What is filled in when a message is sent. */
export const MESSAGE_PLACEHOLDERS = [
  ...[
    'name',
    'reference',
    'title',
    'department',
    'service',
    'respondBy',
    'opens',
    'link',
    'organisation',
    'resolution',
    'questions',
  ],
] as const;

const Text = z
  .string()
  .trim()
  .min(1)
  .max(5000)
  .refine((text) => [...text.matchAll(/\{(\w*)\}?/g)].every(([whole]) => isPlaceholder(whole)), {
    message: `between braces only ${MESSAGE_PLACEHOLDERS.join(', ')}`,
  });

function isPlaceholder(text: string): boolean {
  return MESSAGE_PLACEHOLDERS.some((name) => text === `{${name}}`);
}

/** Messages in words of the organisation's own. What has no template is said in Callbook's. */
export const TemplatesConfig = z
  .array(
    z.strictObject({
      kind: z.enum(['acknowledgement', 'resolved']),
      language: z.string().regex(/^[a-z]{2,3}$/, 'a language such as de'),
      /** Left out, for both where they have none of their own. Slack shows what it is told in a form of its own. */
      channels: z
        .array(z.enum(['email', 'voice']))
        .min(1)
        .optional(),
      text: Text,
      /** Out of service hours; left out, `text` then too. */
      closedText: Text.optional(),
    }),
  )
  .max(200)
  .default([]);
export type MessageTemplate = z.infer<typeof TemplatesConfig>[number];

/** What becomes of calls that are done. */
export const ClosingConfig = z.strictObject({
  /** A resolved call that nobody opened again is closed after so many days. Left out, it stays resolved. */
  afterDays: z.number().int().min(1).max(3650).optional(),
});
