import { createHash } from 'node:crypto';

/** Slack's names of things: letters and digits behind a letter that says what is named. All drawn from one random source. */
export type Names = {
  /** `T…` team, `A…` app, `U…` user, `B…` bot, `C…` channel, `G…` group of people, `D…` direct, `F…` file, `V…` view. */
  id(kind: 'T' | 'A' | 'U' | 'B' | 'C' | 'G' | 'D' | 'F' | 'V' | 'Ev'): string;
  /** A secret, a token or an envelope's id: so many hexadecimal digits. */
  hex(digits: number): string;
  /** The time of a message, which names it in its conversation: seconds with six decimals, and never the same twice. */
  ts(): string;
};

const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789';

export function namesFrom(random: () => number, now: () => number): Names {
  let last = 0;
  const draw = (alphabet: string, length: number) =>
    Array.from({ length }, () => alphabet[Math.floor(random() * alphabet.length)]).join('');
  return {
    id: (kind) => kind + draw(LETTERS, kind === 'Ev' ? 10 : 9),
    hex: (digits) => draw('0123456789abcdef', digits),
    ts() {
      last = Math.max(now() * 1_000, last + 1);
      return tsOf(last / 1_000);
    },
  };
}

/** Milliseconds since 1970 as Slack writes them. */
export function tsOf(milliseconds: number): string {
  const micro = Math.round(milliseconds * 1_000);
  return `${Math.floor(micro / 1_000_000)}.${String(micro % 1_000_000).padStart(6, '0')}`;
}

/** A random source that a word repeats: whoever starts again with it meets the same workspace. Gives 0 ≤ x < 1. */
export function drawnFrom(word: string): () => number {
  let drawn = 0;
  return () => createHash('sha256').update(`${word} ${drawn++}`).digest().readUInt32BE() / 2 ** 32;
}
