import { pressContact } from './normalise.ts';
import { id, type Json, text } from './payload.ts';
import { sourceIds } from './source-id.ts';
import type { Station } from './station.ts';
import { type Raw, take } from './take.ts';
import { takeUnreadable } from './take-unreadable.ts';
import { isTs } from './ts.ts';
import { pressWords, readInteraction } from './views/index.ts';

/** Takes the buttons that somebody pressed under a message of ours. @throws CallbookError as `take` does. */
export async function takePresses(station: Station, body: Json, raw: Raw): Promise<void> {
  const { workspace, profiles, metrics, patience } = station;
  const interaction = readInteraction(body);
  if (interaction.does !== 'press') return;
  const { team } = workspace;
  const conversation = id(body, 'channel', 'id') ?? id(body, 'container', 'channel_id');
  const ts = text(body, 'message', 'ts') ?? text(body, 'container', 'message_ts');
  const user = id(body, 'user', 'id');
  if (!conversation || !isTs(ts) || !user) return takeUnreadable(station, raw, 'it does not say who pressed what');
  const place = { team, conversation, ts };
  const threadTs = [text(body, 'message', 'thread_ts'), text(body, 'container', 'thread_ts')].find(isTs);
  const profile = await profiles.within(user, patience);
  for (const { action, actionTs, reference } of interaction.presses) {
    metrics.news('button');
    // Slack sends a press again with the time that it had at first.
    const pressedAt = isTs(actionTs) ? actionTs : ts;
    const words = pressWords(action);
    const press = { place, threadTs, author: { user, profile }, action, actionTs: pressedAt, reference, words };
    await take(station, sourceIds.action(place, user, pressedAt), raw, (arrival) => pressContact(press, arrival));
  }
}
