import { Counts } from './Counts.tsx';

/** How often people gave how many stars. */
export function Stars({ stars }: { stars: readonly number[] }) {
  if (stars.every((count) => count === 0)) return null;
  const rows = stars.map((count, at) => [at === 0 ? '1 star' : `${at + 1} stars`, count] as const).toReversed();
  return <Counts of="Ratings" counted="Calls" rows={rows} />;
}
