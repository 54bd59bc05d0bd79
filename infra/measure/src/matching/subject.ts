import { mkdirSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { environment } from '@callbook/runtime';
import type { Bench } from '../bench.ts';
import type { Figure } from '../figure.ts';
import { anotherDatabase } from '../intake/another-database.ts';
import { type Curve, curveOf, drawn } from './curve.ts';
import { fitted } from './fit.ts';
import { type Judgement, judge, type Part, share, together } from './judge.ts';
import { isTuned, type Labelled, type LabelledSet, labelledSets } from './labelled.ts';
import { type Outcome, replay } from './replay.ts';

const OWN = fileURLToPath(new URL('../../sets', import.meta.url));
const GIVEN = fileURLToPath(new URL('../../../../../shared/data/matching', import.meta.url));
const PICTURE = fileURLToPath(new URL('../../../../.callbook/bench', import.meta.url));

/**
 * Labelled contacts through the real consolidation: what it joins, suggests and groups, set against what is true. The sets
 * are this project's own, those in `../shared/data/matching`, and those in the folder that `CALLBOOK_MATCHING_SETS` names.
 */
export async function measureMatching(bench: Bench): Promise<Figure[]> {
  const more = environment().variables.CALLBOOK_MATCHING_SETS;
  const given = more === undefined ? labelledSets(GIVEN) : labelledSets(more);
  if (given.length === 0)
    bench.say(`no labelled sets in ${more ?? '../shared/data/matching'}: only our own are replayed`);
  const figures: Figure[] = [];
  const curves: Curve[] = [];
  const heldOut: Judgement[] = [];
  const sets = [...given, ...labelledSets(OWN)];
  for (const [index, set] of sets.entries()) {
    bench.say(`replaying ${set.name}: ${set.contacts.length} contacts`);
    const outcome = await replay(await anotherDatabase(bench.databaseUrl, `matching_${index}`), bench.logger, set);
    // The first set gives the figures their names; others add their own.
    const suffix = index === 0 ? '' : `_${set.name}`;
    figures.push(...figuresOf(set, outcome, suffix));
    const held = judge(set, outcome, (contact) => !isTuned(contact));
    heldOut.push(held);
    curves.push({
      name: `${set.name}, held-out people`,
      points: curveOf(set, (contact) => !isTuned(contact)),
      real: { recall: share(held.pairs).value, wrong: held.wrong / held.contacts },
    });
  }
  figures.push(...main(together(heldOut), '_all_held_out'));
  if (bench.long) bench.say(`weights as these sets would have them: ${JSON.stringify(fitted(sets))}`);
  mkdirSync(PICTURE, { recursive: true });
  writeFileSync(`${PICTURE}/matching.svg`, drawn(curves));
  bench.say(`the curve is in ${PICTURE}/matching.svg`);
  return figures;
}

function figuresOf(set: LabelledSet, outcome: Outcome, suffix: string): Figure[] {
  const middle = set.contacts[Math.floor(set.contacts.length / 2)]?.occurredAt ?? '';
  const whole = judge(set, outcome);
  const parts: readonly (readonly [string, (contact: Labelled) => boolean])[] = [
    ['_held_out', (contact) => !isTuned(contact)],
    ['_tuned', isTuned],
    ['_later_half', ({ occurredAt }) => occurredAt >= middle],
  ];
  return [
    ...main(whole, suffix),
    part(`wave_pairs_grouped${suffix}`, whole.waves),
    count(`calls_wrongly_grouped${suffix}`, whole.wrongInWaves),
    part(`resends_seen${suffix}`, whole.repeats),
    ...parts.flatMap(([name, counts]) => main(judge(set, outcome, counts), `${suffix}${name}`)),
  ];
}

/** Precision and recall of both thresholds: of what joins by itself, and of what is at least suggested. */
function main({ joined, together, pairs, suggested, wrong, contacts }: Judgement, suffix: string): Figure[] {
  return [
    part(`joined_precision${suffix}`, joined),
    part(`joined_recall${suffix}`, together),
    part(`suggested_precision${suffix}`, suggested),
    part(`suggested_recall${suffix}`, pairs),
    count(`wrong_suggestions_per_contact${suffix}`, wrong / contacts),
  ];
}

/** With the bounds of the interval in which it lies at 95 %. */
function part(name: string, judged: Part): Figure {
  const { value, low, high } = share(judged);
  return { name, value: round(value), unit: `of ${judged.of}`, min: round(low), max: round(high) };
}

function count(name: string, value: number): Figure {
  return { name, value: round(value), unit: 'each', min: round(value), max: round(value) };
}

function round(value: number): number {
  return Math.round(value * 1000) / 1000;
}
