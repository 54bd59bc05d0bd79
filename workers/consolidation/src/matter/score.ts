import type { Evidence } from './evidence.ts';

/**
 * How much each piece of evidence says, as logarithms of odds: fitted by logistic regression to pairs of contacts at most
 * 14 days apart, from half of the people in one set of labelled contacts, and held against the other half and against
 * another organisation's (`infra/bench matching`). What nobody measured is not in it.
 */
const WEIGHTS: Readonly<Record<keyof Evidence, number>> = {
  ...{ samePerson: 2.12, sameName: 1.36, mentioned: 1.33, otherPerson: -3.4 },
  ...{ sameMark: 0.51, marks: 0.58, otherMark: -0.82 },
  ...{ words: 0.7, share: 0.26, concepts: 0.38, conceptShare: 0.67, otherConcepts: -0.33 },
  ...{ days: -0.23, sameHour: -0.27, otherChannel: 0.58 },
  ...{ again: 0.46, other: -0.79, recurs: -1.14, place: 1.44 },
};
const BIAS = -4.4;
/** What one piece says more, or less, where another is there. */
const TOGETHER = {
  personAndWords: 0.21,
  personAgain: 0.43,
  personOther: -1.28,
  personSameHourAndChannel: -0.21,
  wordsOnly: 0.16,
};

/** How likely it is that two contacts with this evidence are about one matter, from 0 to 1. */
export function likelihood(evidence: Evidence): number {
  let odds = BIAS;
  for (const [name, weight] of Object.entries(WEIGHTS)) odds += weight * evidence[name as keyof Evidence];
  const { samePerson, sameName, mentioned, words, again, other, sameHour, otherChannel } = evidence;
  const person = Math.max(samePerson, sameName, mentioned);
  odds += TOGETHER.personAndWords * person * Math.min(1.5, words) + TOGETHER.wordsOnly * (1 - person) * words;
  odds += samePerson * (TOGETHER.personAgain * again + TOGETHER.personOther * other);
  odds += TOGETHER.personSameHourAndChannel * samePerson * sameHour * (1 - otherChannel);
  return 1 / (1 + Math.exp(-odds));
}
