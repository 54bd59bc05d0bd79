import { seeded } from '@callbook/checks';
import { type Desk, type Outcome, openDesk } from './desk.ts';

/** A mail as it arrives. Bytes one to one (latin1); `{ack:a}`, `{token:a}` and `{ref:a}` are what the call of mail `a` has. */
export type Letter = {
  readonly name: string;
  readonly mailbox: string;
  /** RFC 3339. */
  readonly receivedAt: string;
  readonly raw: string;
};

/** Mails in the order in which they are sent, and what is to become of them. */
export type Scenario = {
  readonly name: string;
  readonly letters: readonly Letter[];
  /** Which mails make which calls. */
  readonly calls: readonly (readonly string[])[];
  /** In the order of sending; in another order others are the repetitions, and as many. */
  readonly duplicates?: readonly string[];
  /** Mails of machines that belong to no call. */
  readonly apart?: readonly string[];
  /** What is suggested when they come in the order of sending, as an outcome tells it. Not compared when left out. */
  readonly suggestions?: readonly string[];
};

/** The ways in which the mails of a scenario can come, each a list of batches: at the most `most` of them in other orders. */
export function arrivals({ letters }: Scenario, most: number): { how: string; batches: Letter[][] }[] {
  const ways = new Map([
    [`one by one, as they were sent`, letters.map((letter) => [letter])],
    ...(letters.length < 2 ? [] : [['in one batch', inTurns([[...letters]])] as const]),
  ]);
  const first = namesOf(letters);
  const orders =
    letters.length < 4 ? permutations(letters) : Array.from({ length: most }, (_, seed) => shuffled(letters, seed));
  for (const order of orders) {
    const batches = inTurns(order.map((letter) => [letter]));
    const names = namesOf(batches.flat());
    if (names !== first && ways.size < most + 2) ways.set(`as ${names}`, batches);
  }
  return [...ways].map(([how, batches]) => ({ how, batches }));
}

function namesOf(letters: readonly Letter[]): string {
  return letters.map(({ name }) => name).join(', ');
}

function permutations(letters: readonly Letter[]): Letter[][] {
  if (letters.length < 2) return [[...letters]];
  return letters
    .flatMap((letter) => permutations(letters.filter((other) => other !== letter)).map((rest) => [letter, ...rest]))
    .reverse();
}

function shuffled(letters: readonly Letter[], seed: number): Letter[] {
  const random = seeded(seed + 1);
  return letters
    .map((letter) => ({ letter, at: random() }))
    .sort((a, b) => a.at - b.at)
    .map(({ letter }) => letter);
}

/** Whoever quotes something of a call can only do so when the call is there: then the rest comes in another batch. */
function inTurns(batches: Letter[][]): Letter[][] {
  const there = new Set<string>();
  const done: Letter[][] = [];
  for (let waiting = batches; waiting.length > 0; ) {
    const ready = waiting.map((batch) => batch.filter((letter) => needs(letter).every((name) => there.has(name))));
    const next = ready.findIndex((batch) => batch.length > 0);
    if (next < 0) throw new Error('A mail quotes something of a mail that never comes');
    done.push(ready[next] as Letter[]);
    for (const { name } of ready[next] as Letter[]) there.add(name);
    waiting = waiting.map((batch) => batch.filter(({ name }) => !there.has(name))).filter(({ length }) => length > 0);
  }
  return done;
}

function needs({ raw }: Letter): string[] {
  return [...raw.matchAll(/\{(?:ack|token|ref|badref):([\w.-]+)\}/g)].map(([, name]) => name as string);
}

/** Lets the mails come to an empty desk. */
export async function play(batches: readonly (readonly Letter[])[]): Promise<Outcome> {
  const desk: Desk = await openDesk();
  try {
    for (const batch of batches) await desk.receive(batch);
    return await desk.outcome();
  } finally {
    await desk.close();
  }
}
