import type { TickVerdict } from './tick.ts';

/** What was chosen in a group of boxes, as far as it is told without a person. */
export type Choice = {
  /** Undefined where nothing is ticked, or more than one. */
  readonly value: string | undefined;
  /** False: somebody should look. */
  readonly sure: boolean;
};

/**
 * What the boxes of one group say together. Of several answers exactly one must be ticked, and every other box be empty:
 * a group in which nothing is ticked may have been ticked too faintly to be seen. One box alone may stay empty.
 */
export function choiceOf(boxes: readonly { readonly value: string; readonly verdict: TickVerdict }[]): Choice {
  const ticked = boxes.filter(({ verdict }) => verdict === 'ticked');
  const clear = boxes.every(({ verdict }) => verdict !== 'unsure');
  const value = ticked.length === 1 ? ticked[0]?.value : undefined;
  return { value, sure: clear && (value !== undefined || boxes.length === 1) };
}
