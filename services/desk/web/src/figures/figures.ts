import type { Answer } from '../api/client.ts';
import { span } from '../format.ts';

/** What the desk answers, and how its numbers are said on this page. */
export type Figures = Answer<'GET /api/statistics'>;
export type Slice = Figures['by']['channel'][number];

export const whole = (count: number) => count.toLocaleString('en');

/** `83 %`; a dash where there is nothing of which it could be a part. */
export const share = (part: number, all: number) => (all === 0 ? '–' : `${Math.round((100 * part) / all)} %`);

/** How far a promise was kept: of what had a target that is over or reached. */
export const kept = ({ inTime, late }: Slice['response']) => share(inTime, inTime + late);

export const lasting = (seconds: number | undefined) => (seconds === undefined ? '–' : span(seconds * 1_000));
