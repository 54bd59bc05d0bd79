import type { Archive } from '@callbook/archive';
import { type Contact, contactKey, SECOND } from '@callbook/contracts';
import type { Intake } from '@callbook/intake';
import type { LinkedContact, ReviewItem } from '@callbook/log';
import { phoneIn } from './entry.ts';
import type { ReviewAnswer } from './queries.ts';

/** How long an answer waits for the log. */
const PATIENCE = 2 * SECOND;

export type AnswerDeps = {
  readonly archive: Pick<Archive, 'put'>;
  readonly intake: Pick<Intake, 'accept' | 'recorded'>;
  readonly now: () => Date;
  /** UUID v7. */
  readonly newId: () => string;
  readonly country?: string | undefined;
};

/** What is known of an answer besides what was typed. */
export type AnswerArrival = {
  readonly id: string;
  /** Who looked or listened. */
  readonly by: string;
  readonly now: Date;
  readonly original: Contact['original'];
  readonly country?: string | undefined;
};

/**
 * Takes what a person made of a scan or a recording the way of every contact: archived, spooled, and only then answered.
 * Resolves with whether the log has it already.
 */
export function openAnswers(deps: AnswerDeps) {
  const { archive, intake, now, newId, country } = deps;
  return async (
    { contact }: Pick<ReviewItem, 'contact'>,
    answer: ReviewAnswer,
    by: string,
  ): Promise<{ contact: string; recorded: boolean }> => {
    const stored = await archive.put(Buffer.from(JSON.stringify({ ...answer, by })));
    const original = { ...stored, mediaType: 'application/json' };
    const revision = answerContact(contact, answer, { id: newId(), by, now: now(), original, country });
    const heard = new Promise<boolean>((resolve) => {
      const timer = setTimeout(resolve, PATIENCE, false);
      timer.unref();
      const stop = intake.recorded.onRecorded((keys) => {
        if (!keys.includes(revision.key)) return;
        clearTimeout(timer);
        stop();
        resolve(true);
      });
    });
    const { state } = await intake.accept(revision);
    return { contact: revision.id, recorded: state === 'recorded' || (await heard) };
  };
}

/** The revision that says what a person made of a contact. What was read and its pictures stay beside it. Pure. */
export function answerContact(
  { key, sourceId, channel, account, thread, media, details }: LinkedContact,
  { id: given, values, text, department, urgency, bestTime, requester }: ReviewAnswer,
  { id, by, now, original, country }: AnswerArrival,
): Contact {
  const at = now.toISOString();
  const ownId = `${sourceId}/person/${given ?? id}`;
  const said = text ?? values.matter ?? values.note ?? '';
  const phone = phoneIn(values.phone ?? values.phoneOrRoom, country);
  const { name, email, employeeNumber } = values;
  const chosen = {
    ...(department !== undefined && { department }),
    ...(urgency !== undefined && { urgency }),
  };
  return {
    version: 1,
    ...{ id, channel, account, sourceId: ownId, key: contactKey(channel, account, ownId) },
    revises: { key, cause: 'person' },
    ...{ occurredAt: at, receivedAt: at },
    from: {
      ...(name && { name }),
      ...(email && { email: email.toLowerCase() }),
      ...(phone !== undefined && { phone }),
      ...(employeeNumber && { employeeNumber }),
    },
    ...{ to: [], text: said, fullText: said },
    thread: { references: [], ...(thread.formNumber !== undefined && { formNumber: thread.formNumber }) },
    ...{ attachments: [], original },
    media: { kind: media?.kind ?? (channel === 'voice' ? 'recording' : 'scan'), state: 'done', of: key },
    details:
      channel === 'paper'
        ? {
            ...{ channel, ...chosen, ...(bestTime !== undefined && { bestTime }) },
            typed: { by, values, ...(requester !== undefined && { requester }) },
          }
        : channel === 'voice'
          ? { channel, ...(department !== undefined && { department }) }
          : { channel: details.channel },
  };
}
