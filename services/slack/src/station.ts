import type { Archive } from '@callbook/archive';
import type { SlackConfig, SlackWorkspace } from '@callbook/contracts';
import type { Intake } from '@callbook/intake';
import type { Logger } from '@callbook/runtime';
import type { SlackApi } from './api.ts';
import type { Conversations } from './conversations.ts';
import type { HomeBook } from './home-book.ts';
import type { Identity } from './identity.ts';
import type { Known } from './known.ts';
import type { LateTask } from './late.ts';
import type { SlackMetrics } from './metrics.ts';
import type { Profiles } from './profiles.ts';
import type { Threads } from './threads.ts';
import type { Todo } from './todo.ts';

/** Everything that the work for one workspace needs. */
export type Station = {
  readonly workspace: SlackWorkspace;
  readonly slack: SlackConfig;
  readonly api: SlackApi;
  readonly archive: Archive;
  readonly intake: Intake;
  readonly identity: Identity;
  readonly known: Known;
  readonly threads: Threads;
  readonly profiles: Profiles;
  readonly conversations: Conversations;
  readonly home: HomeBook;
  readonly todo: Todo<LateTask>;
  readonly metrics: SlackMetrics;
  readonly logger: Logger;
  readonly now: () => Date;
  readonly newId: () => string;
  readonly signal: AbortSignal;
  /** Milliseconds that a contact waits for what Slack tells besides. Slack itself waits for three seconds. */
  readonly patience: number;
};
