import { factsOf } from './facts.ts';
import { deletionContact } from './normalise.ts';
import { type Json, list, text } from './payload.ts';
import { decide } from './rules.ts';
import { sourceIds } from './source-id.ts';
import type { Station } from './station.ts';
import { rawJson, take } from './take.ts';
import { placeIn, takeEdit, takeMessage } from './take-message.ts';
import type { Verdict } from './verdict.ts';

/** `channel_type` of an event, by who reads along. */
const TYPES = { direct: 'im', group: 'mpim', private: 'group', public: 'channel' } as const;

/** How a message that a list shows came to the desk, or would have: lists know no events. */
export function verdictOnListed(
  station: Station,
  conversation: string,
  message: Json,
): Verdict & { readonly loggedBy?: string } {
  const facts = factsOf(station, conversation, message);
  const { audience } = station.conversations.of(conversation);
  const event = { ...message, type: 'message', channel: conversation, channel_type: TYPES[audience ?? 'public'] };
  const asMessage = decide(event, facts);
  if (asMessage.becomes === 'contact') return asMessage;
  const item = { type: 'message', channel: conversation, ts: text(message, 'ts') };
  for (const { name, users } of list(message, 'reactions'))
    for (const user of Array.isArray(users) ? users.filter((one) => typeof one === 'string') : []) {
      const reaction = { type: 'reaction_added', user, reaction: name, item, item_user: text(message, 'user') };
      if (decide(reaction, facts).becomes === 'pointed-at')
        return { becomes: 'contact', way: 'reaction', loggedBy: user };
    }
  return asMessage;
}

/**
 * Takes a message that a list shows, where it is for the desk; one that is taken already is looked at for what was edited
 * or deleted since. Resolves with whether it is for the desk. @throws CallbookError of the archive and the spool.
 */
export async function takeListed(station: Station, conversation: string, message: Json): Promise<boolean> {
  const { workspace, known, metrics } = station;
  const place = placeIn(workspace.team, conversation, message);
  if (!place) return false;
  const raw = rawJson({ team_id: workspace.team, channel: conversation, message });
  const taken = known.has(place.team, sourceIds.message(place));
  if (!taken) {
    const verdict = verdictOnListed(station, conversation, message);
    if (verdict.becomes !== 'contact') return false;
    const { way, loggedBy } = verdict;
    await takeMessage(station, { conversation, message, way, loggedBy, listed: true }, raw);
    metrics.found(1);
  } else if (message.subtype === 'tombstone')
    // Answers keep its place in the list. Of what had none, a list says nothing.
    await take(station, sourceIds.deletion(place), raw, (arrival) => deletionContact(place, undefined, arrival));
  else if (text(message, 'edited', 'ts') !== undefined) await takeEdit(station, place, message, raw);
  return true;
}
