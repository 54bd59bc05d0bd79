import type { SlackWay } from '@callbook/contracts';
import type { Seen } from './seen.ts';
import type { Verdict } from './verdict.ts';

export type Rule = {
  /** Lower-case, with hyphens: it stands in figures. */
  readonly name: string;
  readonly when: (seen: Seen) => boolean;
  readonly verdict: Exclude<Verdict['becomes'], 'contact'> | SlackWay;
  /** In words, for a person. */
  readonly why: string;
};
