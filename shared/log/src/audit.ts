import type { LogTransaction } from './log.ts';

/** What somebody did that belongs to no call. */
export type AuditKind =
  | 'agent.made'
  | 'agent.changed'
  | 'session.ended'
  | 'invitation.made'
  | 'token.made'
  | 'token.revoked'
  | 'dead-letter.redriven'
  /** Of views that everybody has. */
  | 'view.shared'
  | 'view.changed'
  | 'view.removed';

export type AuditEntry = {
  readonly at: Date;
  readonly by: string;
  readonly kind: AuditKind;
  readonly detail: Readonly<Record<string, unknown>>;
};

/** Appends to the audit. Like the history, it can only be appended to. */
export async function appendAudit(trx: LogTransaction, { at, by, kind, detail }: AuditEntry): Promise<void> {
  await trx
    .insertInto('audit')
    .values({ at, by, kind, detail: JSON.stringify(detail) })
    .execute();
}
