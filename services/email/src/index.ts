export { type AuditedMail, type AuditedMailbox, auditedMailboxes } from './audit.ts';
export { emailRole } from './role.ts';
export { openTaking, type TakingContext } from './taking.ts';
