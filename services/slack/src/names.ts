import type { Json } from './payload.ts';
import type { Station } from './station.ts';
import { type Directory, mentionsIn } from './text/index.ts';

/** People, and channels, in one message that are looked up. Whoever names more is calling a roll. */
const MOST = 20;

/** The names that stand in a message, as far as they are learnt within so many milliseconds. */
export async function namesIn(message: Json, station: Station, milliseconds: number): Promise<Directory> {
  const { profiles, conversations, identity } = station;
  const mentioned = mentionsIn(message);
  const users = mentioned.users.filter((user) => user !== identity.user());
  await Promise.all([
    ...users.slice(0, MOST).map((user) => profiles.within(user, milliseconds)),
    ...mentioned.conversations.slice(0, MOST).map((id) => conversations.within(id, milliseconds)),
  ]);
  return {
    user: (id) => profiles.known(id)?.name ?? (id === identity.user() ? identity.name() : undefined),
    conversation: (id) => conversations.of(id).name,
    usergroup: () => undefined,
    self: identity.user(),
  };
}
