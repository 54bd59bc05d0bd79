import { median } from './statistics.ts';

/** `of 74`: a part of so many, with the bounds of its 95 % interval as least and most. `each`: a count for each of something. */
export type Unit = '/s' | '/min' | 's' | 'ratio' | 'ms' | 'MB' | 'MB/s' | `of ${number}` | 'each';

/** One measured number. Its name is stable: people compare it between versions. */
export type Figure = {
  readonly name: string;
  /** The median of the runs. */
  readonly value: number;
  readonly unit: Unit;
  readonly min: number;
  readonly max: number;
  /** The first of `ceilings`. */
  readonly ceiling?: number;
  /** The same work without our layers, measured in the same runs; medians. */
  readonly ceilings?: Readonly<Record<string, number>>;
  /** The figure's value as a part of each ceiling's. */
  readonly [ratio: `ratio_to_${string}`]: number;
};

/** A figure from its runs, and from the runs of its ceilings by their names. */
export function figure(
  name: string,
  unit: Unit,
  runs: readonly number[],
  ceilingRuns: Readonly<Record<string, readonly number[]>> = {},
): Figure {
  const value = median(runs);
  const ceilings = Object.entries(ceilingRuns).map(([of, values]) => [of, median(values)] as const);
  const [first] = ceilings;
  return {
    name,
    value: rounded(value),
    unit,
    min: rounded(Math.min(...runs)),
    max: rounded(Math.max(...runs)),
    ...(first && {
      ceiling: rounded(first[1]),
      ceilings: Object.fromEntries(ceilings.map(([of, ceiling]) => [of, rounded(ceiling)])),
    }),
    ...Object.fromEntries(ceilings.map(([of, ceiling]) => [`ratio_to_${of}`, rounded(value / ceiling)])),
  };
}

/** To what a measurement can tell: whole numbers from a hundred on, two decimals below. */
function rounded(value: number): number {
  return Math.abs(value) >= 100 ? Math.round(value) : Math.round(value * 100) / 100;
}
