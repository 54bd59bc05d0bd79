import type { Bench } from './bench.ts';
import type { Figure } from './figure.ts';
import { measureIntake } from './intake/subject.ts';

/** Something that can be measured. */
export type Subject = { readonly name: string; readonly measure: (bench: Bench) => Promise<Figure[]> };

/** What is measured. A new subject is one line here, and leaves `planned`. */
export const subjects: readonly Subject[] = [{ name: 'intake', measure: measureIntake }];

/** What will be. */
export const planned: readonly string[] = ['email', 'voice', 'slack', 'paper', 'matching', 'desk', 'growth'];
