import type { SlackWay } from '@callbook/contracts';
import { type Json, text } from './payload.ts';
import { reactionRules } from './reaction-rules.ts';
import type { Rule } from './rule.ts';
import {
  changedText,
  inHelpChannel,
  isBots,
  isChange,
  isDeletion,
  isDirect,
  isMessage,
  isOurs,
  isReply,
  mentionsUs,
  type Seen,
  seen,
  wasEdited,
} from './seen.ts';
import { isNotice } from './subtypes.ts';
import type { Facts, Verdict } from './verdict.ts';

const ways = ({ facts }: Seen) => facts.workspace.ways;

/** Whether the message that a change or a deletion is about was for the desk, also where we have not seen it ourselves. */
const wasTaken = (event: Seen) => event.facts.isTaken || (event.before !== undefined && isContact(event.before, event));
const isTakenNow = (event: Seen) => event.facts.isTaken || isContact(event.before ?? event.message, event);

/**
 * What becomes of an event of Slack: the first rule that holds decides. The order says that what is about a message comes
 * before the message, who said something before where it was said, and that of two ways the nearer one counts, so that a
 * mention in a help channel is the same by whichever of its two events it comes first.
 *
 * What nobody has thought of yet is a contact where a person said it for the desk to read: a strange call costs a minute,
 * and a lost one costs trust.
 */
export const rules: readonly Rule[] = [
  ...reactionRules,
  {
    name: 'no-message',
    when: (event) => !isMessage(event),
    verdict: 'nothing',
    why: 'it tells of something that is no message',
  },
  {
    name: 'deletion',
    when: (event) => isDeletion(event) && isTakenNow(event),
    verdict: 'deletion',
    why: 'a message for the desk is gone at Slack; the log keeps it',
  },
  {
    name: 'deletion-elsewhere',
    when: isDeletion,
    verdict: 'nothing',
    why: 'the message that is gone was never for the desk',
  },
  {
    name: 'change-without-edit',
    when: (event) => isChange(event) && !wasEdited(event) && !changedText(event),
    verdict: 'nothing',
    why: 'nobody said anything else: Slack put a preview, a file or a count to it',
  },
  {
    name: 'change-of-own-message',
    when: (event) => isChange(event) && isOurs(event.message, event.facts),
    verdict: 'nothing',
    why: 'we changed what we said ourselves',
  },
  {
    name: 'edit',
    when: (event) => isChange(event) && wasTaken(event),
    verdict: 'edit',
    why: 'a message for the desk says something else from now on',
  },
  {
    name: 'edit-that-asks-us',
    when: (event) => isChange(event) && event.before !== undefined && way(event) === 'mention',
    verdict: 'mention',
    why: 'the mention of the desk was put in afterwards',
  },
  {
    name: 'edit-of-unseen-message',
    when: (event) => isChange(event) && event.before === undefined && isTakenNow(event),
    verdict: 'edit',
    why: 'Slack leaves out what it said before; it was said where it is for the desk',
  },
  {
    name: 'edit-elsewhere',
    when: isChange,
    verdict: 'nothing',
    why: 'the message that was changed is not for the desk',
  },
  {
    name: 'replied',
    when: ({ subtype }) => subtype === 'message_replied',
    verdict: 'nothing',
    why: 'it tells of an answer that comes as a message itself',
  },
  {
    name: 'hidden',
    when: ({ message }) => message.hidden === true,
    verdict: 'nothing',
    why: 'nobody can see it in Slack: it is a note between programs',
  },
  {
    name: 'own-message',
    when: ({ message, facts }) => isOurs(message, facts),
    verdict: 'nothing',
    why: 'we said it ourselves',
  },
  {
    name: 'slackbot',
    when: ({ message }) => message.user === 'USLACKBOT',
    verdict: 'nothing',
    why: 'Slack itself says it: a reminder, an answer of Slackbot, a notice',
  },
  {
    name: 'bot-message',
    when: ({ message }) => isBots(message),
    verdict: 'nothing',
    why: 'a program said it, if in a person’s name; two programs that answer each other would never stop',
  },
  {
    name: 'notice',
    when: ({ subtype }) => isNotice(subtype),
    verdict: 'nothing',
    why: 'Slack tells what happened in the conversation: who came and went, its topic, a pin, a huddle',
  },
  {
    name: 'nobody',
    when: ({ message }) => text(message, 'user') === undefined,
    verdict: 'nothing',
    why: 'no person said it',
  },
  {
    name: 'direct-switched-off',
    when: (event) => isDirect(event) && !ways(event).directMessages,
    verdict: 'nothing',
    why: 'direct messages are no way to the desk in this workspace',
  },
  {
    name: 'reply-in-a-thread-of-ours',
    when: (event) => isReply(event) && event.facts.inDeskThread,
    verdict: 'reply',
    why: 'it is said in the thread of a call',
  },
  {
    name: 'direct-reply',
    when: (event) => isDirect(event) && isReply(event),
    verdict: 'reply',
    why: 'it is said in a thread of a direct message to the desk',
  },
  {
    name: 'direct-message',
    when: isDirect,
    verdict: 'direct-message',
    why: 'it is said to the desk alone',
  },
  {
    name: 'help-channel',
    when: (event) => inHelpChannel(event) && !isReply(event) && ways(event).helpChannels,
    verdict: 'help-channel',
    why: 'it is said in a channel where all is for the desk',
  },
  {
    name: 'help-channel-reply',
    when: (event) => inHelpChannel(event) && ways(event).helpChannels,
    verdict: 'reply',
    why: 'it is said in a thread of such a channel',
  },
  {
    name: 'mention',
    when: (event) => mentionsUs(event) && ways(event).mentions,
    verdict: 'mention',
    why: 'it is said to the desk by name',
  },
  {
    name: 'mention-switched-off',
    when: mentionsUs,
    verdict: 'nothing',
    why: 'mentions are no way to the desk in this workspace',
  },
  {
    name: 'elsewhere',
    when: () => true,
    verdict: 'nothing',
    why: 'people talk to each other, and not to the desk',
  },
];

