import type { Json } from './payload.ts';
import type { Station } from './station.ts';

/** How people and conversations are called in a text. Undefined for who is not known yet. */
export type Names = {
  user(id: string): string | undefined;
  conversation(id: string): string | undefined;
};

/** Mentions in one message that are looked up. Whoever names more is calling a roll. */
const MOST = 20;

/** The names that stand in a message, as far as they are learnt within so many milliseconds. */
export async function namesIn(message: Json, station: Station, milliseconds: number): Promise<Names> {
  const { profiles, conversations } = station;
  const said = JSON.stringify([message.text, message.blocks, message.attachments]);
  const users = idsIn(said, /(?:<@|"user_id":")([UW][A-Z0-9]{2,20})/g);
  const channels = idsIn(said, /(?:<#|"channel_id":")([CG][A-Z0-9]{2,20})/g);
  await Promise.all([
    ...users.map((user) => profiles.within(user, milliseconds)),
    ...channels.map((channel) => conversations.within(channel, milliseconds)),
  ]);
  return {
    user: (id) => profiles.known(id)?.name,
    conversation: (id) => conversations.of(id).name,
  };
}

function idsIn(said: string, pattern: RegExp): string[] {
  return [...new Set([...said.matchAll(pattern)].flatMap(([, id]) => id ?? []))].slice(0, MOST);
}
