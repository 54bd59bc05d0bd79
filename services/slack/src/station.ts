import type { Archive } from '@callbook/archive';
import { SECOND, type SlackConfig, type SlackWorkspace } from '@callbook/contracts';
import type { Intake } from '@callbook/intake';
import type { Logger } from '@callbook/runtime';
import { openApi, type SlackApi } from './api.ts';
import { type Conversations, openConversations } from './conversations.ts';
import { type HomeBook, openHomeBook } from './home-book.ts';
import { type Identity, openIdentity } from './identity.ts';
import { type Known, openKnown } from './known.ts';
import type { LateTask } from './late-task.ts';
import type { SlackMetrics } from './metrics.ts';
import { openPhoneOwner } from './phone-owner.ts';
import { openProfiles, type Profiles } from './profiles.ts';
import { openThreads, type Threads } from './threads.ts';
import { openTodo, type Todo, type TodoOptions } from './todo.ts';

/** What the adapter has once, for all workspaces. */
export type Around = {
  readonly slack: SlackConfig;
  readonly archive: Archive;
  readonly intake: Intake;
  readonly metrics: SlackMetrics;
  readonly logger: Logger;
  readonly signal: AbortSignal;
  readonly now: () => Date;
  /** UUIDs v7. */
  readonly newId: () => string;
  /** Milliseconds that a contact waits for what Slack tells besides. Slack itself waits for three seconds. */
  readonly patience: number;
};

/** Everything that the work for one workspace needs. */
export type Station = Around & {
  readonly workspace: SlackWorkspace;
  readonly api: SlackApi;
  readonly identity: Identity;
  readonly known: Known;
  readonly threads: Threads;
  readonly profiles: Profiles;
  readonly conversations: Conversations;
  readonly home: HomeBook;
  readonly todo: Todo<LateTask>;
};

/** Contacts wait so long for a profile; the ack of their event waits with them. */
export const PATIENCE = SECOND / 2;

/** How late work is done, which needs the station itself. */
export type Lately = {
  readonly work: (station: Station, task: LateTask) => Promise<void>;
  readonly givenUp: (station: Station, task: LateTask, error: unknown) => Promise<void>;
  readonly options?: Pick<TodoOptions<LateTask>, 'pause' | 'patience'>;
};

/** Puts together what one workspace needs. `ended` resolves when nothing of it runs any more. */
export function openStation(
  workspace: SlackWorkspace,
  around: Around & { readonly country: string | undefined },
  lately: Lately,
): { readonly station: Station; readonly ended: Promise<void> } {
  const { slack, intake, logger, signal, country } = around;
  const { team } = workspace;
  const { cursor } = intake;
  const clock = () => performance.now();
  const api = openApi(workspace, slack, { logger, signal });
  const { identity, ended } = openIdentity(team, { api, cursor, logger, signal });
  const station: Station = {
    ...{ ...around, workspace, api, identity },
    known: openKnown(intake),
    threads: openThreads(team, cursor),
    profiles: openProfiles({ workspace, api, ownsPhone: openPhoneOwner(team, cursor), country, clock }),
    conversations: openConversations(api, clock),
    home: openHomeBook(team, cursor),
    todo: openTodo<LateTask>({
      ...{ team, cursor, logger, clock, ...lately.options },
      work: (task) => lately.work(station, task),
      givenUp: (task, error) => lately.givenUp(station, task, error),
    }),
  };
  return { station, ended };
}
