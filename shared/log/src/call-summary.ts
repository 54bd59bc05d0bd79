import type { CallStatus, Channel, Impact, Priority, Urgency } from '@callbook/contracts';
import { type Expression, type Kysely, type RawBuilder, sql } from 'kysely';
import { exactInstant } from './cursor.ts';
import type { Database, IdentityKind, RoutedBy } from './schema.ts';
import { isVisible, type Visibility } from './visibility.ts';

export type RequesterView = {
  readonly id: string;
  readonly name?: string;
  readonly identities: readonly { readonly kind: IdentityKind; readonly value: string; readonly verified: boolean }[];
};

/** What a call itself says, without its contacts and its history. */
export type CallHead = {
  readonly reference: string;
  readonly status: CallStatus;
  readonly title: string;
  /** Absent where nobody is known: a sheet of paper without a name. */
  readonly requester?: RequesterView;
  readonly firstChannel: Channel;
  readonly channels: readonly Channel[];
  readonly department?: string;
  readonly service?: string;
  readonly impact: Impact;
  readonly urgency: Urgency;
  readonly priority: Priority;
  readonly assignee?: string;
  readonly receivedAt: string;
  readonly respondBy?: string;
  readonly resolveBy?: string;
  readonly respondedAt?: string;
  readonly resolvedAt?: string;
  /** What was done, as the requester got it. */
  readonly resolution?: string;
  /** Since when its clock stands still, because the requester has to answer; and until when, where that was said. */
  readonly waitingSince?: string;
  readonly waitingUntil?: string;
  /** How it came to its department, and why. */
  readonly routedBy?: RoutedBy;
  readonly why?: string;
  /** Grows with every change that people make. */
  readonly version: number;
  /** One to five stars, by the requester. */
  readonly rating?: number;
};

/** One line of the log. */
export type CallSummary = CallHead & {
  readonly updatedAt: string;
  /** How the first contact begins, on one line. */
  readonly firstWords: string;
  /** Of a call that was searched for words: what stands around the first of them. */
  readonly excerpt?: string;
  /** Contacts, duplicates among them; a revision is news of one and not another. */
  readonly contactCount: number;
  /** All of it is missed calls: nobody has said anything. What has a recording counts where that says nothing. */
  readonly missed: boolean;
  /** The reference of the call that this one was folded into since it was listed. It is in no list any more. */
  readonly mergedInto?: string;
  /** True when a contact of this call could not be read as it should be. */
  readonly problem: boolean;
};

/** How much of the first contact a line of the log shows, in characters. */
const FIRST_WORDS = 200;

export type HeadRow = {
  id: string;
  reference: string;
  status: CallStatus;
  title: string;
  requester_id: string | null;
  requester_name: string | null;
  identities: RequesterView['identities'];
  first_channel: Channel;
  channels: Channel[];
  department: string | null;
  service: string | null;
  impact: Impact;
  urgency: Urgency;
  priority: Priority;
  assignee: string | null;
  received_at: Date;
  respond_by: Date | null;
  resolve_by: Date | null;
  responded_at: Date | null;
  resolved_at: Date | null;
  resolution: string | null;
  waiting_since: Date | null;
  waiting_until: Date | null;
  routed_by: RoutedBy | null;
  routed_why: string | null;
  version: number;
  rating: number | null;
  updated_at: Date;
  exact_received_at: string;
  exact_updated_at: string;
};
type SummaryRow = HeadRow & {
  first_text: string | null;
  contact_count: number;
  missed_count: number;
  quiet: boolean | null;
  problem: boolean;
  merged_reference: string | null;
};

/** A call with its requester: what every view of a call begins with. `calls` is a query of whole rows. */
export function headsOf(calls: Expression<unknown>): RawBuilder<HeadRow> {
  return sql<HeadRow>`
    select page.*, ${exactInstant('page.received_at')} as exact_received_at,
      ${exactInstant('page.updated_at')} as exact_updated_at, requesters.name as requester_name,
      coalesce((
        select json_agg(json_build_object('kind', kind, 'value', value, 'verified', verified) order by first_seen_at, id)
        from identities where identities.requester_id = page.requester_id
      ), '[]') as identities
    from (${calls}) as page
    left join requesters on requesters.id = page.requester_id`;
}

