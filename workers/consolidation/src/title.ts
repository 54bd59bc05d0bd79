import type { Contact } from '@callbook/contracts';
import { SCAN } from '@callbook/log';

const MOST = 160;

/** One line that tells what a call is about: the subject, else the first words, else what kind of contact it was. */
export function titleOf({ subject, text, channel, from, details }: Contact): string {
  const line = folded(subject ?? '') || firstLine(text);
  // What a caller says comes later.
  if (line === '' && channel === 'voice') {
    const kind = details.channel === 'voice' && details.kind === 'sms' ? 'Text message' : 'Telephone call';
    const caller = details.channel === 'voice' && details.caller !== 'anonymous' ? details.caller : undefined;
    return `${kind} from ${from.name ?? from.phone ?? caller ?? 'an unknown number'}`;
  }
  // What is written on a sheet, too.
  if (line === '' && details.channel === 'paper') return `${SCAN}${details.fileName ?? ''}`;
  if (line === '') return `(${channel}, nothing readable)`;
  return line.length <= MOST
    ? line
    : `${line
        .slice(0, MOST - 1)
        .trimEnd()
        .toWellFormed()}…`;
}

function firstLine(text: string): string {
  for (const line of text.split('\n', 20)) {
    const words = folded(line.slice(0, 4 * MOST));
    if (words !== '') return words;
  }
  return '';
}

function folded(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}
