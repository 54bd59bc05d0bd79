import type { Attachment, Contact, FieldReading, ReadPicture } from '@callbook/contracts';
import { type Claims, type GuessedRequester, guessRequesters, type Log, type ReviewItem } from '@callbook/log';
import { isSupportedCountry, parsePhoneNumberFromString } from 'libphonenumber-js/max';

/** One thing for a person to look at or to listen to, as the API shows it. */
export type ReviewEntry = {
  readonly contact: string;
  readonly reference?: string;
} & Pick<ReviewItem, 'kind' | 'state' | 'confidence' | 'since'> &
  Pick<Contact, 'channel' | 'account' | 'receivedAt' | 'text' | 'language' | 'problem'> & {
    readonly fileName?: string;
    readonly seconds?: number;
    readonly department?: string;
    readonly urgency?: string;
    readonly bestTime?: string;
    readonly form?: object;
    readonly row?: number;
    readonly pages: readonly object[];
    readonly fields: readonly object[];
    readonly groups: readonly object[];
    readonly recording?: object;
    readonly requesters: readonly GuessedRequester[];
  };

/** Makes of what needs a person what is shown of it, with addresses for its pictures and whom it may be by. */
export async function reviewEntry(log: Log, item: ReviewItem, country: string | undefined): Promise<ReviewEntry> {
  const { contact, files, reference, kind, state, confidence, since } = item;
  const { id, channel, account, receivedAt, text, language, problem, details } = contact;
  const paper = details.channel === 'paper' ? details : undefined;
  const pages = paper?.reading?.pages ?? [];
  const fields = pages.flatMap((page) => page.fields.map((field) => ({ ...field, page: page.index })));
  const at = (picture: ReadPicture) => `/api/contacts/${id}/pictures/${picture.sha256}`;
  const sound = kind === 'recording' ? soundOf(contact) : undefined;
  const place = sound && files.get(sound.sha256);
  return {
    ...{ contact: id, ...(reference !== undefined && { reference }) },
    ...{ kind, state, confidence, since, channel, account, receivedAt, text },
    ...(language !== undefined && { language }),
    ...(problem && { problem }),
    ...(paper?.fileName !== undefined && { fileName: paper.fileName }),
    ...(details.channel === 'voice' && details.seconds !== undefined && { seconds: details.seconds }),
    ...(paper?.department !== undefined && { department: paper.department }),
    ...(paper?.urgency !== undefined && { urgency: paper.urgency }),
    ...(paper?.bestTime !== undefined && { bestTime: paper.bestTime }),
    ...(pages[0]?.form && { form: pages[0].form }),
    ...(paper?.reading?.entry?.row !== undefined && { row: paper.reading.entry.row }),
    pages: pages.flatMap(({ index, picture }) => (picture ? [{ page: index, picture: at(picture) }] : [])),
    fields: fields.map(({ picture, ...field }) => ({ ...field, ...(picture && { picture: at(picture) }) })),
    groups: pages.flatMap((page) => page.groups.map((group) => ({ ...group, page: page.index }))),
    ...(place && {
      recording: {
        address: `/api/contacts/${place.contact}/attachments/${place.position}`,
        mediaType: sound.mediaType,
        segments: (details.channel === 'voice' && details.transcript?.segments) || [],
      },
    }),
    requesters: kind === 'scan' ? await guessRequesters(log.db, claimsOf(fields, country)) : [],
  };
}

/** A mail of voicemail may bring more than its recording. */
function soundOf({ attachments }: Pick<Contact, 'attachments'>): Attachment | undefined {
  return attachments.find(({ mediaType }) => /^(audio|video)\//.test(mediaType)) ?? attachments[0];
}

/** Guesses count here: a person looks at what comes of them. */
function claimsOf(fields: readonly FieldReading[], country: string | undefined): Claims {
  const written = (name: FieldReading['name']) => {
    const field = fields.find((one) => one.name === name);
    return field?.value ?? field?.guess;
  };
  const either = written('phoneOrRoom');
  const phone = phoneIn(written('phone') ?? either, country);
  const [email, employeeNumber] = [written('email')?.toLowerCase(), written('employeeNumber')];
  return {
    name: written('name'),
    room: written('room') ?? either,
    identities: [
      ...(email === undefined ? [] : [{ kind: 'email' as const, value: email }]),
      ...(phone === undefined ? [] : [{ kind: 'phone' as const, value: phone }]),
      ...(employeeNumber === undefined ? [] : [{ kind: 'employee-number' as const, value: employeeNumber }]),
    ],
  };
}

/** E.164, where it is a number that there can be. */
export function phoneIn(written: string | undefined, country: string | undefined): string | undefined {
  const home = country !== undefined && isSupportedCountry(country) ? country : undefined;
  const number = parsePhoneNumberFromString(written ?? '', home);
  return number?.isPossible() ? number.number : undefined;
}

/** A picture that belongs to a contact: one of its pages, or what is written in one of its fields. */
export function pictureOf(
  { details, attachments }: Pick<Contact, 'details' | 'attachments'>,
  sha256: string,
): Attachment | undefined {
  const pages = details.channel === 'paper' ? (details.reading?.pages ?? []) : [];
  const pictures = pages.flatMap(({ picture, fields }) => [picture, ...fields.map((field) => field.picture)]);
  const found = pictures.find((one) => one?.sha256 === sha256);
  // Pages of an earlier scan of the same sheet.
  const attached = attachments.find((one) => one.inline && one.sha256 === sha256);
  if (!found) return attached;
  return { ...found, name: `${sha256.slice(0, 12)}.${found.mediaType.split('/')[1]}`, inline: true };
}
