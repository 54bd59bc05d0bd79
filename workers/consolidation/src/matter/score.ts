import type { Evidence } from './evidence.ts';

/**
 * How much each piece of evidence says, as logarithms of odds: fitted by logistic regression to pairs of contacts at most
 * 14 days apart, from half of the people in two sets of labelled contacts, of a university and of a hospital, and held
 * against the other half (`infra/bench matching`).
 */
const WEIGHTS: Readonly<Record<keyof Evidence, number>> = {
  ...{ samePerson: 1.62, sameName: 1.24, mentioned: 1.03, otherPerson: -3.31 },
  ...{ sameMark: 0.59, marks: 0.6, otherMark: -0.62 },
  ...{ words: 1.04, share: 0.45, concepts: 0.03, conceptShare: 0.98, otherConcepts: -0.73 },
  ...{ days: -0.39, sameHour: 0.14, otherChannel: 0.57 },
  ...{ again: 0.62, other: -0.77, recurs: -0.79, place: 1.05 },
};
const BIAS = -4.21;
/** What one piece says more, or less, where another is there. */
const TOGETHER = {
  ...{ personAndWords: 0.66, personAndMark: 0.28, personAgain: 0.45, personOther: -1.22 },
  ...{ personSameHourAndChannel: -0.33, wordsOnly: 0.19 },
};

/** How likely it is that two contacts with this evidence are about one matter, from 0 to 1. */
export function likelihood(evidence: Evidence): number {
  let odds = BIAS;
  for (const [name, weight] of Object.entries(WEIGHTS)) odds += weight * evidence[name as keyof Evidence];
  const { samePerson, sameName, mentioned, sameMark, words, again, other, sameHour, otherChannel } = evidence;
  const person = Math.max(samePerson, sameName, mentioned);
  odds += TOGETHER.personAndWords * person * Math.min(1.5, words) + TOGETHER.wordsOnly * (1 - person) * words;
  odds += TOGETHER.personAndMark * person * sameMark;
  odds += samePerson * (TOGETHER.personAgain * again + TOGETHER.personOther * other);
  odds += TOGETHER.personSameHourAndChannel * samePerson * sameHour * (1 - otherChannel);
  return 1 / (1 + Math.exp(-odds));
}
