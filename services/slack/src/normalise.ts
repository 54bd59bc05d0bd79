import { type CallbookError, type Contact, contactKey, type RevisionCause, type SlackWay } from '@callbook/contracts';
import { type Author, authorOf } from './person.ts';
import { type Place, slackUser, sourceIds } from './source-id.ts';
import { instantOf } from './ts.ts';
import { word } from './word.ts';

/** What is known of a piece of news besides what it says. */
export type Arrival = {
  readonly receivedAt: Date;
  /** UUID v7 for the contact. */
  readonly id: string;
  /** What Slack sent, in the archive. */
  readonly original: Contact['original'];
};

type SlackDetails = Extract<Contact['details'], { channel: 'slack' }>;

/** What was said, as people read it. */
export type Said = { readonly text: string; readonly fullText: string };
/** A file that stays at Slack, and why. */
export type RefusedFile = { readonly name: string; readonly size?: number; readonly error: CallbookError };

/** A message that somebody wrote to the desk, or that somebody brought to it. */
export type Message = {
  readonly place: Place;
  /** Of its thread's first message; of a message on its own, its own. */
  readonly threadTs: string;
  readonly author: Author;
  readonly said: Said;
  readonly way: SlackWay;
  readonly audience: SlackDetails['audience'];
  readonly conversationName: string | undefined;
  readonly permalink: string | undefined;
  /** Who brought it, where that is not its author. */
  readonly loggedBy: string | undefined;
};

/** The contact of a message. */
export function messageContact(message: Message, arrival: Arrival): Contact {
  const { place, threadTs, author, said, way, audience, conversationName, permalink, loggedBy } = message;
  return {
    ...bare(place.team, sourceIds.message(place), instantOf(place.ts), arrival),
    ...{ ...said, ...languageOf(author) },
    from: authorOf(place.team, author),
    thread: { references: [], slackThread: sourceIds.message({ ...place, ts: threadTs }) },
    details: {
      ...detailsOf(place),
      way,
      ...defined({
        audience,
        ...{ conversationName: word(conversationName), permalink, timeZone: author.profile?.timeZone },
        loggedBy: loggedBy === undefined || loggedBy === author.user ? undefined : slackUser(place.team, loggedBy),
      }),
    },
  };
}

/** The message says something else from now on. */
export function editContact(place: Place, editedTs: string, said: Said, arrival: Arrival): Contact {
  return { ...revision(place, 'edit', sourceIds.edit(place, editedTs), instantOf(editedTs), arrival), ...said };
}

/** The message is gone at its source; the log keeps it. */
export function deletionContact(place: Place, deletedTs: string | undefined, arrival: Arrival): Contact {
  return revision(place, 'deletion', sourceIds.deletion(place), instantOf(deletedTs), arrival);
}

/** What could be had of a message only after it was taken. */
export function fetchedContact(message: Message, arrival: Arrival): Contact {
  const contact = messageContact(message, arrival);
  const { place, author, said } = message;
  return {
    ...revision(place, 'fetched', sourceIds.fetched(place), instantOf(place.ts), arrival),
    ...said,
    from: authorOf(place.team, author),
    details: contact.details,
  };
}

/** The files of a contact: those that are in the archive now, and those that stay where they are. */
export function filesContact(
  team: string,
  sourceId: string,
  files: { readonly attachments: Contact['attachments']; readonly refused: readonly RefusedFile[] },
  arrival: Arrival,
): Contact {
  const refusedFiles = files.refused.map(({ name, size, error }) => ({
    ...{ name: word(name) ?? 'file', ...(size !== undefined && { size }), code: error.code, message: error.message },
  }));
  return {
    ...bare(team, sourceIds.files(sourceId), undefined, arrival),
    revises: { key: keyOf(team, sourceId), cause: 'files' },
    attachments: files.attachments,
    details: { channel: 'slack', team, ...(refusedFiles.length > 0 && { refusedFiles }) },
  };
}

/** Who wrote a contact is known by now. */
export function requesterContact(team: string, sourceId: string, { user, profile }: Author, arrival: Arrival): Contact {
  return {
    ...bare(team, sourceIds.requester(sourceId), undefined, arrival),
    revises: { key: keyOf(team, sourceId), cause: 'requester' },
    from: authorOf(team, { user, profile }),
    ...languageOf({ profile }),
    details: { channel: 'slack', team, ...(profile?.timeZone && { timeZone: profile.timeZone }) },
  };
}

