import { isCallbookError, MINUTE, SECOND } from '@callbook/contracts';
import type { Intake } from '@callbook/intake';
import { backoff, type Logger, sleep } from '@callbook/runtime';
import type { SlackApi } from './api.ts';
import { at, type Json, list, text } from './payload.ts';

/** The app as its workspace knows it, so that it can tell its own words from others'. */
export type Identity = {
  user(): string | undefined;
  /** As people mention it. */
  name(): string | undefined;
  bot(): string | undefined;
  app(): string | undefined;
  /** Where the workspace is in a browser: `https://northbank.slack.com/`. */
  url(): string | undefined;
  /** Events say for whom they are. */
  learn(body: Json): void;
};

type Self = { readonly [name in 'user' | 'name' | 'bot' | 'app' | 'url']?: string };

/** Asks Slack who we are, until it says so. Known from an earlier run before that. */
export function openIdentity(
  team: string,
  {
    api,
    cursor,
    logger,
    signal,
  }: {
    readonly api: Pick<SlackApi, 'identity'>;
    readonly cursor: Intake['cursor'];
    readonly logger: Logger;
    readonly signal: AbortSignal;
  },
): { readonly identity: Identity; readonly ended: Promise<void> } {
  const cell = `slack:identity:${team}`;
  const kept = at(cursor.get(cell));
  let self = selfIn(kept);

  const asking = async () => {
    for (const wait = backoff(SECOND, MINUTE); !signal.aborted; await sleep(wait.next(), signal)) {
      try {
        const answer = await api.identity();
        self = { ...self, ...selfIn({ ...answer, name: answer.user, user: answer.user_id, bot: answer.bot_id }) };
        if (text(answer, 'team_id') !== team)
          logger.error({ team, told: text(answer, 'team_id') }, 'botToken is of another workspace than team says');
        await cursor.set(cell, self);
        return;
      } catch (error) {
        if (!isCallbookError(error)) throw error;
        if (signal.aborted) return;
        logger[error.code === 'slack-login' ? 'error' : 'warn']({ err: error, team }, 'Slack does not say who we are');
      }
    }
  };
  return {
    identity: {
      user: () => self.user,
      name: () => self.name,
      bot: () => self.bot,
      app: () => self.app,
      url: () => self.url,
      learn(body) {
        const [user] = list(body, 'authorizations').flatMap((one) =>
          one.is_bot === true && text(one, 'team_id') === team ? (text(one, 'user_id') ?? []) : [],
        );
        self = { ...selfIn({ app: body.api_app_id, user }), ...self };
      },
    },
    ended: asking(),
  };
}

function selfIn(told: Json): Self {
  const names = ['user', 'name', 'bot', 'app', 'url'] as const;
  return Object.fromEntries(names.flatMap((name) => (text(told, name) ? [[name, text(told, name)]] : [])));
}
