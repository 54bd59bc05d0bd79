import {
  CallbookError,
  type CallStatus,
  type Channel,
  type Contact,
  type Impact,
  type Urgency,
} from '@callbook/contracts';
import { sql } from 'kysely';
import { announceCalls } from './call.ts';
import type { LogTransaction } from './log.ts';
import type { NoticeWays } from './notice.ts';
import { findOptedOut, type Recipient, recipientKey } from './opt-out.ts';
import type { NewOutboxMessage } from './outbox.ts';
import type { TargetRow } from './target.ts';

/** What an agent does to a call, and when. */
export type CallDeed = {
  /** In any case. That of a folded call leads to the one that it was folded into. */
  readonly reference: string;
  /** The agent. */
  readonly by: string;
  readonly at: string;
  /** The version that the agent looked at. Left out, whatever it is. */
  readonly version?: number | undefined;
};

/** A deed that may send something. */
export type SendingDeed = CallDeed & {
  /** Of the message that is sent for it. */
  readonly messageId: string;
  /** Whether anything can be sent by an account of a channel. */
  canSend(channel: Channel, account: string): boolean;
  /** What mails are sent from to those who left an address where nothing can be sent by the way that they came. */
  readonly mailAccount?: string | undefined;
  /** How colleagues are written to; left out, they are not. */
  readonly staff?: NoticeWays | undefined;
};

export type CallRow = TargetRow & {
  readonly id: string;
  readonly reference: string;
  readonly status: CallStatus;
  readonly requester_id: string | null;
  readonly impact: Impact;
  readonly urgency: Urgency;
  readonly assignee: string | null;
  readonly resolution: string | null;
  readonly resolved_at: Date | null;
  readonly respond_by: Date | null;
  readonly resolve_by: Date | null;
  readonly version: number;
};

/**
 * The call that is meant, locked until the transaction ends.
 * @throws CallbookError `call-unknown`; `call-changed`: somebody has changed it since that version.
 */
export async function callFor(trx: LogTransaction, { reference, version }: Pick<CallDeed, 'reference' | 'version'>) {
  const { rows } = await sql<CallRow>`
    select calls.* from calls as asked join calls on calls.id = coalesce(asked.merged_into, asked.id)
    where asked.reference = ${reference.toUpperCase()} for update of calls`.execute(trx);
  const [call] = rows;
  if (!call) throw new CallbookError('call-unknown', `The log has no call ${reference}.`);
  if (version !== undefined && version !== call.version)
    throw new CallbookError(
      'call-changed',
      `${call.reference} was changed by somebody else since version ${version}; it is at ${call.version} now. Look at it and decide again.`,
    );
  return call;
}

/** The call is news for whoever looks at it. */
export async function touched(trx: LogTransaction, id: string, at: string): Promise<void> {
  await sql`update calls set updated_at = greatest(updated_at, ${at}::timestamptz) where id = ${id}`.execute(trx);
  await announceCalls(trx, { created: [], updated: [id] });
}

/** So many of a requester's latest contacts are looked at for one that can be answered. */
const MOST = 50;

export type Way = Omit<NewOutboxMessage, 'kind' | 'message'>;
type Said = { id: string; channel: Channel; account: string; sender: Contact['from']; details: Contact['details'] };

/** How the requester can be reached: by what they said last in a channel that can answer. Nobody else is written to. */
export async function wayTo(
  trx: LogTransaction,
  call: Pick<CallRow, 'id' | 'requester_id'>,
  { messageId, at, canSend, mailAccount }: Pick<SendingDeed, 'messageId' | 'at' | 'canSend' | 'mailAccount'>,
): Promise<Way | undefined> {
  const { rows } = await sql<Said>`
    select contacts.id, channel, account, sender, details from contacts
    where call_id = ${call.id} and revises_key is null and machine is null
      and (sender ->> 'verified') is distinct from 'false'
      and exists (select from identities where requester_id = ${call.requester_id} and (kind, value) in (
        ('email', lower(sender ->> 'email')), ('slack', sender ->> 'slackUser'), ('phone', sender ->> 'phone')))
    order by occurred_at desc, contacts.id desc limit ${MOST}`.execute(trx);
  const ways = rows.flatMap((said) => waysOf(said, mailAccount)).filter((way) => canSend(way.channel, way.account));
  const optedOut = await findOptedOut(trx, ways);
  const [way] = ways.filter((one) => !optedOut.has(recipientKey(one)));
  return way && { id: messageId, callId: call.id, ...way, createdAt: at };
}

function waysOf({ id: contactId, channel, account, sender, details }: Said, mailAccount: string | undefined) {
  const ways: (Recipient & { readonly contactId: string })[] = [];
  const email = sender.email?.toLowerCase();
  const own = channel === 'slack' ? sender.slackUser : channel === 'voice' ? textable(sender, details) : email;
  if (own !== undefined) ways.push({ contactId, channel, account, recipient: own });
  // Whoever wrote into the form, called or came by has no mailbox of ours that they wrote to.
  if (channel !== 'slack' && channel !== 'email' && mailAccount !== undefined && email !== undefined)
    ways.push({ contactId, channel: 'email', account: mailAccount, recipient: email });
  return ways;
}

function textable({ phone }: Contact['from'], details: Contact['details']): string | undefined {
  return details.channel === 'voice' && details.textable?.may ? phone : undefined;
}
