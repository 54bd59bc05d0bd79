import { SECOND } from '@callbook/contracts';
import { sleep } from '@callbook/runtime';
import type { SlackPeer } from './slack.ts';
import type { SlackTeam } from './team.ts';
import type { SlackConversation, SlackMessage, SlackUser } from './workspace.ts';

/** Who is there in the demo, and where. */
export type Cast = {
  readonly team: SlackTeam;
  readonly marta: SlackUser;
  readonly tom: SlackUser;
  readonly priya: SlackUser;
  /** To be configured as a help channel. */
  readonly help: SlackConversation;
  readonly office: SlackConversation;
};

export type PlayOptions = {
  /** Scenes that were played in an earlier demo. */
  readonly without?: ReadonlySet<string>;
  /** Milliseconds between two messages. Default: 4 s, slow enough to watch them land. */
  readonly pause?: number;
  readonly signal?: AbortSignal;
  /** Told after each scene. */
  readonly played?: (scene: string) => void;
};

type Stage = Cast & { readonly wait: () => Promise<void>; readonly answered: (to: SlackMessage) => Promise<void> };

const SCENES: Readonly<Record<string, (stage: Stage) => Promise<void>>> = {
  /** In the help channel, with a correction and a reply once the desk has answered. */
  async projector({ team, marta, help, wait, answered }) {
    const asked = team.post({ user: marta, in: help, text: 'The projector in room 412 stays dark agian.' });
    await wait();
    team.edit(asked, 'The projector in room 412 stays dark again.');
    await answered(asked);
    team.post({ user: marta, in: help, text: 'It is the one by the window. I have a class at ten.', thread: asked });
  },
  /** In the direct conversation with the desk, with a file. */
  async badge({ team, tom }) {
    const content = Buffer.from('Door log, 24 November\n07:58 badge 20417 refused\n07:59 badge 20417 refused\n');
    const file = team.addFile({ name: 'door-log.txt', user: tom, content, mimetype: 'text/plain' });
    const text = 'My badge no longer opens the side door. This is what the reader says:';
    team.post({ user: tom, in: team.direct(tom), text, files: [file] });
  },
  /** Among colleagues: what one says, another brings to the desk with an emoji. */
  async heating({ team, marta, priya, office, wait }) {
    const said = team.post({
      user: priya,
      in: office,
      text: 'Is it just me or has the heating on the third floor died?',
    });
    await wait();
    team.post({ user: marta, in: office, text: 'Not just you. I am wearing gloves.', thread: said });
    team.react(marta, said, 'ticket');
  },
};

/** A workspace with people and channels, the same each time where its Slack draws from the same word. */
export function castOf(slack: SlackPeer): Cast {
  const team = slack.team();
  const marta = team.addUser({
    realName: 'Marta Feldmann',
    email: 'marta.feldmann@northbank.example',
    phone: '+4930901820',
  });
  const tom = team.addUser({ realName: 'Tom Okafor', email: 'tom.okafor@northbank.example' });
  const priya = team.addUser({ realName: 'Priya Raman', email: 'priya.raman@northbank.example', tz: 'Asia/Kolkata' });
  const members = [marta, tom, priya];
  return {
    ...{ team, marta, tom, priya },
    help: team.addConversation('it-help', { members }),
    office: team.addConversation('third-floor', { members }),
  };
}

/** Plays a short conversation between people and the desk, scene by scene. Resolves when all is said. */
export async function playConversation(slack: SlackPeer, cast: Cast, options: PlayOptions = {}): Promise<void> {
  const { without = new Set(), pause = 4 * SECOND, signal, played } = options;
  const wait = () => sleep(pause, signal);
  /** People wait for an answer, and not for ever. */
  const answered = async ({ ts }: SlackMessage) => {
    for (let left = 5; left > 0 && !signal?.aborted; left--) {
      if (slack.posted.some(({ threadTs }) => threadTs === ts)) return wait();
      await wait();
    }
  };
  for (const [name, play] of Object.entries(SCENES)) {
    if (without.has(name)) continue;
    await wait();
    if (signal?.aborted) return;
    await play({ ...cast, wait, answered });
    await slack.settled();
    played?.(name);
  }
}
