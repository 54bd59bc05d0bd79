import { stemOf } from '../matter/fold.ts';

/** A call whose department a person decided on, by its words. */
export type Lesson = { readonly department: string; readonly words: readonly string[] };

/** How far the guesses of one department were right, on calls that had not been learned from. */
export type Measured = {
  /** Guesses as sure as those that are used now. */
  readonly guesses: number;
  readonly right: number;
  /** How far ahead of all others a department must be, in logarithms. */
  readonly margin: number;
};

/** What was learned from the log. */
export type Learned = {
  /** The department, where such guesses were right often enough. */
  guess(words: readonly string[]): { readonly department: string; readonly why: string } | undefined;
  /** What is used of it, by department. A department that is not here is never guessed. */
  readonly measured: ReadonlyMap<string, Measured>;
  readonly lessons: number;
};

/** The calls are dealt into so many parts, and each part is guessed by what is learned from the others. */
const PARTS = 5;
/** One-sided, 95 in 100: what was right in few cases may have been luck. */
const Z = 1.645;

/**
 * Learns departments from the words of calls: naive Bayes over the words that a call has (McCallum and Nigam 1998). A
 * department is guessed from that margin on from which the lower bound (Wilson) of its guesses' precision, on calls that
 * were not learned from, is what was asked for. Undefined where there is nothing to tell apart.
 */
export function learn(lessons: readonly Lesson[], precision: number): Learned | undefined {
  const prepared = lessons.map(({ department, words }) => ({ department, words: featuresOf(words) }));
  if (new Set(prepared.map(({ department }) => department)).size < 2) return undefined;
  const held: { department: string; margin: number; right: boolean }[] = [];
  for (let part = 0; part < PARTS; part++) {
    const model = train(prepared.filter((_, at) => at % PARTS !== part));
    for (const { department, words } of prepared.filter((_, at) => at % PARTS === part)) {
      const guess = best(model, words);
      if (guess) held.push({ ...guess, right: guess.department === department });
    }
  }
  const measured = new Map<string, Measured>();
  for (const name of new Set(held.map(({ department }) => department))) {
    const found = thresholdOf(
      held.filter(({ department }) => department === name),
      precision,
    );
    if (found) measured.set(name, found);
  }
  const model = train(prepared);
  return {
    measured,
    lessons: lessons.length,
    guess(words) {
      const guess = best(model, featuresOf(words));
      const trust = guess && measured.get(guess.department);
      if (!guess || !trust || guess.margin < trust.margin) return undefined;
      const why = `calls that say such things were ${guess.department}’s, in ${trust.right} of ${trust.guesses} guesses`;
      return { department: guess.department, why };
    },
  };
}

/** The smallest margin from which on guesses are good enough, with what they were. */
function thresholdOf(guesses: readonly { margin: number; right: boolean }[], precision: number): Measured | undefined {
  const sorted = guesses.toSorted((a, b) => b.margin - a.margin);
  let right = 0;
  let found: Measured | undefined;
  for (const [at, guess] of sorted.entries()) {
    right += guess.right ? 1 : 0;
    // Equal margins stand or fall together.
    if (sorted[at + 1]?.margin === guess.margin) continue;
    if (lowerBound(right, at + 1) >= precision) found = { guesses: at + 1, right, margin: guess.margin };
  }
  return found;
}

/** The lower end of Wilson's interval for a share. */
function lowerBound(right: number, all: number): number {
  const share = right / all;
  const spread = Z * Math.sqrt((share * (1 - share)) / all + Z ** 2 / (4 * all ** 2));
  return (share + Z ** 2 / (2 * all) - spread) / (1 + Z ** 2 / all);
}

/** What is counted of a call: each word once, its beginning where it is long, as it is bent in most languages. */
function featuresOf(words: readonly string[]): string[] {
  return [...new Set(words.filter((word) => word.length > 1 && !/^\d+$/.test(word)).map(stemOf))];
}

type Model = {
  readonly priors: ReadonlyMap<string, number>;
  /** For each word, what it adds for each department. */
  readonly weights: ReadonlyMap<string, ReadonlyMap<string, number>>;
};

function train(lessons: readonly Lesson[]): Model {
  const calls = new Map<string, number>();
  const counts = new Map<string, Map<string, number>>();
  for (const { department, words } of lessons) {
    calls.set(department, (calls.get(department) ?? 0) + 1);
    for (const word of words) {
      const byDepartment = counts.get(word) ?? new Map<string, number>();
      counts.set(word, byDepartment.set(department, (byDepartment.get(department) ?? 0) + 1));
    }
  }
  const departments = [...calls];
  const weights = new Map<string, Map<string, number>>();
  for (const [word, byDepartment] of counts) {
    // What was said once may be a name or a number: it tells of one call, and not of a department.
    if ([...byDepartment.values()].reduce((sum, count) => sum + count, 0) < 2) continue;
    const weight = departments.map(
      ([name, all]) => [name, Math.log(((byDepartment.get(name) ?? 0) + 0.5) / (all + 1))] as const,
    );
    weights.set(word, new Map(weight));
  }
  const priors = new Map(departments.map(([name, count]) => [name, Math.log(count / lessons.length)]));
  return { priors, weights };
}

/** The department that a call is most likely of, and how far ahead it is. Undefined where no word of it is known. */
function best({ priors, weights }: Model, words: readonly string[]) {
  const known = words.flatMap((word) => weights.get(word) ?? []);
  if (known.length === 0 || priors.size < 2) return undefined;
  const ranked = [...priors]
    .map(([department, prior]) => ({
      department,
      score: known.reduce((sum, weight) => sum + (weight.get(department) ?? 0), prior),
    }))
    .sort((a, b) => b.score - a.score);
  const [first, second] = ranked;
  return first && second && { department: first.department, margin: first.score - second.score };
}
