import { text } from './payload.ts';
import type { Rule } from './rule.ts';
import { emojiOf, isOurs, isReaction } from './seen.ts';

/** What becomes of an emoji that somebody puts on something. They stand first in the table (`rules.ts`). */
export const reactionRules: readonly Rule[] = [
  {
    name: 'reaction-switched-off',
    when: (event) => isReaction(event) && !event.facts.workspace.ways.reactions,
    verdict: 'nothing',
    why: 'reactions are no way to the desk in this workspace',
  },
  {
    name: 'reaction-other-emoji',
    when: (event) => isReaction(event) && !event.facts.workspace.emoji.includes(emojiOf(event)),
    verdict: 'nothing',
    why: 'it is none of the emoji that log a message',
  },
  {
    name: 'reaction-on-no-message',
    when: (event) => isReaction(event) && text(event.event, 'item', 'type') !== 'message',
    verdict: 'nothing',
    why: 'it is put on a file or another thing that nobody said',
  },
  {
    name: 'reaction-on-own-message',
    when: (event) => isReaction(event) && isOurs({ user: event.event.item_user }, event.facts),
    verdict: 'nothing',
    why: 'it is put on what we said ourselves',
  },
  {
    name: 'reaction-of-our-own',
    when: (event) => isReaction(event) && isOurs({ user: event.event.user }, event.facts),
    verdict: 'nothing',
    why: 'we put it there ourselves',
  },
  {
    name: 'reaction',
    when: isReaction,
    verdict: 'pointed-at',
    why: 'a person put an emoji on a message that logs it',
  },
];
