import type { SlackFile } from './file.ts';
import { formContact } from './normalise.ts';
import { id, type Json } from './payload.ts';
import { sourceIds } from './source-id.ts';
import type { Station } from './station.ts';
import { type Raw, take } from './take.ts';
import { takeUnreadable } from './take-unreadable.ts';
import { formErrors, readInteraction } from './views/index.ts';

/** Takes what somebody filled in. What they are asked to mend is not taken. @throws CallbookError as `take` does. */
export async function takeForm(station: Station, body: Json, raw: Raw): Promise<void> {
  const { workspace, known, profiles, todo, patience, metrics } = station;
  const { team } = workspace;
  const interaction = readInteraction(body);
  if (interaction.does !== 'submit' || formErrors(interaction.filled)) return;
  const [view, user] = [id(body, 'view', 'id'), id(body, 'user', 'id')];
  if (view === undefined || user === undefined) return takeUnreadable(station, raw, 'it does not say whose form it is');
  const sourceId = sourceIds.form(team, view);
  if (known.has(team, sourceId)) return;
  metrics.news('form');
  const { description, department, service, urgency, files } = interaction.filled;
  const profile = await profiles.within(user, patience);
  if (profile === undefined) await todo.add({ kind: 'requester', id: sourceIds.requester(sourceId), sourceId, user });
  if (files.length > 0)
    await todo.add({ kind: 'files', id: sourceIds.files(sourceId), sourceId, files: files.map(uploaded) });
  const form = { team, view, author: { user, profile }, description, department, service, urgency };
  await take(station, sourceId, raw, (arrival) => formContact(form, arrival));
}

/** The form tells of a file by its name alone. */
function uploaded(file: string): SlackFile {
  return {
    ...{ id: file, name: file, mediaType: 'application/octet-stream', mode: 'hosted', toBeAskedFor: true },
    ...{ size: undefined, url: undefined },
  };
}
