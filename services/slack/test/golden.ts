import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { SlackConfig } from '@callbook/contracts';
import type { Json } from '../src/payload.ts';
import type { Directory } from '../src/text/index.ts';
import type { Facts } from '../src/verdict.ts';

/** A request of Slack's as it comes, and what is to be made of it. */
export type Golden = {
  readonly name: string;
  readonly about: string;
  readonly body: Json;
  /** What is known besides. Left out: false. */
  readonly inDeskThread?: boolean;
  readonly isTaken?: boolean;
  /** The message that a reaction points at, as `conversations.history` gives it. */
  readonly history?: Json;
  readonly expect: Expectation;
};

export type Expectation = {
  /** Of an event: the rule that decides, and what becomes of it. */
  readonly rule?: string;
  readonly becomes?: string;
  readonly way?: string;
  readonly text?: string;
  /** Where it is more than the text. */
  readonly fullText?: string;
  /** Of an interaction. */
  readonly does?: string;
} & Json;

const FOLDER = join(import.meta.dirname, 'golden');

export const golden: readonly Golden[] = readdirSync(FOLDER)
  .sort()
  .map((file) => ({ name: file, ...JSON.parse(readFileSync(join(FOLDER, file), 'utf8')) }) as Golden);

/** The workspace in which all of it happens. */
export const SELF = { user: 'U06CALLBOOK', bot: 'B06CALLBK01', app: 'A06CALLBK01' };
const [workspace] = SlackConfig.parse({
  workspaces: [
    {
      ...{ team: 'T06DESK0001', botToken: 'xoxb-1', appToken: 'xapp-1' },
      ...{ helpChannels: ['C06HELP0001'], emoji: ['ticket', 'sos', 'raised_hand'] },
    },
  ],
}).workspaces;

export function factsOf({ inDeskThread = false, isTaken = false }: Partial<Golden> = {}): Facts {
  return { workspace: workspace!, self: SELF, inDeskThread, isTaken };
}

const NAMES = new Map([
  [SELF.user, 'Callbook'],
  ['U06MARTA001', 'Marta Ruiz'],
  ['U06JONAS001', 'Jonas Weber'],
  ['U06AIKO0001', 'Aiko Tanaka'],
  ['U06SAM00001', 'Sam O’Neil'],
]);

export const directory: Directory = {
  user: (id) => NAMES.get(id),
  conversation: (id) => new Map([['C06GENERAL1', 'general']]).get(id),
  usergroup: (id) => new Map([['S06ITTEAM01', 'it-team']]).get(id),
  self: SELF.user,
};
