import { compare, type Features, featuresOf } from '@callbook/consolidation';
import { DAY } from '@callbook/contracts';
import { othersOf } from './curve.ts';
import { isTuned, type LabelledSet } from './labelled.ts';

/** A pair of contacts: what speaks for one matter, and whether it is one. */
type Pair = { readonly features: Features; readonly same: boolean };
export type Fitted = { readonly bias: number; readonly weights: Readonly<Record<string, number>> };

/** Pairs that lie further apart are about different matters, and nobody compares them. */
const WINDOW = 14 * DAY;
/** How strongly weights are held near zero: what half a hundred pairs say must not outweigh all else. */
const RIDGE = 5;
/** Newton's steps. It has settled after ten. */
const STEPS = 25;

/**
 * The weights of `score.ts`, by logistic regression over all pairs of contacts of those people in these sets of whom
 * `isTuned` says so. Those of the others it never sees.
 */
export function fitted(sets: readonly LabelledSet[]): Fitted {
  const pairs = sets.flatMap(pairsOf);
  const names = Object.keys(pairs[0]?.features ?? {}) as (keyof Features)[];
  const rows = pairs.map(({ features, same }) => ({ values: [1, ...names.map((name) => features[name])], same }));
  const weights = new Array<number>(names.length + 1).fill(0);
  for (let step = 0; step < STEPS; step += 1) {
    const { gradient, curvature } = slopes(rows, weights);
    for (const [index, change] of solved(curvature, gradient).entries())
      weights[index] = (weights[index] ?? 0) - change;
  }
  const [bias = 0, ...rest] = weights.map((weight) => Math.round(weight * 100) / 100);
  return { bias, weights: Object.fromEntries(names.map((name, index) => [name, rest[index] ?? 0])) };
}

function pairsOf({ directory, contacts }: LabelledSet): Pair[] {
  const others = othersOf(contacts, directory).filter(({ labelled }) => isTuned(labelled));
  return others.flatMap((later, index) =>
    others.slice(0, index).flatMap((earlier) => {
      if (later.sketch.occurredAt - earlier.sketch.occurredAt > WINDOW) return [];
      const features = featuresOf(compare(earlier.sketch, later.sketch).evidence);
      return [{ features, same: earlier.labelled.matter === later.labelled.matter }];
    }),
  );
}

type Row = { readonly values: readonly number[]; readonly same: boolean };

/** First and second derivatives of what is made small: the surprise at the labels, and the size of the weights. */
function slopes(rows: readonly Row[], weights: readonly number[]) {
  const size = weights.length;
  const gradient: number[] = weights.map((weight, index) => (index === 0 ? 0 : RIDGE * weight));
  const curvature: number[][] = weights.map((_, row) =>
    weights.map((_, column) => (row === column && row > 0 ? RIDGE : 0)),
  );
  for (const { values, same } of rows) {
    const odds = values.reduce((sum, value, index) => sum + value * (weights[index] ?? 0), 0);
    const likely = 1 / (1 + Math.exp(-odds));
    const [off, spread] = [likely - (same ? 1 : 0), likely * (1 - likely)];
    for (let one = 0; one < size; one += 1) {
      const value = values[one] ?? 0;
      if (value === 0) continue;
      gradient[one] = (gradient[one] ?? 0) + off * value;
      const line = curvature[one] ?? [];
      for (let two = 0; two < size; two += 1) line[two] = (line[two] ?? 0) + spread * value * (values[two] ?? 0);
    }
  }
  return { gradient, curvature };
}

/** The solution of linear equations, by elimination. */
function solved(matrix: readonly (readonly number[])[], right: readonly number[]): number[] {
  const lines = matrix.map((line, index) => [...line, right[index] ?? 0]);
  for (const [index, line] of lines.entries()) {
    const pivot = line[index] ?? 1;
    for (const other of lines.slice(index + 1)) {
      const factor = (other[index] ?? 0) / pivot;
      if (factor !== 0)
        for (let at = index; at < line.length; at += 1) other[at] = (other[at] ?? 0) - factor * (line[at] ?? 0);
    }
  }
  const solution = new Array<number>(right.length).fill(0);
  for (let index = right.length - 1; index >= 0; index -= 1) {
    const line = lines[index] ?? [];
    const known = solution.reduce((sum, value, at) => (at > index ? sum + (line[at] ?? 0) * value : sum), 0);
    solution[index] = ((line[right.length] ?? 0) - known) / (line[index] ?? 1);
  }
  return solution;
}
