import type { Contact, SlackWay } from '@callbook/contracts';

import { filesOf } from './file.ts';
import { namesIn } from './names.ts';
import { editContact, type Message, messageContact } from './normalise.ts';
import { id, type Json, text } from './payload.ts';
import { permalinkOf } from './permalink.ts';
import { type Place, sourceIds } from './source-id.ts';
import type { Station } from './station.ts';
import { type Raw, take } from './take.ts';
import { readMessage as readText } from './text/index.ts';
import { isTs, threadTsOf } from './ts.ts';

/** A message of Slack that is for the desk, as an event or a list has it. */
export type Bring = {
  readonly conversation: string;
  readonly message: Json;
  readonly way: SlackWay;
  /** Who brought it, where that is not who wrote it. */
  readonly loggedBy?: string | undefined;
  /** It is one of a list that has its thread as well. */
  readonly listed?: boolean;
};

/** Where a message is; undefined of what does not say it. */
export function placeIn(team: string, conversation: string | undefined, message: Json): Place | undefined {
  const ts = text(message, 'ts');
  const known = id({ conversation }, 'conversation');
  return known !== undefined && isTs(ts) ? { team, conversation: known, ts } : undefined;
}

/**
 * Takes a message, once, whoever brings it. What Slack tells besides (who wrote it, how people are called) is waited for
 * a moment and no longer: the rest comes later as revisions, and the tasks for it are on disk before the message is.
 * @throws CallbookError of the archive and the spool: it is not taken.
 */
export async function takeMessage(station: Station, bring: Bring, raw: Raw): Promise<void> {
  const { workspace, known, todo } = station;
  const place = placeIn(workspace.team, bring.conversation, bring.message);
  if (!place) throw new TypeError('a message without a place is for nobody to take');
  const sourceId = sourceIds.message(place);
  await joinThread(station, place, bring);
  if (known.has(place.team, sourceId)) return;
  const message = await readMessage(station, place, bring);
  const { user, profile } = message.author;
  if (user !== undefined && profile === undefined)
    await todo.add({ kind: 'requester', id: sourceIds.requester(sourceId), sourceId, user });
  await fetchFiles(station, sourceId, bring.message);
  await take(station, sourceId, raw, (arrival) => messageContact(message, arrival));
}

/** Puts the files of a message, or of a form, on the list of what is to be fetched. */
export async function fetchFiles(station: Station, sourceId: string, holder: Json): Promise<void> {
  const files = filesOf(holder);
  if (files.length > 0) await station.todo.add({ kind: 'files', id: sourceIds.files(sourceId), sourceId, files });
}

/** Takes what a message says from now on. @throws CallbookError as `take` does. */
export async function takeEdit(station: Station, place: Place, message: Json, raw: Raw): Promise<void> {
  const edited = text(message, 'edited', 'ts');
  const editedTs = isTs(edited) ? edited : place.ts;
  if (station.known.has(place.team, sourceIds.edit(place, editedTs))) return;
  const names = await namesIn(message, station, station.patience);
  const said = readText(message, names);
  await take(station, sourceIds.edit(place, editedTs), raw, (arrival) => editContact(place, editedTs, said, arrival));
}

/** What is known of a message by now. */
export async function readMessage(station: Station, place: Place, bring: Bring): Promise<Message> {
  const { profiles, conversations, identity, patience } = station;
  const { message, way, loggedBy } = bring;
  const user = id(message, 'user');
  const threadTs = threadTsOf(message, place.ts);
  const [profile, names] = await Promise.all([
    user === undefined ? undefined : profiles.within(user, patience),
    namesIn(message, station, patience),
    conversations.within(place.conversation, patience),
  ]);
  const { audience, name } = conversations.of(place.conversation);
  return {
    ...{ place, way, loggedBy, author: { user, profile, name: authorName(message) } },
    threadTs,
    said: readText(message, names),
    audience: audience ?? guessAudience(place),
    conversationName: name,
    permalink: permalinkOf(identity.url(), place, threadTs),
  };
}

/** Where the desk reads along only in its own threads, this is one of them from now on. */
async function joinThread(station: Station, place: Place, { message, way, listed }: Bring): Promise<void> {
  const { threads, todo } = station;
  if (way === 'direct-message' || way === 'help-channel' || way === 'reply') return;
  const root = { conversation: place.conversation, ts: threadTsOf(message, place.ts) };
  if (threads.has(root)) return;
  // Replies may have come before what made the thread ours. Who reads them must find that it is.
  const task = {
    ...{ kind: 'thread' as const, id: `${sourceIds.message({ ...place, ts: root.ts })}:thread` },
    ...{ conversation: root.conversation, ts: root.ts, since: place.ts },
  };
  await Promise.all([threads.add(root), ...(listed ? [] : [todo.add(task)])]);
}

/** Bots have names of their own. */
function authorName(message: Json): string | undefined {
  return (
    text(message, 'username') ?? text(message, 'bot_profile', 'name') ?? text(message, 'user_profile', 'real_name')
  );
}

/** Without the right to ask: a channel is taken for one where many read along. */
function guessAudience({ conversation }: Place): Extract<Contact['details'], { channel: 'slack' }>['audience'] {
  return conversation.startsWith('G') ? 'private' : 'public';
}
