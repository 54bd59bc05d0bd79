import { isCallbookError } from '@callbook/contracts';
import { App, type SlackViewAction } from '@slack/bolt';
import { boltLogger } from './bolt-logger.ts';
import { type Json, text } from './payload.ts';
import type { Station } from './station.ts';
import { formErrors, formView, homeView, readInteraction } from './views/index.ts';

/** Slack gives a view these ways to be answered. */
const ANYTHING = /.*/;

/**
 * The listeners of one workspace: they answer what a person does and looks at. What is for the desk in it is on disk
 * before any of them hears of it.
 */
export function createApp(station: Station): App {
  const { workspace, identity, logger } = station;
  const app = new App({
    // Requests are brought to it by `receive`, which has taken them by then.
    receiver: { init: () => {}, start: async () => {}, stop: async () => {} },
    authorize: async () => ({
      ...{ botToken: workspace.botToken, teamId: workspace.team },
      ...(identity.bot() && { botId: identity.bot() }),
      ...(identity.user() && { botUserId: identity.user() }),
    }),
    ...{ convoStore: false, ignoreSelf: false, logger: boltLogger(logger) },
  });

  app.command(ANYTHING, async ({ body, ack }) => {
    await ack();
    await openForm(station, body);
  });
  app.shortcut(ANYTHING, async ({ body, ack }) => {
    await ack();
    await openForm(station, body as unknown as Json);
  });
  app.action(ANYTHING, async ({ body, ack }) => {
    await ack();
    await openForm(station, body as unknown as Json);
  });
  app.view({ type: 'view_closed' }, async ({ ack }) => ack());
  app.view({ type: 'view_submission' }, async ({ body, ack }) => {
    const errors = errorsIn(body);
    await ack(errors ? { response_action: 'errors', errors } : undefined);
  });
  app.event('app_home_opened', async ({ event }) => {
    if (event.tab === 'home') await showHome(station, event.user);
  });
  // An answer that fails is no reason to send the request again: what it brought is taken.
  app.error(async (error) => {
    logger.warn({ err: error, team: workspace.team }, 'somebody in Slack got no answer');
  });
  return app;
}

function errorsIn(body: SlackViewAction): Record<string, string> | undefined {
  const interaction = readInteraction(body as unknown as Json);
  return interaction.does === 'submit' ? formErrors(interaction.filled) : undefined;
}

/** Opens the form where that is what somebody asked for. */
async function openForm(station: Station, body: Json): Promise<void> {
  const { workspace, api } = station;
  const interaction = readInteraction(body);
  if (interaction.does !== 'ask' || !workspace.ways.form) return;
  const { departments, services } = workspace.form;
  const language = await languageOf(station, text(body, 'user', 'id') ?? text(body, 'user_id'));
  const view = formView({ departments, services, language, description: interaction.description });
  await quietly(station, () => api.openView(interaction.trigger, view));
}

/** App Home, with what was last told of the calls of whoever looks. @throws what the views throw. */
export async function showHome(station: Station, user: string): Promise<void> {
  const { workspace, api, home } = station;
  if (!workspace.ways.home) return;
  const language = await languageOf(station, user);
  const view = homeView({ calls: home.callsOf(user), form: workspace.ways.form, language });
  await quietly(station, () => api.publishHome(user, view));
}

/** In which language somebody uses Slack, where that is learnt in time. */
async function languageOf({ profiles, patience }: Station, user: string | undefined): Promise<string | undefined> {
  return user === undefined ? undefined : (await profiles.within(user, patience))?.language;
}

async function quietly({ logger, workspace }: Station, work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (!isCallbookError(error)) throw error;
    logger.warn({ err: error, team: workspace.team }, 'somebody in Slack got no answer');
  }
}
