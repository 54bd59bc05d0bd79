import type { Evidence } from './evidence.ts';

/** Evidence, and what one piece says more, or less, where another is there. */
export type Features = Evidence & {
  readonly personAndWords: number;
  readonly wordsOnly: number;
  readonly personAndMark: number;
  readonly personAgain: number;
  readonly personOther: number;
  readonly personSameHourAndChannel: number;
};

/**
 * How much each feature says, as logarithms of odds: fitted by logistic regression to pairs of contacts at most 14 days
 * apart, from half of the people in sets of labelled contacts, and held against the other half. `infra/bench matching
 * --long` fits them anew.
 */
const WEIGHTS: Readonly<Record<keyof Features, number>> = {
  samePerson: 1.22,
  sameName: 0.82,
  mentioned: 0.93,
  otherPerson: -2.3,
  sameMark: 0.62,
  marks: 0.64,
  otherMark: -0.23,
  words: 1.2,
  share: 0.38,
  concepts: 0.14,
  conceptShare: 1.21,
  otherConcepts: -1,
  days: -0.34,
  sameHour: 0.07,
  otherChannel: 0.42,
  again: 0.47,
  other: -0.83,
  recurs: -0.36,
  byMail: 0.07,
  byForm: -0.55,
  bySpeech: 0.73,
  onPaper: 0,
  place: 0.2,
  personAndWords: 0.81,
  wordsOnly: 0.35,
  personAndMark: 0.28,
  personAgain: 0.71,
  personOther: -0.76,
  personSameHourAndChannel: -0.05,
};
const BIAS = -4.27;

/** What is weighed. */
export function featuresOf(evidence: Evidence): Features {
  const { samePerson, sameName, mentioned, sameMark, words, again, other, sameHour, otherChannel } = evidence;
  const person = Math.max(samePerson, sameName, mentioned);
  return {
    ...evidence,
    personAndWords: person * Math.min(1.5, words),
    wordsOnly: (1 - person) * words,
    personAndMark: person * sameMark,
    personAgain: samePerson * again,
    personOther: samePerson * other,
    personSameHourAndChannel: samePerson * sameHour * (1 - otherChannel),
  };
}

/** How likely it is that two contacts with this evidence are about one matter, from 0 to 1. */
export function likelihood(evidence: Evidence): number {
  let odds = BIAS;
  for (const [name, value] of Object.entries(featuresOf(evidence))) odds += WEIGHTS[name as keyof Features] * value;
  return 1 / (1 + Math.exp(-odds));
}
