import type { Contact } from '@callbook/contracts';
import { numberOf } from './config.ts';
import { downloadMedia } from './download.ts';
import type { TextFacts } from './facts.ts';
import { onlyLanguage } from './greeting.ts';
import { keepDay } from './ledger.ts';
import { sourceIds } from './normalise.ts';
import { mediaContact, mediaMissingContact, textContact } from './normalise-text.ts';
import type { Station } from './station.ts';
import { type Raw, rawFacts, take } from './take.ts';

/** Takes the contact of a text message, whoever tells of it first. @throws CallbookError as `take` does. */
export async function takeText(station: Station, text: TextFacts, raw: Raw = rawFacts(text)): Promise<void> {
  const { account, known, intake, now } = station;
  const sourceId = sourceIds.text(text.messageSid);
  if (known.has(account.name, sourceId)) return;
  const at = now();
  await keepDay(intake.cursor, sourceId, text.at ?? at);
  const language = onlyLanguage(numberOf(account, text.to));
  await take({ ...station, now: () => at }, sourceId, raw, (arrival) => textContact(text, language, arrival));
}

/** Puts the fetching of what came with a text message on the list. What we have is not fetched twice. */
export function fetchMediaSoon(station: Station, { messageSid }: Pick<TextFacts, 'messageSid'>): void {
  const { account, known, worklist, api, archive, twilio, signal, logger, now } = station;
  const sourceId = sourceIds.media(messageSid);
  if (known.has(account.name, sourceId)) return;
  const fetching = async () => {
    if (known.has(account.name, sourceId)) return 'done' as const;
    const media = await api.mediaOf(messageSid);
    // Twilio stores it a moment after it has told of the message.
    if (media.length === 0) return 'again' as const;
    const attachments: Contact['attachments'] = [];
    for (const one of media) {
      const stored = await downloadMedia({ messageSid, ...one }, { archive, account, apiUrl: twilio.apiUrl, signal });
      attachments.push({ ...stored, name: nameOf(one), inline: false });
    }
    await take(station, sourceId, rawFacts({ messageSid, media }), (arrival) =>
      mediaContact(messageSid, attachments, arrival),
    );
    return 'done' as const;
  };
  const asked = now();
  const givenUp = async (error: unknown) => {
    logger.error({ err: error, text: messageSid }, 'what came with a text message was not to be had within an hour');
    const reason =
      'Twilio did not hand out within an hour what came with this message. It is tried again while it is listed.';
    await take(station, sourceIds.mediaMissing(messageSid), rawFacts({ messageSid }), (arrival) =>
      mediaMissingContact(messageSid, reason, asked, arrival),
    );
  };
  worklist.add(`media ${messageSid}`, fetching, { givenUp });
}

function nameOf({ mediaSid, mediaType }: { readonly mediaSid: string; readonly mediaType: string }): string {
  const [, ending] = /^[\w.+-]+\/([\w-]{1,10})$/.exec(mediaType) ?? [];
  return ending === undefined ? mediaSid : `${mediaSid}.${ending}`;
}
