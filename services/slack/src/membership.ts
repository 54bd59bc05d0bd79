import { isCallbookError } from '@callbook/contracts';
import { conversationOf } from './conversations.ts';
import { refusalOf } from './fault.ts';
import { text } from './payload.ts';
import type { Station } from './station.ts';

/** What the app asks to list, the most first: without channels:read and groups:read it hears of direct messages alone. */
const KINDS = ['im,mpim,public_channel,private_channel', 'im'] as const;

/**
 * The conversations in which something may have been said to the desk: those that the app is a member of, the help
 * channels, and those with threads of ours. The help channels come first: that is where most of it is.
 * @throws CallbookError `slack-api`, `slack-login`.
 */
export async function conversationsOf(station: Station): Promise<string[]> {
  const { workspace, threads } = station;
  const { ways, helpChannels } = workspace;
  const own = [...(ways.helpChannels ? helpChannels : []), ...(await listed(station)), ...threads.conversations()];
  return [...new Set(own)];
}

async function listed(station: Station): Promise<string[]> {
  for (const kinds of KINDS) {
    try {
      return await listedOf(station, kinds);
    } catch (error) {
      if (!isCallbookError(error) || refusalOf(error) !== 'missing_scope') throw error;
    }
  }
  return [];
}

async function listedOf({ api, conversations }: Station, kinds: string): Promise<string[]> {
  const found: string[] = [];
  for (let cursor: string | undefined, more = true; more; more = cursor !== undefined) {
    const page = await api.conversations(kinds, cursor);
    for (const one of page.items) {
      const id = text(one, 'id');
      if (id === undefined) continue;
      conversations.told(id, conversationOf(one));
      found.push(id);
    }
    cursor = page.next;
  }
  return found;
}