/** The lines of these calls, in no order: one statement, and for each call two look-ups in one index. */
export async function summarise(db: Kysely<Database>, calls: Expression<unknown>): Promise<SummaryRow[]> {
  const { rows } = await sql<SummaryRow>`
    select heads.*, coalesce(counted.contact_count, 0) as contact_count, coalesce(counted.problem, false) as problem,
      coalesce(counted.missed_count, 0) as missed_count, counted.quiet,
      first.text as first_text, survivor.reference as merged_reference
    from (${headsOf(calls)}) as heads
    left join lateral (
      select count(*) filter (where revises_key is null)::int as contact_count,
        bool_or(contacts.problem is not null) filter (where revises_key is null) as problem,
        count(distinct coalesce(revises_key, key)) filter (where channel = 'voice' and details ? 'missed')::int
          as missed_count,
        count(distinct revises_key) filter (where revision_cause = 'recording' and media ->> 'state' = 'pending')
          <= count(distinct coalesce(revises_key, key))
            filter (where channel = 'voice' and details ->> 'missed' in ('too-short', 'silent')) as quiet
      from contacts where contacts.call_id = heads.id
    ) as counted on true
    left join lateral (
      select left(contacts.text, ${2 * FIRST_WORDS}) as text
      from contacts where contacts.call_id = heads.id and contacts.revises_key is null
      order by contacts.received_at, contacts.id limit 1
    ) as first on true
    left join calls as survivor on survivor.id = heads.merged_into`.execute(db);
  return rows;
}

/** The lines of the calls with these ids. Ids that the log does not have, or the reader may not see, are left out. */
export async function summariseCalls(
  db: Kysely<Database>,
  visibility: Visibility,
  ids: readonly string[],
): Promise<Map<string, CallSummary>> {
  if (ids.length === 0) return new Map();
  const rows = await summarise(
    db,
    sql`select * from calls where id = any(${ids}::uuid[]) and ${isVisible(visibility)}`,
  );
  return new Map(rows.map((row) => [row.id, toSummary(row)]));
}

export function toSummary(row: SummaryRow, excerpt?: string): CallSummary {
  return {
    ...toHead(row),
    updatedAt: row.updated_at.toISOString(),
    firstWords: firstWords(row.first_text ?? ''),
    contactCount: row.contact_count,
    missed: row.contact_count > 0 && row.missed_count === row.contact_count && row.quiet === true,
    problem: row.problem,
    ...(excerpt !== undefined && { excerpt }),
    ...(row.merged_reference !== null && { mergedInto: row.merged_reference }),
  };
}

export function toHead(row: HeadRow): CallHead {
  return {
    reference: row.reference,
    status: row.status,
    title: row.title,
    ...(row.requester_id && {
      requester: {
        id: row.requester_id,
        ...(row.requester_name && { name: row.requester_name }),
        identities: row.identities,
      },
    }),
    firstChannel: row.first_channel,
    channels: row.channels,
    ...(row.department && { department: row.department }),
    ...(row.service && { service: row.service }),
    impact: row.impact,
    urgency: row.urgency,
    priority: row.priority,
    ...(row.assignee && { assignee: row.assignee }),
    receivedAt: row.received_at.toISOString(),
    ...(row.respond_by && { respondBy: row.respond_by.toISOString() }),
    ...(row.resolve_by && { resolveBy: row.resolve_by.toISOString() }),
    ...(row.responded_at && { respondedAt: row.responded_at.toISOString() }),
    ...(row.resolved_at && { resolvedAt: row.resolved_at.toISOString() }),
    ...(row.resolution !== null && { resolution: row.resolution }),
    ...(row.waiting_since && { waitingSince: row.waiting_since.toISOString() }),
    ...(row.waiting_until && { waitingUntil: row.waiting_until.toISOString() }),
    ...(row.routed_by && { routedBy: row.routed_by }),
    ...(row.routed_why !== null && { why: row.routed_why }),
    version: row.version,
    ...(row.rating !== null && { rating: row.rating }),
  };
}

function firstWords(text: string): string {
  // Cut by code points: half of a surrogate pair is no character.
  return Array.from(text.replace(/\s+/g, ' ').trim()).slice(0, FIRST_WORDS).join('');
}
