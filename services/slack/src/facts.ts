import { type Json, text } from './payload.ts';
import { sourceIds } from './source-id.ts';
import type { Station } from './station.ts';
import type { Facts } from './verdict.ts';

/** What a rule has to know of a message besides itself. */
export function factsOf(station: Station, conversation: string | undefined, message: Json): Facts {
  const { workspace, identity, known } = station;
  const ts = text(message, 'ts');
  const self = { user: identity.user(), bot: identity.bot(), app: identity.app() };
  const sourceId = conversation && ts && sourceIds.message({ team: workspace.team, conversation, ts });
  return {
    ...{ workspace, self },
    inDeskThread: conversation !== undefined && isInDeskThread(station, conversation, message),
    isTaken: Boolean(sourceId && known.has(workspace.team, sourceId)),
  };
}

/** Whether something was said to the desk in this thread, or at its beginning. */
function isInDeskThread({ workspace, known, threads }: Station, conversation: string, message: Json): boolean {
  const ts = text(message, 'thread_ts');
  if (ts === undefined) return false;
  const root = { team: workspace.team, conversation, ts };
  return threads.has(root) || known.has(root.team, sourceIds.message(root));
}
