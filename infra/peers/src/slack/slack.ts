import { setMaxListeners } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { SECOND } from '@callbook/contracts';
import type { Logger } from '@callbook/runtime';
import { type Core, eventBody, type Posted } from './core.ts';
import { type Answered, courier, type Delivery, type EventFault } from './delivery.ts';
import { sendFile, sendSignIn } from './files.ts';
import type { Limits } from './limits.ts';
import { namesFrom } from './names.ts';
import type { Forgery } from './request-url.ts';
import { takeResponse } from './responses.ts';
import { socketMode } from './socket-mode.ts';
import { type SlackTeam, teamOf } from './team.ts';
import { readConversation } from './transcript.ts';
import { type TruthEntry, truthOf } from './truth.ts';
import { type Unwell, webApi } from './web-api.ts';
import { type Json, newApp, newWorkspace, type SlackConversation, type SlackUser } from './workspace.ts';

const HOST = '127.0.0.1';
const ACKS: ReadonlySet<string> = new Set(['acked', 'ack-ignored']);

export type SlackPeerOptions = {
  /** Each with an app of its own, as apps made from a manifest are. Default: one, `Northbank`, by Socket Mode. */
  readonly workspaces?: readonly {
    readonly name: string;
    /** Where its app listens for HTTP. Without: Socket Mode. */
    readonly eventsUrl?: string;
    /** The name of an earlier one whose app is installed here too. */
    readonly sameAppAs?: string;
  }[];
  /** Real seconds for each of Slack's: of retries, delays and rate limits. Default: 1. */
  readonly scale?: number;
  /** Real milliseconds within which an event must be acked. Default: 3 s. */
  readonly patience?: number;
  /** Which rate limits hold. Default: those published for an organisation's own app. */
  readonly limits?: Limits;
  /** Asked for the fault of each event that was given none. Default: none. */
  readonly fault?: (event: Json) => EventFault | undefined;
  /** Asked before each answer of the Web API. Default: well. */
  readonly unwell?: (method: string, team: string) => Unwell | undefined;
  /** Where ids and chances come from. Default: nowhere special. */
  readonly random?: () => number;
  /** Milliseconds since 1970. */
  readonly now?: () => number;
  /** Default: a free one. */
  readonly port?: number;
  readonly logger?: Logger;
};

/** One call of the Web API, and how it was answered: `ok`, a status, or Slack's word for what was wrong. */
export type ApiCall = { readonly method: string; readonly team: string; readonly answer: string; readonly at: number };

/** A Slack on this machine: a Web API, Socket Mode, signed requests, and people who do as they are told. */
export type SlackPeer = {
  /** `slackApiUrl` of Bolt. */
  readonly apiUrl: string;
  /** Where files come from: what `https://files.slack.com` is. */
  readonly filesUrl: string;
  readonly teams: readonly SlackTeam[];
  /** By its name. */
  team(name?: string): SlackTeam;
  /** What the app posted, oldest first. */
  readonly posted: readonly Posted[];
  /** Every event that was sent, or was to be, with all its tries. */
  readonly deliveries: readonly Delivery[];
  readonly calls: readonly ApiCall[];
  /** Milliseconds that each ack took, the shortest first; also of those that Slack was told to ignore. */
  ackTimes(): number[];
  /** How many events there were, how many were sent, sent again, and acked. */
  counts(): { events: number; delivered: number; retried: number; acked: number };
  /** A conversation as somebody sees it in their Slack, as plain text. */
  read(team: SlackTeam, conversation: SlackConversation, reader: SlackUser): string;
  /** What belongs in the log: every message that a person wrote. */
  truth(): TruthEntry[];
  /** Posts what Slack posts when somebody saves a Request URL. True where the challenge comes back. */
  verifyUrl(team: SlackTeam): Promise<boolean>;
  /** Posts an event that Slack would not send, and answers with what came back. */
  forge(team: SlackTeam, event: Json, forgery?: Forgery, as?: { teamId: string }): Promise<Answered>;
  /** From now on the app is told nothing. History holds all. */
  fallSilent(): void;
  speakAgain(): void;
  /** Warns and closes the app's connections, as Slack does every few hours. */
  refreshSockets(): void;
  dropSockets(): void;
  /** Resolves when nothing is on its way any more: acked, or given up after the last try. */
  settled(): Promise<void>;
  stop(): Promise<void>;
};

