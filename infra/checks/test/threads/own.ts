import { notices } from './own/notices.ts';
import { references } from './own/references.ts';
import { repeats } from './own/repeats.ts';
import { senders } from './own/senders.ts';
import type { Scenario } from './scenario.ts';

/** Scenarios of this project. */
export const ownScenarios: readonly Scenario[] = [...references, ...senders, ...repeats, ...notices];
