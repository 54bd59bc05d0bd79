import { SECOND } from '@callbook/contracts';
import { audienceIn } from './conversations.ts';
import { factsOf } from './facts.ts';
import { inTime } from './in-time.ts';
import { deletionContact } from './normalise.ts';
import { at, id, type Json, text } from './payload.ts';
import { decide } from './rules.ts';
import { type Place, sourceIds } from './source-id.ts';
import type { Station } from './station.ts';
import { type Raw, take } from './take.ts';
import { takeForm } from './take-form.ts';
import { placeIn, takeEdit, takeMessage } from './take-message.ts';
import { takePresses } from './take-press.ts';
import { takeUnreadable } from './take-unreadable.ts';

/** What an emoji points at is asked for before its event is acked, since without it there is nobody who asks. */
const POINTED_AT = 1.2 * SECOND;

/**
 * Takes whatever is for the desk in what Slack sent. When this resolves, it is on our disk; what is not for the desk is
 * counted by the rule that says so. @throws CallbookError of the archive and the spool.
 */
export async function takeBody(station: Station, body: Json, raw: Raw): Promise<void> {
  station.identity.learn(body);
  switch (text(body, 'type')) {
    case 'event_callback':
      return takeEvent(station, at(body, 'event'), raw);
    case 'message_action':
      return takeShortcut(station, body, raw);
    case 'view_submission':
      return takeForm(station, body, raw);
    case 'block_actions':
      return takePresses(station, body, raw);
    default:
      return;
  }
}

async function takeEvent(station: Station, event: Json, raw: Raw): Promise<void> {
  const { workspace, conversations, metrics } = station;
  const conversation = id(event, 'channel') ?? id(event, 'item', 'channel');
  if (conversation !== undefined) {
    conversations.told(conversation, audienceIn(text(event, 'channel_type')));
    conversations.heardOf(conversation);
  }
  // Of an edit and a deletion: what was edited or deleted.
  const about = changedIn(event);
  const verdict = decide(event, factsOf(station, conversation, about));
  metrics.news(verdict.becomes === 'nothing' ? verdict.why : verdict.becomes);
  if (verdict.becomes === 'nothing') return;
  const place = placeIn(workspace.team, conversation, about);
  if (!place) return takeUnreadable(station, raw, 'it does not say which message it is about');
  if (verdict.becomes === 'pointed-at') return takePointedAt(station, event, place.conversation, place.ts, raw);
  if (verdict.becomes === 'contact')
    return takeMessage(station, { conversation: place.conversation, message: about, way: verdict.way }, raw);
  await takeBefore(station, event, place, verdict.becomes === 'edit' ? about : {}, raw);
  if (verdict.becomes === 'deletion')
    return take(station, sourceIds.deletion(place), raw, (arrival) =>
      deletionContact(place, text(event, 'event_ts') ?? text(event, 'ts'), arrival),
    );
  return takeEdit(station, place, about, raw);
}

/**
 * Nobody may have told of a message before it was edited or deleted: then that event is the last one to have its words.
 * Where Slack leaves out what it said before, it is what it says `now`, for the next event may be that it is gone.
 */
async function takeBefore(station: Station, event: Json, place: Place, now: Json, raw: Raw): Promise<void> {
  const { conversation } = place;
  const before = at(event, 'previous_message');
  const message = text(before, 'ts') === place.ts ? before : now;
  if (station.known.has(place.team, sourceIds.message(place)) || text(message, 'ts') !== place.ts) return;
  const said = { ...message, type: 'message', channel: conversation, channel_type: text(event, 'channel_type') };
  const verdict = decide(said, factsOf(station, conversation, message));
  if (verdict.becomes === 'contact') await takeMessage(station, { conversation, message, way: verdict.way }, raw);
}

/** The message that an event is about. */
function changedIn(event: Json): Json {
  const subtype = text(event, 'subtype');
  if (subtype === 'message_changed') return at(event, 'message');
  if (subtype === 'message_deleted')
    return { ...at(event, 'previous_message'), ts: text(event, 'deleted_ts') ?? text(event, 'previous_message', 'ts') };
  if (text(event, 'type') === 'reaction_added')
    return { ts: text(event, 'item', 'ts'), user: text(event, 'item_user') };
  return event;
}

/** Somebody put the desk's emoji on a message: that message is the contact, and its author the one who asks. */
async function takePointedAt(station: Station, event: Json, conversation: string, ts: string, raw: Raw): Promise<void> {
  const { api, known, todo, workspace } = station;
  const place = { team: workspace.team, conversation, ts };
  const loggedBy = id(event, 'user');
  if (known.has(place.team, sourceIds.message(place))) return;
  const message = await inTime(api.message(conversation, ts), POINTED_AT);
  if (message) return takeMessage(station, { conversation, message, way: 'reaction', loggedBy }, raw);
  // What is known is that somebody said something: the rest follows.
  await todo.add({ kind: 'message', id: sourceIds.fetched(place), conversation, ts, way: 'reaction', loggedBy });
  const bare = { ts, user: text(event, 'item_user') };
  await takeMessage(station, { conversation, message: bare, way: 'reaction', loggedBy }, raw);
}

/** "Log this": the message comes along. */
async function takeShortcut(station: Station, body: Json, raw: Raw): Promise<void> {
  const { workspace, metrics } = station;
  const conversation = id(body, 'channel', 'id');
  const message = { ts: text(body, 'message_ts'), ...at(body, 'message') };
  metrics.news(workspace.ways.messageShortcut ? 'contact' : 'way-switched-off');
  if (!workspace.ways.messageShortcut) return;
  const place = placeIn(workspace.team, conversation, message);
  if (!place) return takeUnreadable(station, raw, 'it does not say which message it is about');
  const bring = {
    conversation: place.conversation,
    message,
    way: 'shortcut' as const,
    loggedBy: id(body, 'user', 'id'),
  };
  await takeMessage(station, bring, raw);
}
