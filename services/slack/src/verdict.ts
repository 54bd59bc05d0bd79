import type { SlackWay, SlackWorkspace } from '@callbook/contracts';

/** What is known when a rule looks at an event, besides the event itself. */
export type Facts = {
  readonly workspace: Pick<SlackWorkspace, 'team' | 'ways' | 'helpChannels' | 'emoji'>;
  /** The app's own user, bot and app ids, as far as they are known yet. */
  readonly self: {
    readonly user: string | undefined;
    readonly bot: string | undefined;
    readonly app: string | undefined;
  };
  /** Whether the thread that the message hangs in belongs to the desk. */
  readonly inDeskThread: boolean;
  /** Whether the message that an edit, a deletion or a reaction is about was taken. */
  readonly isTaken: boolean;
};

/** What becomes of an event: a contact by one of the ways, news of one, or nothing, and why. */
export type Verdict =
  | { readonly becomes: 'contact'; readonly way: SlackWay }
  | { readonly becomes: 'edit' | 'deletion' }
  /** The message that somebody put an emoji on. */
  | { readonly becomes: 'pointed-at' }
  /** The name of the rule, for figures: few, lower-case, with hyphens. */
  | { readonly becomes: 'nothing'; readonly why: string };
