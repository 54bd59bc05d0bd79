import { createHash } from 'node:crypto';
import { catalogueOf, DAY, HOUR, WebhookEvent } from '@callbook/contracts';
import { forgetWebhooks, isOutage, keepWebhookEndpoints, type WebhookEndpoint } from '@callbook/log';
import { sleep } from '@callbook/runtime';
import { serveEndpoint, type WebhookDeps } from './serve.ts';

/** What was delivered is kept so long, for whoever asks what was sent. */
const SETTLED = 7 * DAY;
/** Dead letters, so long: a person had a quarter of a year to look at them. */
const DEAD = 90 * DAY;
/** Between two tries to reach Postgres at the start. */
const PAUSE = 2_000;

/**
 * Tells the endpoints of the configuration what happens to calls until the signal. From the first moment on: what
 * happened before an endpoint was configured is not told.
 */
export async function tellWebhooks(deps: WebhookDeps, signal: AbortSignal): Promise<void> {
  while (!signal.aborted && !(await reaching(deps, () => keepEndpoints(deps)))) await sleep(PAUSE, signal);
  const serving = deps.config.webhooks.map((endpoint) => serveEndpoint(deps, endpoint, signal));
  await Promise.all([...serving, forget(deps, signal)]);
}

/** Lets events be written down for the endpoints of the configuration. */
export async function keepEndpoints({ log, config, now }: Pick<WebhookDeps, 'log' | 'config' | 'now'>): Promise<void> {
  await log.db.transaction().execute((trx) => keepWebhookEndpoints(trx, endpointsOf(config), now().toISOString()));
}

/** What the log must know of the endpoints. A private department is seen by those alone that name it. */
export function endpointsOf(config: Pick<WebhookDeps['config'], 'webhooks' | 'departments'>): WebhookEndpoint[] {
  const catalogue = catalogueOf({ ...config, services: [] });
  return config.webhooks.map(({ name, url, events, departments }) => {
    const named = new Set(departments.map((one) => catalogue.department(one) ?? one));
    const of = config.departments.filter((one) => named.has(one.name));
    const closed = config.departments.filter((one) => one.private && !named.has(one.name));
    const allNames = (list: typeof of) => list.flatMap(({ name, aliases }) => [name, ...aliases]);
    return {
      name,
      urlSha256: createHash('sha256').update(url).digest('hex'),
      events: events.length === 0 ? WebhookEvent.options : events,
      departments: departments.length === 0 ? undefined : [...named, ...allNames(of)],
      hidden: allNames(closed),
    };
  });
}

async function forget(deps: WebhookDeps, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    const before = (span: number) => new Date(deps.now().getTime() - span).toISOString();
    await reaching(deps, () =>
      forgetWebhooks(deps.log.db, { settledBefore: before(SETTLED), deadBefore: before(DEAD) }),
    );
    await sleep(HOUR, signal);
  }
}

/** Whether Postgres was there for it. */
async function reaching({ logger }: WebhookDeps, work: () => Promise<void>): Promise<boolean> {
  try {
    await work();
    return true;
  } catch (error) {
    if (!isOutage(error)) throw error;
    logger.debug({ err: error }, 'the log cannot be reached for webhooks');
    return false;
  }
}
