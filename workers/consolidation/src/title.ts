import type { Contact } from '@callbook/contracts';

const MOST = 160;

/** One line that tells what a call is about: the subject, else the first words, else what kind of contact it was. */
export function titleOf({ subject, text, channel }: Contact): string {
  const line = [subject, ...text.split('\n', 20)].map((part) => part?.replace(/\s+/g, ' ').trim()).find(Boolean);
  if (line === undefined) return `(${channel}, nothing readable)`;
  return line.length <= MOST
    ? line
    : `${line
        .slice(0, MOST - 1)
        .trimEnd()
        .toWellFormed()}…`;
}
