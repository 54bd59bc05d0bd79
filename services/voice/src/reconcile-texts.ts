import type { TextFacts } from './facts.ts';
import { dayOfListed, reportsOf } from './ledger.ts';
import { sourceIds } from './normalise.ts';
import type { Station } from './station.ts';
import { fetchMediaSoon, takeText } from './text.ts';

/** Text messages are one part of the account in the ledger, to whichever of its numbers they went. */
const PART = 'sms';

/**
 * Takes the text messages that came in since a moment and that no webhook has told of.
 * @throws CallbookError of the API, the spool or the archive: the next comparison begins where this one began.
 */
export async function reconcileTexts(station: Station, since: Date): Promise<void> {
  const { account, known, intake, metrics, signal } = station;
  const texts = await listed(station, since);
  const untaken = texts.filter(({ messageSid }) => !known.has(account.name, sourceIds.text(messageSid)));
  if (untaken.length > 0) metrics.foundTexts(untaken.length);
  for (const text of untaken) {
    if (signal.aborted) return;
    await takeText(station, text);
  }
  for (const text of texts) if (text.media > 0) fetchMediaSoon(station, text);
  const part = { account: account.name, part: PART, since, now: station.now() };
  const items = texts.map(({ messageSid, at }) => ({ sid: sourceIds.text(messageSid), at }));
  await intake.report(reportsOf(part, items, known, (text) => dayOfListed(intake.cursor, text, part.now)));
}

/** What came to a number of ours, or through the messaging service; other numbers of the account may be another's. */
async function listed({ account, api }: Station, since: Date): Promise<TextFacts[]> {
  const numbers = new Set(account.numbers.map(({ number }) => number));
  if (account.sms?.from !== undefined) numbers.add(account.sms.from);
  const service = account.sms?.messagingServiceSid;
  if (service !== undefined)
    return (await api.textsSince(since)).filter((text) => text.service === service || numbers.has(text.to));
  const found: TextFacts[] = [];
  for (const number of numbers) found.push(...(await api.textsSince(since, number)));
  return found;
}
