import { DAY } from '@callbook/contracts';
import { numberOf } from './config.ts';
import { download } from './download.ts';
import { type CallFacts, isOver, type RecordingFacts } from './facts.ts';
import { onlyLanguage } from './greeting.ts';
import { keepDay } from './ledger.ts';
import { callContact, endedContact, missingContact, recordingContact, sourceIds } from './normalise.ts';
import { outcomeOf } from './outcome.ts';
import type { Station } from './station.ts';
import { type Raw, rawFacts, take, takeArchived } from './take.ts';

/** Takes the contact of a call, whoever tells of it first. @throws CallbookError as `take` does. */
export async function takeCall(station: Station, call: CallFacts, raw: Raw = rawFacts(call)): Promise<void> {
  const language = onlyLanguage(numberOf(station.account, call.to));
  const { account, known, intake, now } = station;
  if (known.has(account.name, sourceIds.call(call.callSid))) return;
  const at = now();
  await keepDay(intake.cursor, call.callSid, call.startedAt ?? at);
  await take({ ...station, now: () => at }, sourceIds.call(call.callSid), raw, (arrival) =>
    callContact(call, language, arrival),
  );
}

/** Puts the fetching of a recording on the list. One that we have, or are fetching, is not fetched twice. */
export function fetchSoon(station: Station, recording: RecordingFacts): void {
  const { account, known, worklist, metrics, archive, twilio, signal, logger } = station;
  const sourceId = sourceIds.recording(recording);
  if (known.has(account.name, sourceId)) return;
  const fetching = async () => {
    if (known.has(account.name, sourceId)) return 'done' as const;
    const audio = await download(recording.recordingSid, { archive, account, apiUrl: twilio.apiUrl, signal });
    await takeArchived(station, sourceId, audio, (arrival) => recordingContact(recording, arrival));
    metrics.recording('stored');
    return 'done' as const;
  };
  const givenUp = async (error: unknown) => {
    metrics.recording('missing');
    logger.error({ err: error, call: recording.callSid, recording: recording.recordingSid }, 'no audio within an hour');
    const reason = 'Twilio did not hand out the recording within an hour. It is tried again while it is listed.';
    await take(station, sourceIds.missing(recording), rawFacts(recording), (arrival) =>
      missingContact(recording, reason, arrival),
    );
  };
  worklist.add(`recording ${recording.recordingSid}`, fetching, { givenUp });
}

/** Puts a look at a call on the list: what Twilio has of it, and how it ended. */
export function lookSoon(station: Station, callSid: string, told?: CallFacts): void {
  const { account, known, worklist, api, logger, settling } = station;
  if (known.has(account.name, sourceIds.ended(callSid))) return;
  const looking = async () => {
    const call = told && isOver(told) ? told : await api.call(callSid);
    if (!call) return 'done';
    const recordings = await api.recordingsOf(callSid);
    await settle(station, call, recordings);
    // The recordings are on the list themselves, and a call that goes on is told of when it is over.
    return known.has(account.name, sourceIds.ended(callSid)) || !isOver(call) ? 'done' : 'again';
  };
  const givenUp = async (error: unknown) =>
    logger.warn({ err: error, call: callSid }, 'how a call ended is left to the reconciliation');
  worklist.add(`call ${callSid}`, looking, { delay: settling, givenUp });
}

/** A recording that is not to be had for so long is no reason to look at its call for ever. */
const HOPELESS = 2 * DAY;

/**
 * Takes of a call whatever is not taken yet, from all that Twilio lists of it. True when nothing is left to come: the
 * call is over, that is said, and its recordings are here, or past hope.
 */
export async function settle(
  station: Station,
  call: CallFacts,
  recordings: readonly RecordingFacts[],
): Promise<boolean> {
  const { account, known, grace } = station;
  const now = station.now();
  await takeCall(station, call);
  for (const recording of recordings) if (recording.status === 'completed') fetchSoon(station, recording);

  const { shortestSeconds } = numberOf(station.account, call.to);
  const outcome = outcomeOf(call, recordings, { shortestSeconds, now, grace });
  if (outcome.kind === 'open') return false;
  await take(station, sourceIds.ended(call.callSid), rawFacts({ call, recordings }), (arrival) =>
    endedContact(call, outcome, arrival),
  );
  return recordings.every(
    (recording) =>
      recording.status !== 'completed' ||
      known.has(account.name, sourceIds.recording(recording)) ||
      (recording.createdAt && now.getTime() - recording.createdAt.getTime() > HOPELESS),
  );
}
