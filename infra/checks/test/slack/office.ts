import { createServer } from 'node:net';
import type { Delivery, SlackConversation, SlackMessage, SlackPeer, SlackTeam, SlackUser } from '@callbook/peers';

/** What the log is to have of a message: which one it is, in which thread, by whom, and what it says in the end. */
export type Expected = { readonly id: string; readonly thread: string; readonly user: string; readonly text: string };

/** A workspace in which people work, and ask the desk among other things. */
export type Office = {
  readonly team: SlackTeam;
  readonly help: SlackConversation;
  /** Somebody does something: asks, answers in a thread, corrects or takes back what they wrote, or talks of other things. */
  act(): void;
  /** Somebody asks the desk, or answers in a thread. */
  say(): void;
  /** What belongs in the log, whatever became of the events about it. */
  expected(): Expected[];
  /** What was taken back after the app had been told of it, and whether it was told of that too. */
  deleted(): ReadonlyMap<string, boolean>;
};

const SYLLABLES = ['ba', 'ke', 'lo', 'mi', 'nu', 'pra', 'ste', 'tor', 'vin', 'zu', 'dal', 'fer', 'gos', 'hil', 'jam'];
const PEOPLE = ['Anna Berg', 'Bilal Aydin', 'Chiara Conti', 'Dan Fox', 'Ewa Nowak', 'Farid Haddad'];
/** Threads that are still answered. */
const RECENT = 20;

/** People, a help channel and another one, in a workspace of a Slack of ours. */
export function officeIn(slack: SlackPeer, team: SlackTeam, random: () => number): Office {
  const oneOf = <T>(choices: readonly T[]): T => choices[Math.floor(random() * choices.length)] as T;
  const people = PEOPLE.map((realName) =>
    team.addUser({ realName, email: `${realName.toLowerCase().replace(' ', '.')}@${team.name.toLowerCase()}.example` }),
  );
  const help = team.addConversation('help', { members: people });
  const floor = team.addConversation('third-floor', { members: people });
  const threads: SlackMessage[] = [];
  const wanted: SlackMessage[] = [];
  const deleted = new Map<string, Delivery | undefined>();
  const idOf = ({ conversation, ts }: SlackMessage) => `${team.id}:${conversation}:${ts}`;

  /** Eight words that nobody else says: no two messages are alike, and none is about the same matter. */
  const words = () =>
    Array.from({ length: 8 }, () => Array.from({ length: 2 + random() * 3 }, () => oneOf(SYLLABLES)).join('')).join(
      ' ',
    );
  const someone = (): SlackUser => oneOf(people);
  /** Told of and for the desk at that moment: elsewhere, what is for the desk becomes so by what is told of it later. */
  const isKnown = (message: SlackMessage) =>
    (message.conversation !== floor.id || message.text.startsWith(team.mention)) &&
    slack.deliveries.some(
      ({ acked, message: id, type }) => acked && id === idOf(message) && type.startsWith('message'),
    );

  const ask = (): void => {
    const user = someone();
    const where = random();
    const message =
      where < 0.5
        ? team.post({ user, in: help, text: words() })
        : where < 0.75
          ? team.post({ user, in: team.direct(user), text: words() })
          : team.post({ user, in: floor, text: where < 0.9 ? `${team.mention} ${words()}` : words() });
    if (where >= 0.9) team.react(someone(), message, 'ticket');
    threads.push(message);
    wanted.push(message);
  };

  const answer = () => {
    const thread = oneOf(threads.slice(-RECENT));
    if (!thread || deleted.has(idOf(thread))) return ask();
    const conversation = team.workspace.conversations.get(thread.conversation) as SlackConversation;
    const user = conversation.kind === 'im' ? (team.workspace.users.get(thread.user ?? '') as SlackUser) : someone();
    wanted.push(team.post({ user, in: conversation, text: words(), thread, broadcast: random() < 0.1 }));
  };

  const correct = () => {
    const message = oneOf(wanted.slice(-RECENT));
    if (!message || deleted.has(idOf(message))) return ask();
    const mention = message.text.startsWith(team.mention) ? `${team.mention} ` : '';
    team.edit(message, mention + words());
  };

  /** Slack tells nobody what a deleted message said unless the app heard of it before. */
  const takeBack = () => {
    const message = oneOf(wanted.slice(-RECENT));
    if (!message || deleted.has(idOf(message)) || !isKnown(message)) return ask();
    team.remove(message, { fault: 'doubled' });
    deleted.set(idOf(message), slack.deliveries.at(-1));
  };

  const chatter = () => {
    const text = words();
    oneOf([
      () => team.post({ user: someone(), in: floor, text }),
      () => team.post({ in: help, text, bot: 'build' }),
      () => team.post({ user: someone(), in: help, text, subtype: 'channel_topic' }),
      () => team.join(someone(), help),
    ])();
  };

  return {
    ...{ team, help },
    say: () => (random() < 0.7 ? ask() : answer()),
    act() {
      const what = random();
      if (what < 0.4) ask();
      else if (what < 0.7) answer();
      else if (what < 0.82) correct();
      else if (what < 0.88) takeBack();
      else chatter();
    },
    deleted: () => new Map([...deleted].map(([id, delivery]) => [id, delivery?.acked ?? false])),
    expected: () =>
      wanted.map((message) => {
        const { conversation, ts, threadTs, text, author, user = '' } = message;
        const thread = `${team.id}:${conversation}:${threadTs ?? ts}`;
        // Who begins with the name of the desk says nothing by that.
        return { id: idOf(message), thread, user: author ?? user, text: text.replace(`${team.mention} `, '') };
      }),
  };
}

export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as { port: number };
  await new Promise<void>((resolve) => server.close(() => resolve()));
  return port;
}

/** Of times in milliseconds: what 99 in a hundred are not above. */
export function p99(times: readonly number[]): number {
  const sorted = [...times].sort((one, other) => one - other);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * 0.99))] ?? 0;
}

/** An unhurried look at something that becomes true by and by. */
export async function eventually<T>(
  look: () => Promise<T>,
  good: (seen: T) => boolean,
  milliseconds: number,
): Promise<T> {
  for (const end = Date.now() + milliseconds; ; await new Promise((resolve) => setTimeout(resolve, 500))) {
    const seen = await look();
    if (good(seen) || Date.now() > end) return seen;
  }
}