/** Starts a Slack of our own. */
export async function startSlack(options: SlackPeerOptions = {}): Promise<SlackPeer> {
  const { scale = 1, patience = 3 * SECOND, random = Math.random, now = Date.now, logger } = options;
  const stop = new AbortController();
  // Every event on its way listens for the stop.
  setMaxListeners(0, stop.signal);
  const behind = new Set<Promise<unknown>>();
  const names = namesFrom(random, now);
  const calls: ApiCall[] = [];
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://slack');
    if (url.pathname.startsWith('/api/')) return void api(request, response, url);
    if (url.pathname.startsWith('/files-pri/')) return sendFile(core, request, response, url);
    if (url.pathname.startsWith('/responses/')) return void takeResponse(core, request, response, url);
    sendSignIn(response);
  });
  const sockets = socketMode({ server, names, random, pingEvery: 10 * SECOND });
  const core: Core = {
    ...{ workspaces: [], names, random, now, scale, limits: options.limits ?? 'published', silent: false },
    ...{ posted: [], deliveries: [], triggers: new Map(), responses: new Map() },
    base: () => `http://${HOST}:${(server.address() as AddressInfo).port}`,
    courier: courier({ sockets, patience, scale, signal: stop.signal, now }),
    fault: options.fault ?? (() => undefined),
    behind(work) {
      behind.add(work);
      void work.finally(() => behind.delete(work));
    },
    seen: (workspace, view) => teams.find(({ id }) => id === workspace.id)?.see(view),
  };
  const api = webApi({
    ...{ core, sockets, unwell: options.unwell ?? (() => undefined) },
    heard(method, team, answer) {
      calls.push({ method, team, answer, at: now() });
      logger?.debug({ method, team, answer }, 'the app has called');
    },
  });
  const teams: SlackTeam[] = [];
  for (const { name, eventsUrl, sameAppAs } of options.workspaces ?? [{ name: 'Northbank' }]) {
    const app = core.workspaces.find((one) => one.name === sameAppAs)?.app ?? newApp(names);
    if (eventsUrl !== undefined) app.eventsUrl = eventsUrl;
    const workspace = newWorkspace(name, app, names);
    core.workspaces.push(workspace);
    teams.push(teamOf(core, workspace));
  }
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port ?? 0, HOST, resolve);
  });

  return {
    apiUrl: `${core.base()}/api/`,
    filesUrl: core.base(),
    ...{ teams, posted: core.posted, deliveries: core.deliveries, calls },
    team(name) {
      const team = name === undefined ? teams[0] : teams.find((one) => one.name === name);
      if (!team) throw new TypeError(`There is no workspace ${name}.`);
      return team;
    },
    ackTimes: () =>
      core.deliveries
        .flatMap(({ tries }) => tries.flatMap(({ outcome, milliseconds }) => (ACKS.has(outcome) ? milliseconds : [])))
        .sort((one, other) => one - other),
    counts: () => ({
      events: core.deliveries.length,
      delivered: core.deliveries.filter(({ tries }) => tries.length > 0).length,
      retried: core.deliveries.filter(({ tries, fault }) => tries.length > (fault === 'doubled' ? 2 : 1)).length,
      acked: core.deliveries.filter(({ acked }) => acked).length,
    }),
    read: ({ workspace }, conversation, reader) => readConversation(core, workspace, conversation, reader),
    truth: () => core.workspaces.flatMap(truthOf),
    async verifyUrl({ app }) {
      const challenge = names.hex(40);
      const answered = await core.courier.forge(app, { token: 'peer', challenge, type: 'url_verification' });
      return 'body' in answered && answered.body.includes(challenge);
    },
    forge({ workspace, app }, event, forgery, as) {
      const body = eventBody(core, workspace, event, names.id('Ev'), as?.teamId);
      return core.courier.forge(app, body, forgery);
    },
    fallSilent() {
      core.silent = true;
    },
    speakAgain() {
      core.silent = false;
    },
    refreshSockets() {
      for (const { app } of teams) sockets.refresh(app);
    },
    dropSockets: () => sockets.drop(),
    async settled() {
      while (behind.size > 0) await Promise.all(behind);
    },
    async stop() {
      stop.abort();
      await sockets.stop();
      await Promise.all(behind);
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}
