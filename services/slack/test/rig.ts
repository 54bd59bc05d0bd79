import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Archive, openArchive } from '@callbook/archive';
import { type MemoryIntake, memoryIntake, quietLogger } from '@callbook/checks';
import { ConfigSchema, type Contact } from '@callbook/contracts';
import { type SlackPeer, type SlackPeerOptions, type SlackTeam, startSlack } from '@callbook/peers';
import { createLifecycle, createSurface, type HttpSurface } from '@callbook/runtime';
import { createApp } from '../src/app.ts';
import { PATH } from '../src/config.ts';
import { httpReceiver } from '../src/http.ts';
import { doLate, giveUp } from '../src/late.ts';
import { createMetrics } from '../src/metrics.ts';
import { openSocket } from '../src/socket.ts';
import { openStation, type Station } from '../src/station.ts';
import type { Served } from '../src/transport.ts';

export type Rig = {
  readonly slack: SlackPeer;
  readonly team: SlackTeam;
  readonly intake: MemoryIntake;
  readonly archive: Archive;
  readonly station: Station;
  /** As the receivers know it. */
  readonly served: ReadonlyMap<string, Served>;
  readonly http: HttpSurface;
  /** Where Slack's requests go on this machine. */
  readonly url: string;
  /** The contact of this source id. */
  contact(sourceId: string): Contact | undefined;
  /** Source ids of what was taken, without the workspace. */
  taken(): string[];
  figures(): Promise<string>;
  /** Another process of the same adapter, with the same disk: what the first one knows in memory, it does not. */
  another(): Station;
  stop(): Promise<void>;
};

export type RigOptions = {
  readonly receiver?: 'socket' | 'http';
  /** Settings of the workspace. Functions get the team, whose channels are made by then. */
  readonly settings?: (team: SlackTeam) => object;
  readonly peer?: Partial<SlackPeerOptions>;
  readonly now?: () => Date;
  /** Milliseconds for what Slack tells besides. Default: longer than the busiest machine takes, so that it is always there. */
  readonly patience?: number;
  /** Default: nothing is said. */
  readonly logLevel?: string;
  /** Milliseconds after which what is fetched late is given up. */
  readonly givenUpAfter?: number;
};

/** The adapter with one workspace, at a Slack of our own, and with an intake in memory. */
export async function startRig(options: RigOptions = {}): Promise<Rig> {
  const { receiver = 'socket', settings = () => ({}), patience = 30_000 } = options;
  const folder = mkdtempSync(join(tmpdir(), 'slack-'));
  const logger = quietLogger(options.logLevel);
  const lifecycle = createLifecycle(logger);
  const http = createSurface(logger, lifecycle);
  const archive = await openArchive({ folder }, '/nowhere', logger);
  const intake = memoryIntake();
  // A second of Slack's is ten milliseconds.
  const slack = await startSlack({ scale: 0.01, limits: 'none', ...options.peer });
  const team = slack.team();
  const parsed = ConfigSchema.parse({
    slack: {
      apiUrl: slack.apiUrl,
      workspaces: [
        {
          ...{ team: team.id, botToken: team.botToken, receiver, ...settings(team) },
          ...(receiver === 'http' ? { signingSecret: team.app.signingSecret } : { appToken: team.app.appToken }),
        },
      ],
    },
    country: 'DE',
  });
  const [workspace] = parsed.slack.workspaces;
  if (!workspace) throw new TypeError('the settings above have a workspace');
  const metrics = createMetrics(http.metrics, () => 0);
  const lately = {
    ...{ work: doLate, givenUp: giveUp },
    options: { pause: [10, 50] as const, patience: options.givenUpAfter ?? 60_000 },
  };
  const stationHere = () => {
    const { station, ended } = openStation(
      workspace,
      {
        ...{ slack: parsed.slack, archive, intake, metrics, logger, signal: lifecycle.signal, country: parsed.country },
        ...{ now: options.now ?? (() => new Date()), newId: () => crypto.randomUUID(), patience },
      },
      lately,
    );
    lifecycle.onStop('late work', () => Promise.all([station.todo.stop(), ended]));
    station.todo.start();
    return station;
  };
  const station = stationHere();
  const served = new Map<string, Served>([[team.id, { station, app: createApp(station) }]]);
  const { refused } = metrics;
  http.mount(PATH, httpReceiver({ served, refused, logger, now: options.now ?? (() => new Date()) }));
  const url = `http://127.0.0.1:${await http.listen('127.0.0.1', 0)}`;
  if (receiver === 'http') team.app.eventsUrl = `${url}${PATH}`;
  else {
    const { appToken } = team.app;
    const socket = openSocket({ served, refused, appToken, apiUrl: slack.apiUrl, logger, signal: lifecycle.signal });
    lifecycle.onStop('socket', () => socket.ended);
    await until(() => slack.calls.filter(({ method }) => method === 'apps.connections.open').length >= 2);
    await until(() => socket.open() === 2);
  }

  return {
    ...{ slack, team, intake, archive, station, served, http, url },
    contact: (sourceId) => [...intake.contacts.values()].find((one) => one.sourceId === sourceId),
    taken: () => [...intake.contacts.values()].map(({ sourceId }) => sourceId.replace(`${team.id}:`, '')),
    figures: async () => (await fetch(`${url}/metrics`)).text(),
    another: stationHere,
    async stop() {
      await lifecycle.stop('the test is over');
      await slack.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Waits until something is so. */
export async function until(holds: () => unknown, milliseconds = 90_000): Promise<void> {
  for (const end = Date.now() + milliseconds; !holds(); ) {
    if (Date.now() > end) throw new Error(`not so within ${milliseconds} ms: ${holds}`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}
