import { z } from 'zod';
import { Role } from './access.ts';

const Claims = z.array(z.string().min(1)).max(100).default([]);

/** Signing in with the organisation's own accounts: OpenID Connect. */
const Oidc = z.strictObject({
  /** As the provider calls itself; its configuration lies under it, at `/.well-known/openid-configuration`. */
  issuer: z.url({ protocol: /^https?$/ }),
  clientId: z.string().min(1),
  clientSecret: z.string().min(1),
  /** What the button says. */
  name: z.string().min(1).max(100).default('your organisation'),
  /** Asked for besides `openid`. */
  scopes: z.array(z.string().min(1)).max(20).default(['profile', 'email']),
  /** The claim that says what somebody is, a text or a list of texts, such as `groups`. */
  roleClaim: z.string().min(1).default('groups'),
  /** Values of that claim that make somebody the one or the other; the one that may do the most counts. */
  roles: z.strictObject({ admin: Claims, lead: Claims, agent: Claims, readOnly: Claims }).prefault({}),
  /** The role of everybody else; without it they are refused. */
  otherwise: Role.optional(),
  /** Values of that claim that make somebody an agent of a department. */
  departments: z
    .array(z.strictObject({ claim: z.string().min(1), department: z.string().min(1).max(512) }))
    .max(1000)
    .default([]),
});
export type OidcConfig = z.infer<typeof Oidc>;

export const SignInConfig = z
  .strictObject({
    /** Where people reach the desk, as their browsers show it. Left out, wherever they reach it without encryption. */
    url: z.url({ protocol: /^https?$/ }).optional(),
    /** Signs cookies. Left out, one is made up and kept under CALLBOOK_HOME; several desks need the same. */
    secret: z.string().min(32, 'at least 32 characters').optional(),
    /** Hours after which somebody who did nothing has to sign in again. */
    sessionHours: z.number().min(0.1).max(720).default(12),
    /** False: nobody signs in with a password of Callbook's own. */
    passwords: z.boolean().default(true),
    oidc: Oidc.optional(),
  })
  .refine(({ passwords, oidc }) => passwords || oidc !== undefined, {
    path: ['passwords'],
    message: 'without oidc nobody could sign in',
  })
  .refine(({ url, oidc }) => oidc === undefined || url !== undefined, {
    path: ['url'],
    message: 'is needed for oidc: the provider sends people back there',
  });
export type SignInConfig = z.infer<typeof SignInConfig>;
