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
  /** Events say for whom they are. */
  learn(body: Json): void;
};

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
  let user = text(kept, 'user');
  let name = text(kept, 'name');
  let bot = text(kept, 'bot');
  let app = text(kept, 'app');

  const asking = async () => {
    for (const wait = backoff(SECOND, MINUTE); !signal.aborted; await sleep(wait.next(), signal)) {
      try {
        const answer = await api.identity();
        user = text(answer, 'user_id') ?? user;
        name = text(answer, 'user') ?? name;
        bot = text(answer, 'bot_id') ?? bot;
        app = text(answer, 'app_id') ?? app;
        if (text(answer, 'team_id') !== team)
          logger.error({ team, told: text(answer, 'team_id') }, 'botToken is of another workspace than team says');
        await cursor.set(cell, { user, name, bot, app });
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
      user: () => user,
      name: () => name,
      bot: () => bot,
      app: () => app,
      learn(body) {
        app ??= text(body, 'api_app_id');
        user ??= list(body, 'authorizations')
          .filter((one) => one.is_bot === true && text(one, 'team_id') === team)
          .map((one) => text(one, 'user_id'))
          .find(Boolean);
      },
    },
    ended: asking(),
  };
}
