import type { Contact, RevisionCause } from './contact.ts';

/** Later ones lie on top: a person's word counts more than a machine's, and an edit more than what it edits. */
const LAYERS: readonly RevisionCause[] = [
  'recording',
  'ended',
  'choice',
  'fetched',
  'files',
  'requester',
  'reading',
  'transcript',
  'edit',
  'person',
  'deletion',
];
/** What these causes bring is what the contact says from now on. */
const SAYING = new Set<RevisionCause>(['fetched', 'reading', 'transcript', 'edit', 'person']);

/**
 * A contact as it stands with all that came later: for each cause the latest revision at the source lies over it, and
 * what is attached to any of them is attached to it. The order and the number of repeats in which revisions came make
 * no difference. What was said at first stays in the contact itself, and a deletion takes nothing away.
 */
export function overlay<C extends Contact>(contact: C, revisions: readonly Contact[]): C {
  const ordered = revisions.toSorted(
    (a, b) => compare(a.occurredAt, b.occurredAt) || compare(a.key, b.key) || compare(a.id, b.id),
  );
  const latest = new Map(ordered.flatMap((one) => (one.revises ? [[one.revises.cause, one] as const] : [])));
  const layers = LAYERS.flatMap((cause) => latest.get(cause) ?? []);
  const seen = layers.reduce<C>((below, layer) => lay(below, layer), contact);
  const attached = [contact, ...ordered].flatMap(({ attachments }) => attachments);
  const attachments = [...new Map(attached.map((one) => [one.sha256, one])).values()];
  const heard = withoutError(seen, attachments);
  return { ...heard, attachments, ...mediaOf(heard, attachments) };
}

function lay<C extends Contact>(below: C, { revises, ...layer }: Contact): C {
  const says = revises !== undefined && SAYING.has(revises.cause) && (layer.text !== '' || revises.cause === 'edit');
  return {
    ...below,
    ...(says && { text: layer.text, fullText: layer.fullText }),
    ...(says && layer.html !== undefined && { html: layer.html }),
    ...(layer.subject !== undefined && { subject: layer.subject }),
    ...(layer.language !== undefined && { language: layer.language }),
    ...(layer.media !== undefined && { media: layer.media }),
    ...(layer.problem !== undefined && { problem: layer.problem }),
    from: { ...below.from, ...layer.from },
    details: { ...below.details, ...layer.details },
  };
}

/** Missed calls that may have left a sound: too short for a message, or one in which nobody speaks. */
const QUIET = new Set(['too-short', 'silent']);

/** A provider may list a recording after it has said that there is none. Then it is a message, whatever was told before. */
function withoutError<C extends Contact>(contact: C, attachments: readonly unknown[]): C {
  const { details } = contact;
  if (details.channel !== 'voice' || !details.missed || attachments.length === 0) return contact;
  if (QUIET.has(details.missed)) return contact;
  const { missed: _, ...rest } = details;
  return { ...contact, details: rest };
}

/** Of a missed call without any sound nothing is to be listened to. */
function mediaOf({ media, details }: Contact, attachments: readonly unknown[]): { media?: undefined } {
  const missed = details.channel === 'voice' && details.missed !== undefined;
  return missed && attachments.length === 0 && media ? { media: undefined } : {};
}

function compare(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}
