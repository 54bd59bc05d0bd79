import { DAY } from '@callbook/contracts';
import { sourceIds } from './normalise.ts';
import { fetchSoon } from './settle.ts';
import type { Station } from './station.ts';

/** Recordings that are looked at in one go. */
const MOST = 1000;

/**
 * Deletes recordings at Twilio that are older than the configured retention, and that the log has. One of ours that it
 * is not known to have is fetched again first: the log answers, and the next time it is deleted. Recordings of calls
 * that were never ours (of other numbers, of other programs) are left alone.
 * @throws CallbookError `voice-api`, `voice-login`
 */
export async function deleteOld(station: Station): Promise<void> {
  const { twilio, account, api, known, metrics, logger, now, signal } = station;
  if (twilio.retentionDays === undefined) return;
  const before = new Date(now().getTime() - twilio.retentionDays * DAY);
  for (const recording of await api.recordingsBefore(before, MOST)) {
    if (signal.aborted) return;
    if (recording.status !== 'completed') continue;
    if (known.recorded(account.name, sourceIds.recording(recording))) {
      await api.remove(recording.recordingSid);
      metrics.recording('deleted');
      logger.info({ call: recording.callSid, recording: recording.recordingSid }, 'deleted at Twilio, as configured');
    } else if (await isOurs(station, recording.callSid)) fetchSoon(station, recording);
  }
}

async function isOurs({ account, api }: Station, callSid: string): Promise<boolean> {
  const call = await api.call(callSid);
  return account.numbers.some(({ number }) => number === call?.to);
}
