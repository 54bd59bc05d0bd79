import { messageName } from './core.ts';
import type { ConversationKind, Workspace } from './workspace.ts';

/** A message that a person wrote, whatever became of the events about it. */
export type TruthEntry = {
  /** `team:conversation:ts`. */
  readonly id: string;
  readonly team: string;
  readonly conversation: string;
  readonly kind: ConversationKind;
  readonly ts: string;
  /** `team:conversation:ts` of the first message of its thread: its own, where it answers none. */
  readonly thread: string;
  readonly user: string;
  /** As it stands now. */
  readonly text: string;
  /** What stood there before each edit, and before it was deleted. */
  readonly versions: readonly string[];
  readonly deleted: boolean;
  readonly mentionsApp: boolean;
  /** False where the app is no member, and can know nothing of it. */
  readonly visible: boolean;
};

/** The subtypes that people's own messages have. */
const SAID = new Set([undefined, 'file_share', 'me_message', 'thread_broadcast', 'tombstone']);

/** Every message of a workspace that a person wrote, in the order of their times. */
export function truthOf(workspace: Workspace): TruthEntry[] {
  const entries = [...workspace.conversations.values()].flatMap((conversation) =>
    conversation.messages
      .filter(({ subtype, botId }) => !botId && SAID.has(subtype))
      .map((message): TruthEntry => {
        const { ts, threadTs, text, versions } = message;
        return {
          ...{ id: messageName(workspace, conversation, ts), team: workspace.id, conversation: conversation.id, ts },
          ...{ kind: conversation.kind, thread: messageName(workspace, conversation, threadTs ?? ts) },
          ...{ user: message.author ?? message.user ?? '', text, versions: [...versions] },
          deleted: message.deletedTs !== undefined,
          mentionsApp: [text, ...versions].some((one) => one.includes(`<@${workspace.bot.id}`)),
          visible: conversation.members.has(workspace.bot.id),
        };
      }),
  );
  return entries.sort((one, other) => Number(one.ts) - Number(other.ts));
}
