import type { IncomingMessage, Server } from 'node:http';
import { type WebSocket, WebSocketServer } from 'ws';
import type { Answered, Payload, Retry } from './delivery.ts';
import type { Names } from './names.ts';
import type { SlackApp } from './workspace.ts';

export type SocketMode = {
  /** The address to connect to, good for one connection: what `apps.connections.open` answers. */
  open(app: SlackApp): string;
  /** Sends an envelope by one of the app's connections, and waits for its ack. */
  send(app: SlackApp, payload: Payload, retry: Retry | undefined, patience: number): Promise<Answered>;
  /** How many connections an app has. */
  count(app: SlackApp): number;
  /** Warns and closes, as Slack does with each connection every few hours. */
  refresh(app: SlackApp): void;
  /** Cuts all connections, without a word. */
  drop(app?: SlackApp): void;
  stop(): Promise<void>;
};

/** The limit of Slack: https://docs.slack.dev/apis/events-api/using-socket-mode */
const MOST_CONNECTIONS = 10;
const PATH = '/link/';
/** Milliseconds. */
const FAREWELL = 500;

type Connection = { readonly app: SlackApp; readonly socket: WebSocket; readonly waiting: Map<string, Waiting> };
type Waiting = (answered: Answered) => void;

export type SocketModeOptions = {
  readonly server: Server;
  readonly names: Names;
  readonly random: () => number;
  /** Milliseconds between two pings of a connection. */
  readonly pingEvery: number;
};

/** Slack's end of Socket Mode: an address, a hello, envelopes and their acks, pings, and goodbyes. */
export function socketMode({ server, names, random, pingEvery }: SocketModeOptions): SocketMode {
  const tickets = new Map<string, SlackApp>();
  const connections = new Set<Connection>();
  const sockets = new WebSocketServer({ noServer: true });
  const of = (app: SlackApp) => [...connections].filter((connection) => connection.app === app);

  server.on('upgrade', (request: IncomingMessage, stream, head) => {
    const url = new URL(request.url ?? '/', 'ws://slack');
    const app = tickets.get(url.searchParams.get('ticket') ?? '');
    if (url.pathname !== PATH || !app) return stream.destroy();
    tickets.delete(url.searchParams.get('ticket') ?? '');
    sockets.handleUpgrade(request, stream, head, (socket) => greet({ app, socket, waiting: new Map() }));
  });

  const greet = (connection: Connection) => {
    const { app, socket, waiting } = connection;
    socket.on('error', () => socket.terminate());
    if (of(app).length >= MOST_CONNECTIONS) {
      socket.send(JSON.stringify({ type: 'disconnect', reason: 'too_many_websockets' }));
      return socket.close();
    }
    connections.add(connection);
    socket.on('message', (data) => {
      const { envelope_id, payload } = JSON.parse(String(data)) as { envelope_id: string; payload?: unknown };
      waiting.get(envelope_id)?.({ status: 200, body: JSON.stringify(payload ?? {}) });
    });
    socket.on('close', () => {
      connections.delete(connection);
      for (const give of waiting.values()) give({ reason: 'connection_failed', noRetry: false });
    });
    socket.send(
      JSON.stringify({
        ...{ type: 'hello', num_connections: of(app).length, connection_info: { app_id: app.id } },
        debug_info: { host: 'applink-peer', build_number: 1, approximate_connection_time: 18_060 },
      }),
    );
  };

  const pings = setInterval(() => {
    for (const { socket } of connections) socket.ping(`Ping from applink-peer`);
  }, pingEvery);

  return {
    open(app) {
      const ticket = names.hex(32);
      tickets.set(ticket, app);
      const { port } = server.address() as { port: number };
      return `ws://127.0.0.1:${port}${PATH}?ticket=${ticket}&app_id=${app.id}`;
    },
    send(app, payload, retry, patience) {
      const open = of(app);
      const connection = open[Math.floor(random() * open.length)];
      if (!connection) return Promise.resolve({ reason: 'connection_failed', noRetry: false });
      const { socket, waiting } = connection;
      const envelopeId = `${names.hex(8)}-${names.hex(4)}-4${names.hex(3)}-8${names.hex(3)}-${names.hex(12)}`;
      return new Promise((resolve) => {
        const settle: Waiting = (answered) => {
          clearTimeout(late);
          waiting.delete(envelopeId);
          resolve(answered);
        };
        const late = setTimeout(() => settle({ reason: 'http_timeout', noRetry: false }), patience);
        waiting.set(envelopeId, settle);
        socket.send(
          JSON.stringify({
            ...{ envelope_id: envelopeId, type: payload.kind, payload: payload.body },
            accepts_response_payload: payload.kind !== 'events_api',
            // By a connection, whatever went wrong is a timeout.
            ...(payload.kind === 'events_api' && {
              ...{ retry_attempt: retry?.number ?? 0, retry_reason: retry ? 'timeout' : '' },
            }),
          }),
        );
      });
    },
    count: (app) => of(app).length,
    refresh(app) {
      for (const { socket } of of(app)) {
        const about = { type: 'disconnect', debug_info: { host: 'applink-peer' } };
        socket.send(JSON.stringify({ ...about, reason: 'warning' }));
        socket.send(JSON.stringify({ ...about, reason: 'refresh_requested' }));
        setTimeout(() => socket.terminate(), FAREWELL).unref();
      }
    },
    drop(app) {
      for (const { socket } of app ? of(app) : connections) socket.terminate();
    },
    async stop() {
      clearInterval(pings);
      await Promise.all([...connections].map(({ socket }) => goodbye(socket)));
      await new Promise<void>((resolve) => sockets.close(() => resolve()));
    },
  };
}

/** Closes as the protocol has it, and cuts where that is not answered. */
async function goodbye(socket: WebSocket): Promise<void> {
  const closed = new Promise((resolve) => socket.once('close', resolve));
  socket.close(1001);
  const cut = setTimeout(() => socket.terminate(), FAREWELL);
  await closed;
  clearTimeout(cut);
}
