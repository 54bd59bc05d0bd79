import { type Kind, LABELS } from './labels.ts';

const kinds = new Map<string, Set<Kind>>();
for (const labels of Object.values(LABELS)) {
  for (const [kind, words] of Object.entries(labels) as [Kind, string][]) {
    for (const word of words.split('|')) kinds.set(word, (kinds.get(word) ?? new Set()).add(kind));
  }
}

/** What a label may mean: in one language it is the sender, in another something else. */
export function kindsOf(label: string): ReadonlySet<Kind> | undefined {
  return kinds.get(label);
}
