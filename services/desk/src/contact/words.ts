import type { CallStatus, Channel, Priority } from '@callbook/contracts';
import { english } from './english.ts';
import { german } from './german.ts';

/** What the page says, in one language. Another one is another file and a line below. */
export type Words = {
  /** BCP 47: of the page, and of its dates. */
  readonly language: 'en' | 'de';
  readonly locale: string;
  readonly title: (organisation: string | undefined) => string;
  readonly lead: string;
  readonly reach: string;
  readonly byMail: string;
  readonly byPhone: string;
  readonly bySlack: string;
  readonly atCounter: string;
  readonly byForm: string;
  readonly formBelow: string;
  readonly print: string;
  readonly hours: string;
  readonly always: string;
  readonly openNow: string;
  readonly closedNow: (opens: string | undefined) => string;
  readonly days: string;
  readonly times: string;
  readonly until: string;
  readonly clock: (timeZone: string) => string;
  readonly exceptions: string;
  readonly nobody: string;
  readonly tell: string;
  readonly tellUs: readonly string[];
  readonly expect: string;
  readonly acknowledged: string;
  readonly targets: {
    readonly what: string;
    readonly respond: string;
    readonly resolve: string;
    readonly none: string;
  };
  readonly priorities: Readonly<Record<Priority, string>>;
  readonly inServiceHours: string;
  readonly outOfHours: string;
  readonly outOfHoursText: string;
  readonly write: string;
  readonly fields: Readonly<
    Record<
      'name' | 'email' | 'phone' | 'department' | 'service' | 'urgency' | 'text' | 'files' | 'reference' | 'address',
      string
    >
  >;
  readonly questionsOf: (service: string) => string;
  readonly required: string;
  readonly reachHint: string;
  readonly urgencies: Readonly<Record<'low' | 'normal' | 'high', string>>;
  readonly choose: string;
  readonly filesHint: (most: number, megabytes: number) => string;
  readonly leaveEmpty: string;
  readonly send: string;
  readonly lookUp: string;
  readonly lookUpHint: string;
  readonly look: string;
  readonly back: string;
  readonly faults: string;
  readonly fault: Readonly<Record<Fault, string>>;
  readonly taken: string;
  readonly takenText: (reference: string) => string;
  readonly acceptedText: string;
  readonly expected: (by: string) => string;
  readonly keep: string;
  readonly notFound: string;
  readonly status: Readonly<Record<CallStatus, string>>;
  readonly received: string;
  readonly answerBy: string;
  readonly answered: string;
  readonly rate: (reference: string) => string;
  readonly stars: string;
  readonly starsOf: (count: number) => string;
  readonly comment: string;
  readonly thanks: string;
  readonly linkInvalid: string;
  readonly wait: string;
  readonly elsewhere: string;
  /** Of the pages that show somebody all their calls. */
  readonly calls: {
    readonly ask: string;
    readonly askHint: string;
    readonly askSend: string;
    readonly pageOld: string;
    readonly sent: string;
    /** Says the same whether the address is known or not. */
    readonly sentText: (address: string) => string;
    readonly sentHint: string;
    readonly title: string;
    readonly of: (address: string) => string;
    readonly none: string;
    readonly onlyOwn: string;
    readonly older: string;
    readonly leave: string;
    readonly left: string;
    readonly over: string;
    readonly linkOver: string;
    readonly all: string;
    readonly missing: string;
    readonly said: string;
    readonly more: string;
    readonly you: string;
    readonly desk: string;
    readonly channels: Readonly<Record<Channel, string>>;
    readonly notShown: string;
    readonly add: string;
    readonly addText: string;
    readonly added: (reference: string) => string;
    readonly isSolved: string;
    readonly solvedHint: string;
    readonly solved: string;
    readonly stillWorked: string;
  };
};

export type Fault = 'contact' | 'email' | 'phone' | 'text' | 'files' | 'fileSize' | 'form' | 'stars';

const LANGUAGES: readonly Words[] = [english, german];

/** The words that a reader wants: by `?lang=`, else by Accept-Language (RFC 9110 §12.5.4), else English. */
export function wordsFor(asked: string | undefined, accepted: readonly string[]): Words {
  for (const wanted of [...(asked === undefined ? [] : [asked]), ...accepted]) {
    const found = LANGUAGES.find(({ language }) => wanted.toLowerCase().split('-')[0] === language);
    if (found) return found;
  }
  return english;
}

export const languages: readonly Words['language'][] = LANGUAGES.map(({ language }) => language);