/** What somebody filled in in the form. */
export type Form = {
  readonly team: string;
  /** Slack's name of the form as it was opened for this person. */
  readonly view: string;
  readonly author: Author;
  readonly description: string;
  readonly department: string | undefined;
  readonly service: string | undefined;
  readonly urgency: SlackDetails['urgency'];
};

/** The contact of a form. */
export function formContact(form: Form, arrival: Arrival): Contact {
  const { team, view, author, description, department, service, urgency } = form;
  return {
    ...bare(team, sourceIds.form(team, view), undefined, arrival),
    ...{ text: description, fullText: description },
    ...languageOf(author),
    from: authorOf(team, author),
    details: {
      ...{ channel: 'slack', team, way: 'form', audience: 'direct' },
      ...defined({
        ...{ department: word(department), service: word(service), urgency },
        timeZone: author.profile?.timeZone,
      }),
    },
  };
}

/** Somebody pressed a button under a message of ours. */
export type Press = {
  /** The message with the button. */
  readonly place: Place;
  readonly threadTs: string | undefined;
  readonly author: Author;
  readonly action: NonNullable<SlackDetails['action']>;
  /** Of the press itself. */
  readonly actionTs: string;
  /** The call that the button was about, as it says itself. */
  readonly reference: string | undefined;
  /** What the press says, in words. */
  readonly words: string;
};

/** The contact of a press. */
export function pressContact(press: Press, arrival: Arrival): Contact {
  const { place, threadTs, author, action, actionTs, reference, words } = press;
  const { ts: _, ...details } = detailsOf(place);
  return {
    ...bare(place.team, sourceIds.action(place, author.user ?? '', actionTs), instantOf(actionTs), arrival),
    ...{ text: words, fullText: words },
    ...languageOf(author),
    from: authorOf(place.team, author),
    thread: {
      references: [],
      slackThread: sourceIds.message({ ...place, ts: threadTs ?? place.ts }),
      ...(reference && { callReference: reference }),
    },
    details: { ...details, way: 'button', action },
  };
}

/** The contact of something of which nothing could be read: its original is all there is. */
export function unreadableContact(team: string, sourceId: string, reason: string, arrival: Arrival): Contact {
  return {
    ...bare(team, sourceId, undefined, arrival),
    problem: { code: 'slack-unreadable', message: `This event could not be read: ${reason}.` },
  };
}

export function keyOf(team: string, sourceId: string): string {
  return contactKey('slack', team, sourceId);
}

function revision(
  place: Place,
  cause: RevisionCause,
  sourceId: string,
  instant: Date | undefined,
  arrival: Arrival,
): Contact {
  return {
    ...bare(place.team, sourceId, instant, arrival),
    revises: { key: keyOf(place.team, sourceIds.message(place)), cause },
    details: detailsOf(place),
  };
}

function bare(team: string, sourceId: string, instant: Date | undefined, arrival: Arrival): Contact {
  const { receivedAt, id, original } = arrival;
  return {
    version: 1,
    id,
    channel: 'slack',
    account: team,
    sourceId,
    key: keyOf(team, sourceId),
    occurredAt: (instant ?? receivedAt).toISOString(),
    receivedAt: receivedAt.toISOString(),
    from: {},
    to: [],
    text: '',
    fullText: '',
    thread: { references: [] },
    attachments: [],
    original,
    details: { channel: 'slack', team },
  };
}

/** Nobody says in Slack in which language they write: the one that they use it in is the best that is known. */
function languageOf({ profile }: Pick<Author, 'profile'>): Pick<Contact, 'language'> {
  return profile?.language === undefined ? {} : { language: profile.language };
}

function detailsOf({ team, conversation, ts }: Place) {
  return { channel: 'slack', team, conversation, ts } as const;
}

type Defined<T> = { [K in keyof T]?: Exclude<T[K], undefined> };

/** The parts that have a value: the contract knows "absent", not "undefined". */
function defined<T extends object>(parts: T): Defined<T> {
  return Object.fromEntries(Object.entries(parts).filter(([, value]) => value !== undefined)) as Defined<T>;
}