const NOTHING_ELSE: Rule = rules[rules.length - 1] as Rule;

/** What becomes of an event (`event` of the Events API, or a message from a list, with `type` and `channel`). Never throws. */
export function decide(event: Json, facts: Facts): Verdict {
  return verdictOf(ruleFor(event, facts));
}

/** The rule that decides. */
export function ruleFor(event: Json, facts: Facts): Rule {
  const looked = seen(event, facts);
  return rules.find(({ when }) => when(looked)) ?? NOTHING_ELSE;
}

function verdictOf({ name, verdict }: Rule): Verdict {
  if (verdict === 'nothing') return { becomes: 'nothing', why: name };
  if (verdict === 'edit' || verdict === 'deletion' || verdict === 'pointed-at') return { becomes: verdict };
  return { becomes: 'contact', way: verdict };
}

/** What a message of this conversation would have become. */
function isContact(message: Json, around: Seen): boolean {
  return decideMessage(message, around).becomes === 'contact';
}

function way(event: Seen): SlackWay | undefined {
  const verdict = decideMessage(event.message, event);
  return verdict.becomes === 'contact' ? verdict.way : undefined;
}

/** News of a message is no message that could have been for the desk; of what is gone, this is all there is. */
const NEWS: ReadonlySet<unknown> = new Set(['tombstone', 'message_changed', 'message_deleted', 'message_replied']);

function decideMessage(message: Json, { conversation, event, facts }: Seen): Verdict {
  if (NEWS.has(message.subtype)) return { becomes: 'nothing', why: 'news-of-a-message' };
  const { hidden: _, ...said } = message;
  return decide({ ...said, type: 'message', channel: conversation, channel_type: event.channel_type }, facts);
}
