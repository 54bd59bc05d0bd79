import { CallbookError, isCallbookError, SECOND, type SlackConfig, type SlackWorkspace } from '@callbook/contracts';
import { backoff, type Logger, sleep } from '@callbook/runtime';
import { webApi } from '@slack/bolt';
import { boltLogger } from './bolt-logger.ts';
import { apiFault, refusalOf, retryAfter } from './fault.ts';
import { type Json, list, text } from './payload.ts';

const TIMEOUT = 15 * SECOND;
/** The most that Slack recommends to ask for in one page; who may have less gets less. */
const PAGE = 200;
/** A limit that lasts longer than this is no limit but a fault; Slack speaks of a minute. */
const LONGEST_WAIT = 15 * 60 * SECOND;

/** So many faults at one request are no accident: Slack is unwell. */
const FAULTS = 4;

/** A part of a list, oldest or newest first as Slack gives it, and where the next one begins. */
export type Page = { readonly items: readonly Json[]; readonly next: string | undefined };

/**
 * Slack's Web API for one workspace, as far as we ask it. All of it throws CallbookError `slack-api` or `slack-login`;
 * what is asked in the background waits when Slack asks for it (429, `Retry-After`), and the rest throws `slack-limited`.
 */
export type SlackApi = {
  /** For what is sent. It waits by itself where Slack asks for it, and delays nothing else by that. */
  readonly sending: webApi.WebClient;
  /** The app's own user and bot. */
  identity(): Promise<Json>;
  /** Throws `slack-limited`: who waits for an ack does not wait for that. Undefined for somebody unknown. */
  profile(user: string): Promise<Json | undefined>;
  /** Everybody who is or was in the workspace. */
  members(cursor: string | undefined): Promise<Page>;
  /** One message, wherever in its conversation. Throws `slack-limited`. Undefined where there is none to be seen. */
  message(conversation: string, ts: string, threadTs?: string): Promise<Json | undefined>;
  /** Throws `slack-limited`. Undefined where the app may not ask. */
  conversation(id: string): Promise<Json | undefined>;
  file(id: string): Promise<Json | undefined>;
  /** Messages of a conversation since `oldest`, latest first. */
  history(conversation: string, oldest: string, cursor: string | undefined): Promise<Page>;
  /** A thread: its first message, and what was said in it since `oldest`, in order. Empty where it was deleted. */
  replies(conversation: string, ts: string, oldest: string, cursor: string | undefined): Promise<Page>;
  /** The conversations that the app is a member of. */
  conversations(types: string, cursor: string | undefined): Promise<Page>;
  /** Within the three seconds for which a trigger is good. */
  openView(trigger: string, view: object): Promise<void>;
  publishHome(user: string, view: object): Promise<void>;
};

