import { type Kind, LABELS } from './labels.ts';
import { lower } from './line.ts';

const kinds = new Map<string, Set<Kind>>();
for (const labels of Object.values(LABELS)) {
  for (const [kind, words] of Object.entries(labels) as [Kind, string][]) {
    for (const word of words.split('|')) {
      const label = lower(word);
      kinds.set(label, (kinds.get(label) ?? new Set()).add(kind));
    }
  }
}

/** What a label may mean: in one language it is the sender, in another something else. */
export function kindsOf(label: string): ReadonlySet<Kind> | undefined {
  return kinds.get(label);
}
