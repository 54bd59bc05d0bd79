import { openArchive } from '@callbook/archive';
import type { SlackConfig, SlackWorkspace } from '@callbook/contracts';
import { openIntake } from '@callbook/intake';
import { takeDeliveries } from '@callbook/outbound';
import { openDoor, type RoleContext } from '@callbook/runtime';
import { v7 } from 'uuid';
import { createApp } from './app.ts';
import { startCatchingUp } from './catch-up.ts';
import { PATH } from './config.ts';
import { httpReceiver } from './http.ts';
import { doLate, giveUp } from './late.ts';
import { createMetrics, type Refusal } from './metrics.ts';
import { openSend } from './send.ts';
import { openSocket } from './socket.ts';
import { openStation, PATIENCE } from './station.ts';
import type { Served } from './transport.ts';

/** Starts the adapter for the workspaces that are configured. */
export async function startAdapter(context: RoleContext, slack: SlackConfig): Promise<void> {
  const { config, home, logger, lifecycle, http } = context;
  const archive = await openArchive(config.archive, home, logger);
  lifecycle.onStop('archive of slack', archive.close);
  const intake = await openIntake('slack', context);
  const served = new Map<string, Served>();
  const stations = () => [...served.values()].map(({ station }) => station);
  const metrics = createMetrics(http.metrics, () => stations().reduce((sum, { todo }) => sum + todo.size(), 0));
  const around = {
    ...{ slack, archive, intake, metrics, logger, country: config.country, patience: PATIENCE },
    ...{ signal: lifecycle.signal, now: () => new Date(), newId: () => v7() },
  };
  for (const workspace of slack.workspaces) {
    const { station, ended } = openStation(workspace, around, { work: doLate, givenUp: giveUp });
    served.set(workspace.team, { station, app: createApp(station) });
    lifecycle.onStop(`fetching of ${workspace.team}`, () => Promise.all([station.todo.stop(), ended]));
    station.todo.start();
  }
  takeDeliveries('slack', openSend(stations()), context);
  http.ready('slack archive', archive.ready);
  await receiveByHttp(context, slack, { served, refused: metrics.refused });
  receiveBySockets(context, slack, { served, refused: metrics.refused });

  for (const station of stations()) {
    const comparison = startCatchingUp(station);
    lifecycle.onStop(`comparison with ${station.workspace.team}`, () => comparison.ended);
    http.ready(`slack ${station.workspace.team}: Web API`, async () => {
      const trouble = comparison.trouble();
      if (trouble) throw trouble;
    });
  }
}

type Receiving = { readonly served: ReadonlyMap<string, Served>; readonly refused: (reason: Refusal) => void };

async function receiveByHttp(context: RoleContext, slack: SlackConfig, { served, refused }: Receiving): Promise<void> {
  const { http, logger } = context;
  const byHttp = only(served, ({ receiver }) => receiver === 'http');
  if (byHttp.size === 0) return;
  const router = httpReceiver({ served: byHttp, refused, logger, now: () => new Date() });
  http.mount(PATH, router);
  if (slack.port !== undefined) await openDoor({ host: slack.host, port: slack.port }, PATH, router, context);
}

/** Workspaces of one app share its connections: Slack sends each event by any of them. */
function receiveBySockets(context: RoleContext, slack: SlackConfig, { served, refused }: Receiving): void {
  const { lifecycle, http, logger } = context;
  const bySocket = only(served, ({ receiver }) => receiver === 'socket');
  const tokens = new Set([...bySocket.values()].flatMap(({ station }) => station.workspace.appToken ?? []));
  for (const appToken of tokens) {
    const { apiUrl } = slack;
    const own = only(bySocket, (workspace) => workspace.appToken === appToken);
    const socket = openSocket({ served: own, refused, appToken, apiUrl, logger, signal: lifecycle.signal });
    lifecycle.onStop('connections to Slack', () => socket.ended);
    http.ready(`slack ${[...own.keys()].join(', ')}: connection`, async () => {
      const trouble = socket.trouble();
      if (trouble) throw trouble;
    });
  }
}

function only(served: ReadonlyMap<string, Served>, is: (workspace: SlackWorkspace) => boolean): Map<string, Served> {
  return new Map([...served].filter(([, { station }]) => is(station.workspace)));
}
