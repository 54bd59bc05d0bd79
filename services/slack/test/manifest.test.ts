import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { parse } from 'yaml';
import { list, text } from '../src/payload.ts';
import { NAMES } from '../src/views/index.ts';
import { golden } from './golden.ts';

const ROOM = join(import.meta.dirname, '..');
const written = readFileSync(join(ROOM, 'manifest.yaml'), 'utf8');
const manifest = parse(written);
const scopes: string[] = manifest.oauth_config.scopes.bot;
const events: string[] = manifest.settings.event_subscriptions.bot_events;

/** What each method asks for, for the kinds of conversations that we use it with: https://docs.slack.dev/reference/methods. */
const METHODS: Readonly<Record<string, readonly string[]>> = {
  'auth.test': [],
  'chat.postEphemeral': ['chat:write'],
  'chat.postMessage': ['chat:write'],
  'conversations.history': ['channels:history', 'groups:history', 'im:history', 'mpim:history'],
  'conversations.info': ['channels:read', 'groups:read', 'im:read', 'mpim:read'],
  'conversations.open': ['im:write'],
  'conversations.replies': ['channels:history', 'groups:history', 'im:history', 'mpim:history'],
  'files.info': ['files:read'],
  'users.conversations': ['channels:read', 'groups:read', 'im:read', 'mpim:read'],
  'users.info': ['users:read', 'users:read.email'],
  'users.list': ['users:read', 'users:read.email'],
  'views.open': [],
  'views.publish': [],
};

/** What has to be allowed for each event to come: https://docs.slack.dev/reference/events. */
const EVENTS: Readonly<Record<string, readonly string[]>> = {
  app_home_opened: [],
  app_mention: ['app_mentions:read'],
  'message.channels': ['channels:history'],
  'message.groups': ['groups:history'],
  'message.im': ['im:history'],
  'message.mpim': ['mpim:history'],
  reaction_added: ['reactions:read'],
};

/** The slash command and the shortcuts. */
const FEATURES = ['commands'];

/** All that is asked of Slack goes through one of two clients (`api.ts`). */
const CALL = /\b(?:asking|sending)\s*\.(\w+\.\w+)\(/g;

function methodsCalled(): string[] {
  const files = readdirSync(join(ROOM, 'src'), { recursive: true, encoding: 'utf8' }).filter((file) =>
    /\.ts$/.test(file),
  );
  const calls = files.flatMap((file) => [...readFileSync(join(ROOM, 'src', file), 'utf8').matchAll(CALL)]);
  return [...new Set(calls.map(([, method]) => method ?? ''))].sort();
}

describe('the manifest of the app', () => {
  it('asks for the scopes that what we call and hear needs, and for no other', () => {
    const needed = [...Object.values(METHODS), ...Object.values(EVENTS), FEATURES].flat();
    expect(scopes).toEqual([...new Set(needed)].sort());
  });

  it('knows every method that we call, and none that we do not', () => {
    expect(methodsCalled()).toEqual(Object.keys(METHODS).sort());
  });

  it('subscribes to the events that we know what to do with', () => {
    expect(events).toEqual(Object.keys(EVENTS).sort());
    const met = new Set(
      golden
        .filter(({ expect: { rule } }) => rule !== undefined && rule !== 'no-message')
        .map(({ body }) => kindOf(body)),
    );
    expect([...met].filter((kind) => kind !== undefined && !events.includes(kind))).toEqual([]);
  });

  it('says of every scope why', () => {
    const bare = scopes.filter((scope) => !new RegExp(`^ +- ${scope} # \\S.{8,}$`, 'm').test(written));
    expect(bare).toEqual([]);
  });

  it('has the shortcuts by the names that we know them by', () => {
    const shortcuts = list(manifest, 'features', 'shortcuts').map((one) => [one.type, one.callback_id]);
    expect(shortcuts).toEqual([
      ['global', NAMES.ask],
      ['message', NAMES.log],
    ]);
  });

  it('needs no address for Socket Mode, and one in three places for HTTP', () => {
    expect(manifest.settings.socket_mode_enabled).toBe(true);
    expect(written.match(/^ *[a-z_]*url:/gm)).toBeNull();
    const http = parse(written.replace(/#(\w+: \S+) # HTTP$/gm, '$1'));
    const url = 'https://desk.example.org/slack/events';
    expect(text(list(http, 'features', 'slash_commands')[0], 'url')).toBe(url);
    expect(text(http, 'settings', 'event_subscriptions', 'request_url')).toBe(url);
    expect(text(http, 'settings', 'interactivity', 'request_url')).toBe(url);
  });
});

/** An event as the manifest names it. */
function kindOf(body: (typeof golden)[number]['body']): string | undefined {
  const kinds: Readonly<Record<string, string>> = {
    ...{ im: 'message.im', app_home: 'message.im', mpim: 'message.mpim' },
    ...{ group: 'message.groups', channel: 'message.channels' },
  };
  const type = text(body, 'event', 'type');
  return type === 'message' ? kinds[text(body, 'event', 'channel_type') ?? ''] : type;
}