/** When the signal aborts, whoever waits for an answer is let go: a Slack that hangs must not hold up a stop. */
export function openApi(
  { botToken }: Pick<SlackWorkspace, 'botToken'>,
  { apiUrl }: Pick<SlackConfig, 'apiUrl'>,
  { logger, signal }: { readonly logger: Logger; readonly signal: AbortSignal },
): SlackApi {
  const shared = {
    slackApiUrl: apiUrl.replace(/\/*$/, '/'),
    allowAbsoluteUrls: false,
    logger: boltLogger(logger),
  };
  const asking = new webApi.WebClient(botToken, {
    ...{ ...shared, timeout: TIMEOUT, rejectRateLimitedCalls: true, retryConfig: { retries: 0 } },
  });
  const sending = new webApi.WebClient(botToken, { ...shared, timeout: TIMEOUT, retryConfig: { retries: 2 } });

  const once = <T>(doing: string, work: () => Promise<T>) => answered(doing, signal, work);
  /**
   * Each method has a limit of its own: who has to wait for one is told of it here, and the others go on. A comparison asks
   * hundreds of times, and would never come to its end if a single fault of Slack's ended it.
   */
  const patiently = async <T>(doing: string, work: () => Promise<T>): Promise<T> => {
    const between = backoff(SECOND / 4, 5 * SECOND);
    for (let faults = 0; ; ) {
      try {
        return await once(doing, work);
      } catch (error) {
        const limited = retryAfter(error);
        const passes = isCallbookError(error, 'slack-api') && refusalOf(error) === undefined && ++faults < FAULTS;
        if (signal.aborted || (limited === undefined && !passes)) throw error;
        const wait = limited === undefined ? between.next() : limited * SECOND;
        if (wait > LONGEST_WAIT) throw error;
        logger.debug({ doing, wait }, 'Slack is asked again later');
        await sleep(wait, signal);
      }
    }
  };

  return {
    sending,
    identity: () => patiently('auth.test', async () => (await asking.auth.test()) as unknown as Json),
    profile: (user) =>
      unless(['user_not_found', 'user_not_visible'], () =>
        once(
          'users.info',
          async () => (await asking.users.info({ user, include_locale: true })).user as Json | undefined,
        ),
      ),
    members: (cursor) =>
      patiently('users.list', async () =>
        pageOf((await asking.users.list({ limit: PAGE, ...(cursor && { cursor }) })) as unknown as Json, 'members'),
      ),
    message: (conversation, ts, threadTs) =>
      unless(['channel_not_found', 'not_in_channel', 'thread_not_found', 'message_not_found'], () =>
        once('looking at a message', async () => {
          const only = { channel: conversation, oldest: ts, latest: ts, inclusive: true, limit: 1 };
          // A reply is in no history; its own name stands for its thread as well as that of the first message does.
          const found = (await asking.conversations.history(only)).messages ?? [];
          const inHistory = found.find((one) => one.ts === ts);
          if (inHistory) return inHistory as Json;
          const replies = await asking.conversations.replies({ ...only, ts: threadTs ?? ts, limit: 2 });
          return replies.messages?.find((one) => one.ts === ts) as Json | undefined;
        }),
      ),
    conversation: (channel) =>
      unless(['channel_not_found', 'missing_scope'], () =>
        once(
          'conversations.info',
          async () => (await asking.conversations.info({ channel })).channel as Json | undefined,
        ),
      ),
    file: (file) =>
      unless(['file_not_found', 'file_deleted'], () =>
        once('files.info', async () => (await asking.files.info({ file })).file as Json | undefined),
      ),
    history: (channel, oldest, cursor) =>
      patiently('conversations.history', async () =>
        pageOf(
          (await asking.conversations.history({
            ...{ channel, oldest, limit: PAGE, inclusive: true },
            ...(cursor && { cursor }),
          })) as unknown as Json,
          'messages',
        ),
      ),
    replies: async (channel, ts, oldest, cursor) =>
      (await unless(['thread_not_found', 'message_not_found'], () =>
        patiently('conversations.replies', async () =>
          pageOf(
            (await asking.conversations.replies({
              ...{ channel, ts, oldest, limit: PAGE, inclusive: true },
              ...(cursor && { cursor }),
            })) as unknown as Json,
            'messages',
          ),
        ),
      )) ?? { items: [], next: undefined },
    conversations: (types, cursor) =>
      patiently('users.conversations', async () =>
        pageOf(
          (await asking.users.conversations({
            ...{ types, limit: PAGE, exclude_archived: true },
            ...(cursor && { cursor }),
          })) as unknown as Json,
          'channels',
        ),
      ),
    openView: (trigger_id, view) =>
      once('views.open', async () => void (await asking.views.open({ trigger_id, view: view as webApi.ModalView }))),
    publishHome: (user_id, view) =>
      once('views.publish', async () => void (await asking.views.publish({ user_id, view: view as webApi.HomeView }))),
  };
}

function pageOf(answer: Json, name: string): Page {
  return { items: list(answer, name), next: text(answer, 'response_metadata', 'next_cursor') };
}

/** Runs a request, and gives whatever goes wrong its name. */
async function answered<T>(doing: string, signal: AbortSignal, work: () => Promise<T>): Promise<T> {
  const over = new AbortController();
  const stop = new Promise<never>((_, reject) => {
    const letGo = () => reject(signal.reason);
    if (signal.aborted) letGo();
    signal.addEventListener('abort', letGo, { once: true, signal: over.signal });
  });
  try {
    return await Promise.race([stop, work()]);
  } catch (cause) {
    throw cause instanceof CallbookError ? cause : apiFault(doing, cause);
  } finally {
    over.abort();
  }
}

/** Undefined where Slack refuses in one of these words: it is not there, or not for us to see. */
async function unless<T>(words: readonly string[], work: () => Promise<T>): Promise<T | undefined> {
  try {
    return await work();
  } catch (error) {
    if (words.includes(refusalOf(error) ?? '')) return undefined;
    throw error;
  }
}
