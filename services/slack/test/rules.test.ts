import { describe, expect, it } from '@jest/globals';
import type { Json } from '../src/payload.ts';
import { decide, ruleFor, rules } from '../src/rules.ts';
import type { Facts } from '../src/verdict.ts';
import { factsOf, SELF } from './golden.ts';

const MARTA = 'U06MARTA001';
const HELP = 'C06HELP0001';

function message(parts: Json): Json {
  return { type: 'message', user: MARTA, ts: '1732435200.000100', text: 'x', channel: 'C06GENERAL1', ...parts };
}

function switchedOff(way: keyof Facts['workspace']['ways']): Facts {
  const facts = factsOf();
  return { ...facts, workspace: { ...facts.workspace, ways: { ...facts.workspace.ways, [way]: false } } };
}

describe('rules', () => {
  it('have names and reasons of their own, and the last holds always', () => {
    expect(new Set(rules.map(({ name }) => name)).size).toBe(rules.length);
    expect(rules.filter(({ name }) => !/^[a-z-]+$/.test(name))).toEqual([]);
    expect(rules.filter(({ why }) => why.length < 15)).toEqual([]);
    expect(rules.at(-1)?.name).toBe('elsewhere');
  });

  it.each([
    ['direct-switched-off', 'directMessages', message({ channel: 'D06MARTA001', channel_type: 'im' })],
    ['mention-switched-off', 'mentions', message({ text: `<@${SELF.user}> help`, type: 'app_mention' })],
    [
      'reaction-switched-off',
      'reactions',
      { type: 'reaction_added', user: MARTA, reaction: 'ticket', item: { type: 'message', channel: HELP, ts: '1.1' } },
    ],
    ['elsewhere', 'helpChannels', message({ channel: HELP })],
  ] as const)('%s: a way that is switched off is none', (rule, way, event) => {
    expect(decide(event, factsOf()).becomes).not.toBe('nothing');
    expect(decide(event, switchedOff(way))).toEqual({ becomes: 'nothing', why: rule });
  });

  it('take a mention in a help channel as a mention, where help channels are no way', () => {
    const event = message({ channel: HELP, text: `<@${SELF.user}> help` });
    expect(decide(event, switchedOff('helpChannels'))).toEqual({ becomes: 'contact', way: 'mention' });
  });

  it('keep a thread of ours open, also where the way is switched off by which it began', () => {
    const reply = message({ thread_ts: '1732435100.000100' });
    expect(decide(reply, { ...switchedOff('mentions'), inDeskThread: true })).toEqual({
      ...{ becomes: 'contact', way: 'reply' },
    });
  });

  it('give a mention the same way by both of its events, whichever comes first', () => {
    for (const channel of [HELP, 'C06GENERAL1', 'G06PRIVATE1']) {
      const said = message({ channel, text: `<@${SELF.user}> help` });
      const byMention = decide({ ...said, type: 'app_mention' }, factsOf());
      expect(decide({ ...said, channel_type: 'channel', team: 'T1' }, factsOf())).toEqual(byMention);
    }
  });

  it('tell nobody from us before we know who we are, but for mentions, which Slack names', () => {
    const facts = { ...factsOf(), self: { user: undefined, bot: undefined, app: undefined } };
    expect(decide(message({ type: 'app_mention', text: '<@U1> help' }), facts).becomes).toBe('contact');
    expect(ruleFor(message({ bot_id: 'B1', channel: HELP }), facts).name).toBe('bot-message');
  });

  it('decide about anything at all', () => {
    for (const event of [
      {},
      { type: 1 },
      { type: 'message', subtype: 'message_changed' },
      { type: 'message', message: [] },
    ])
      expect(decide(event, factsOf()).becomes).toBe('nothing');
  });
});
