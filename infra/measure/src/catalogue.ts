import type { Bench } from './bench.ts';
import { measureDesk } from './desk/subject.ts';
import { measureEmail } from './email/subject.ts';
import type { Figure } from './figure.ts';
import { measureGrowth } from './growth/subject.ts';
import { measureIntake } from './intake/subject.ts';
import { measureMatching } from './matching/subject.ts';
import { measurePaper } from './paper/subject.ts';
import { measureSlack } from './slack/subject.ts';
import { measureVoice } from './voice/subject.ts';

/** Something that can be measured. */
export type Subject = { readonly name: string; readonly measure: (bench: Bench) => Promise<Figure[]> };

/** What is measured. A new subject is one line here. */
export const subjects: readonly Subject[] = [
  { name: 'intake', measure: measureIntake },
  { name: 'email', measure: measureEmail },
  { name: 'voice', measure: measureVoice },
  { name: 'matching', measure: measureMatching },
  { name: 'growth', measure: measureGrowth },
  { name: 'slack', measure: measureSlack },
  { name: 'paper', measure: measurePaper },
  { name: 'desk', measure: measureDesk },
];
