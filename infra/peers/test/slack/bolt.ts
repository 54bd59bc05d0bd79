import { createServer } from 'node:net';
import bolt from '@slack/bolt';
import {
  type SlackConversation,
  type SlackPeer,
  type SlackPeerOptions,
  type SlackTeam,
  type SlackUser,
  startSlack,
} from '../../src/index.ts';

const { App, HTTPReceiver, LogLevel, SocketModeReceiver } = bolt;

/** A minute of Slack's is 60 ms. */
export const SCALE = 0.001;

/** Something that Bolt was told, by whichever way. */
export type Heard = {
  readonly type: string;
  readonly eventId: string;
  readonly event: Record<string, unknown>;
  readonly retry: number;
  readonly reason?: string;
};

export type Started = {
  readonly slack: SlackPeer;
  readonly team: SlackTeam;
  readonly app: InstanceType<typeof App>;
  readonly heard: Heard[];
  readonly anna: SlackUser;
  readonly help: SlackConversation;
  stop(): Promise<void>;
};

/** What Bolt is to do with each event before it acks: nothing, or throw, or take its time. */
export type Before = (heard: Heard) => Promise<void>;

const quiet = {
  ...{ debug: () => {}, info: () => {}, warn: () => {}, error: () => {} },
  ...{ setLevel: () => {}, getLevel: () => LogLevel.ERROR, setName: () => {} },
};

/**
 * A Slack of ours and the real Bolt, by either of its receivers. It takes a line for broken, and waits before it calls
 * again, after `silence` (milliseconds). It notes what it hears, and acks when `before` has
 * resolved: of Socket Mode that takes a receiver that lets Bolt see an event only then.
 */
export async function startBolt(
  by: 'http' | 'socket',
  options: Partial<SlackPeerOptions> & { before?: Before; silence?: number } = {},
): Promise<Started> {
  const { before = async () => {}, silence = 5_000, ...rest } = options;
  const port = await freePort();
  const eventsUrl = `http://127.0.0.1:${port}/slack/events`;
  const workspaces = [{ name: 'North', ...(by === 'http' && { eventsUrl }) }];
  const slack = await startSlack({ workspaces, scale: SCALE, ...rest });
  const team = slack.team();
  const heard: Heard[] = [];
  const note = async (body: Record<string, unknown>, retry: number | undefined, reason: string | undefined) => {
    const event = (body.event ?? body) as Record<string, unknown>;
    const type = String(event.type ?? 'command');
    const one = { type, eventId: String(body.event_id), event, retry: retry ?? 0, ...(reason && { reason }) };
    heard.push(one);
    await before(one);
  };
  class Durable extends SocketModeReceiver {
    override init(app: InstanceType<typeof App>): void {
      super.init({
        async processEvent(event: Parameters<typeof app.processEvent>[0]) {
          await note(event.body, event.retryNum, event.retryReason);
          await app.processEvent(event);
        },
      } as typeof app);
    }
  }
  const clientOptions = { slackApiUrl: slack.apiUrl, retryConfig: { retries: 3, minTimeout: 10, factor: 1 } };
  const { signingSecret, appToken } = team.app;
  const receiver =
    by === 'http'
      ? new HTTPReceiver({ signingSecret, port, processBeforeResponse: true, logger: quiet })
      : new Durable({ appToken, logger: quiet, clientPingTimeout: silence, installerOptions: { clientOptions } });
  const app = new App({ token: team.botToken, receiver, clientOptions, logger: quiet, ignoreSelf: false });
  if (by === 'http')
    app.use(async ({ body, context, next }) => {
      await note(body as unknown as Record<string, unknown>, context.retryNum, context.retryReason);
      await next();
    });
  // Bolt acks what an error handler has swallowed.
  app.error(async (error) => {
    throw error;
  });
  await app.start();
  const anna = team.addUser({
    ...{ realName: 'Anna Berg', email: 'anna@north.example' },
    ...{ phone: '+49 30 111', tz: 'Europe/Vienna' },
  });
  const help = team.addConversation('help', { members: [anna] });
  return {
    ...{ slack, team, app, heard, anna, help },
    async stop() {
      await app.stop();
      await slack.stop();
    },
  };
}

export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as { port: number };
  await new Promise<void>((resolve) => server.close(() => resolve()));
  return port;
}

export async function until(true_: () => boolean, milliseconds = 5_000): Promise<void> {
  for (const end = Date.now() + milliseconds; !true_(); await new Promise((resolve) => setTimeout(resolve, 10)))
    if (Date.now() > end) throw new Error(`not within ${milliseconds} ms: ${true_}`);
}
