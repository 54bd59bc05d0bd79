import { exactly } from '../format.ts';
import { Counts } from './Counts.tsx';
import type { Figures } from './figures.ts';

const AGES = ['Less than a day', 'Less than 3 days', 'Less than 7 days', 'Less than 30 days', 'Longer'];

/** What is open, by how long it has been. */
export function Backlog({ backlog: { byAge, oldest } }: { backlog: Figures['backlog'] }) {
  const rows = AGES.map((name, at) => [name, byAge[at] ?? 0] as const);
  return (
    <Counts of="Open calls by age" counted="Calls" rows={rows}>
      {oldest && `The oldest came on ${exactly(oldest)}.`}
    </Counts>
  );
}
