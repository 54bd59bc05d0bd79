import { type Config, isMailAddress } from '@callbook/contracts';
import { sql } from 'kysely';
import type { LogTransaction } from './log.ts';
import type { OutboxMessage } from './schema.ts';

/** How the staff is written to. */
export type NoticeWays = {
  /** The account that mails are sent from; without one nobody gets any. */
  readonly email: string | undefined;
  /** Workspaces of Slack that something can be sent to. */
  readonly slack: readonly string[];
};

/** How the staff is written to by a configuration. */
export function staffWays({ email, slack, escalation }: Pick<Config, 'email' | 'slack' | 'escalation'>): NoticeWays {
  const sending = email.accounts.filter(({ smtp }) => smtp !== undefined).map(({ name }) => name);
  return {
    email: sending.find((name) => name === escalation.account) ?? sending[0],
    slack: slack.workspaces.map(({ team }) => team),
  };
}

/**
 * Writes to members of the staff about a call: to addresses, and to people and channels of Slack. Whom nothing leads to is
 * left out. Answers who is written to.
 */
export async function putNotices(
  trx: LogTransaction,
  given: {
    readonly callId: string;
    readonly recipients: readonly string[];
    readonly message: OutboxMessage;
    readonly at: string;
    readonly ways: NoticeWays;
  },
): Promise<string[]> {
  const { callId, recipients, message, at, ways } = given;
  const reached = [...new Set(recipients.map((one) => (one.includes('@') ? one.toLowerCase() : one)))].flatMap((to) => {
    const way = wayTo(to, ways);
    return way ? [{ ...way, to }] : [];
  });
  if (reached.length === 0) return [];
  // A message belongs to a contact: here to the one that the call began with.
  const { rows } = await sql<{ recipient: string }>`
    insert into outbox (id, call_id, kind, contact_id, channel, account, recipient, message, created_at)
    select gen_random_uuid(), ${callId}, 'notice', first.id, reached.channel, reached.account, reached."to",
      ${JSON.stringify(message)}::jsonb, ${at}
    from json_to_recordset(${JSON.stringify(reached)}::json) as reached (channel text, account text, "to" text)
    cross join (select id from contacts where call_id = ${callId} and revises_key is null
      order by received_at, id limit 1) as first
    returning recipient`.execute(trx);
  return rows.map(({ recipient }) => recipient);
}

function wayTo(recipient: string, { email, slack }: NoticeWays): { channel: string; account: string } | undefined {
  if (isMailAddress(recipient)) return email === undefined ? undefined : { channel: 'email', account: email };
  const team = recipient.split('/')[0] ?? '';
  return recipient.includes('/') && slack.includes(team) ? { channel: 'slack', account: team } : undefined;
}
