export { type AuditedMail, type AuditedMailbox, auditedMailboxes } from './audit.ts';
export { emailRole } from './role.ts';
