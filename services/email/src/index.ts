export { type AuditedMail, type AuditedMailbox, auditedMailboxes } from './audit.ts';
export { emailRole } from './role.ts';
export { openSend, sendingAccounts } from './send.ts';
export { takeMail } from './take.ts';
export { openTaking, type TakingContext } from './taking.ts';
