import { Permission, Role } from '@callbook/contracts';
import { z } from 'zod';

const Instant = z.iso.datetime();
const Email = z.email().max(254);
const Name = z.string().trim().min(1).max(200);
const Departments = z.array(z.string().trim().min(1).max(512)).max(200);

export const AgentSchema = z.strictObject({
  id: z.uuid(),
  name: z.string().describe('Stands in the history for what they do.'),
  email: z.string(),
  role: Role,
  departments: z.array(z.string()).describe('That they are of: where those are private, they see their calls.'),
  disabledAt: Instant.optional().describe('They may no longer sign in.'),
  createdAt: Instant,
});

export const SessionSchema = z.strictObject({
  name: z.string(),
  permissions: z.array(Permission),
  departments: z.array(z.string()),
  agent: AgentSchema.pick({ id: true, email: true, role: true })
    .optional()
    .describe('Absent: a program, by its token.'),
});

export const SignInWaysSchema = z.strictObject({
  passwords: z.boolean().describe('Whether somebody can sign in with an address and a password.'),
  organisation: z
    .strictObject({ name: z.string(), path: z.string().describe('Where it begins; `to` is where it ends.') })
    .optional(),
});

export const AgentSessionSchema = z.strictObject({
  id: z.uuid(),
  agentId: z.uuid(),
  current: z.boolean().describe('It is the one of this request.'),
  createdAt: Instant,
  expiresAt: Instant,
  ipAddress: z.string().optional(),
  userAgent: z.string().optional(),
});

export const ApiTokenSchema = z.strictObject({
  id: z.uuid(),
  name: z.string().describe('Stands in the history for what it does.'),
  scopes: z.array(Permission),
  departments: z.array(z.string()).describe('The private departments that it sees.'),
  madeBy: z.string(),
  madeAt: Instant,
  expiresAt: Instant.optional(),
  lastUsedAt: Instant.optional(),
  revokedAt: Instant.optional(),
});

export const MadeApiTokenSchema = ApiTokenSchema.extend({
  secret: z.string().describe('For `Authorization: Bearer`. It is shown once: only its hash is kept.'),
});

export const InvitationSchema = z.strictObject({
  path: z.string().describe('Of the page where somebody uses it, once. It is shown once: only its hash is kept.'),
  expiresAt: Instant,
});

/** The body of `POST /api/session`. */
export const SignInBody = z.strictObject({ email: Email, password: z.string().min(1).max(128) });

/** A password is good by its length; what it is made of is nobody's business. */
const NewPassword = z.string().min(12, 'at least 12 characters').max(128);

/** The body of `POST /api/invitations/accept`. */
export const AcceptBody = z.strictObject({
  secret: z.string().min(1).max(200),
  name: Name,
  email: Email,
  password: NewPassword,
});

/** The body of `POST /api/invitations`. */
export const InviteBody = z.strictObject({
  role: Role,
  email: Email.optional().describe('Only somebody with this address can use it.'),
  departments: Departments.optional(),
  hours: z.number().int().min(1).max(720).default(72).describe('For how long it can be used.'),
});

/** The body of `PATCH /api/agents/{id}`. */
export const AgentPatch = z.strictObject({
  name: Name.optional(),
  role: Role.optional(),
  departments: Departments.optional(),
  disabled: z.boolean().optional().describe('True: they may no longer sign in, and are signed out.'),
});

/** The body of `POST /api/tokens`. */
export const TokenBody = z.strictObject({
  name: Name,
  scopes: z.array(Permission).min(1).max(Permission.options.length),
  departments: Departments.optional(),
  days: z
    .number()
    .int()
    .min(1)
    .max(3660)
    .optional()
    .describe('For how long it is valid. Left out: until it is revoked.'),
});

/** The filters of `GET /api/sessions`. */
export const SessionQuery = z.strictObject({
  agent: z.uuid().optional().describe('Of another agent; for who may administer.'),
});
