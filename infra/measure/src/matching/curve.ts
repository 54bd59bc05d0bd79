import { introduce, matchesOf, type Other, sketchOf } from '@callbook/consolidation';
import type { Labelled, LabelledSet, Listed } from './labelled.ts';

/** What is found, and at what cost, from one likelihood on. */
export type Point = { readonly from: number; readonly recall: number; readonly wrong: number };

/** From which likelihood on a call would be suggested. */
const THRESHOLDS = [0.02, 0.03, 0.05, 0.07, 0.09, 0.12, 0.15, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95] as const;

/**
 * How recall and wrong suggestions go with the likelihood from which on something is suggested: by the rules themselves,
 * with every earlier contact looked at, since the log keeps only what was suggested.
 */
export function curveOf({ directory, contacts }: LabelledSet, counts: (contact: Labelled) => boolean): Point[] {
  const others = othersOf(contacts, directory);
  return THRESHOLDS.map((from) => {
    let [found, wrong, pairs, counted] = [0, 0, 0, 0];
    for (const [index, own] of others.entries()) {
      if (!counts(own.labelled)) continue;
      const earlier = others.slice(0, index);
      const matter = new Map(earlier.map(({ candidate, labelled }) => [candidate.id, labelled.matter]));
      const right = matchesOf(own.sketch, earlier, from).map(
        ({ candidate }) => matter.get(candidate.id) === own.labelled.matter,
      );
      counted += 1;
      pairs += earlier.filter(({ labelled }) => labelled.matter === own.labelled.matter).length;
      found += right.filter(Boolean).length;
      wrong += right.filter((one) => !one).length;
    }
    return { from, recall: found / pairs, wrong: wrong / counted };
  });
}

/** Labelled contacts as the rules compare them, with who made them as the directory knows it. */
export function othersOf(contacts: readonly Labelled[], directory: readonly Listed[]) {
  return contacts.map((contact) => toOther(contact, directory));
}

function toOther(labelled: Labelled, directory: readonly Listed[]): Other & { readonly labelled: Labelled } {
  const { id, channel, occurredAt, from, subject, text } = labelled;
  const listed = directory.find(
    ({ emails, phones, slackUser, employeeNumber }) =>
      (from.employeeNumber !== undefined && from.employeeNumber === employeeNumber) ||
      (from.slackUser !== undefined && from.slackUser === slackUser) ||
      (from.email !== undefined && emails.includes(from.email.toLowerCase())) ||
      (from.phone !== undefined && phones.includes(from.phone)),
  );
  const person = listed && {
    ...{ id: listed.person, name: listed.name, department: listed.department, place: listed.room },
    ...{ listed: true, shared: false },
  };
  const said = { channel, occurredAt, from, subject, text };
  const standing = {
    callId: id,
    status: 'new',
    endedAt: undefined,
    parentId: undefined,
    duplicateOf: undefined,
  } as const;
  return {
    labelled,
    candidate: { ...said, id, person, ...standing },
    sketch: introduce(sketchOf(said), from, person),
  };
}

const [WIDTH, HEIGHT, MARGIN] = [640, 420, 56] as const;
const COLOURS = ['#1864ab', '#2b8a3e', '#c92a2a', '#862e9c'] as const;
const MOST_WRONG = 1.5;

export type Curve = {
  readonly name: string;
  readonly points: readonly Point[];
  readonly real: { readonly recall: number; readonly wrong: number };
};

/** The curves as a picture: recall over wrong suggestions a contact, and where the consolidation really stands. */
export function drawn(curves: readonly Curve[]): string {
  const x = (wrong: number) => MARGIN + (Math.min(wrong, MOST_WRONG) / MOST_WRONG) * (WIDTH - 2 * MARGIN);
  const y = (recall: number) => HEIGHT - MARGIN - recall * (HEIGHT - 2 * MARGIN);
  const text = (at: [number, number], words: string, more = '') =>
    `<text x="${at[0].toFixed(1)}" y="${at[1].toFixed(1)}" ${more}>${words}</text>`;
  const grid = [0, 0.2, 0.4, 0.6, 0.8, 1].flatMap((recall) => [
    `<path d="M${MARGIN} ${y(recall)}H${WIDTH - MARGIN}" stroke="#dee2e6"/>`,
    text([MARGIN - 8, y(recall) + 4], recall.toFixed(1), 'text-anchor="end"'),
  ]);
  const ticks = [0, 0.5, 1, 1.5].map((wrong) =>
    text([x(wrong), HEIGHT - MARGIN + 18], wrong.toFixed(1), 'text-anchor="middle"'),
  );
  const goal = `<path d="M${MARGIN} ${y(0.8)}H${x(0.5)}V${y(1)}" fill="none" stroke="#868e96" stroke-dasharray="4 4"/>`;
  const lines = curves.flatMap(({ name, points, real }, index) => {
    const colour = COLOURS[index % COLOURS.length];
    const path = points
      .filter(({ wrong }) => wrong <= MOST_WRONG)
      .map(({ wrong, recall }, place) => `${place === 0 ? 'M' : 'L'}${x(wrong).toFixed(1)} ${y(recall).toFixed(1)}`);
    return [
      `<path d="${path.join('')}" fill="none" stroke="${colour}" stroke-width="2"/>`,
      `<circle cx="${x(real.wrong).toFixed(1)}" cy="${y(real.recall).toFixed(1)}" r="5" fill="${colour}"/>`,
      text([WIDTH - MARGIN - 190, HEIGHT - MARGIN - 18 - 18 * index], name, `fill="${colour}"`),
    ];
  });
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" font-family="sans-serif" font-size="13">`,
    `<rect width="${WIDTH}" height="${HEIGHT}" fill="white"/>`,
    ...grid,
    ...ticks,
    goal,
    ...lines,
    text([WIDTH / 2, HEIGHT - 14], 'wrong suggestions a contact', 'text-anchor="middle"'),
    text([16, HEIGHT / 2], 'pairs found', `text-anchor="middle" transform="rotate(-90 16 ${HEIGHT / 2})"`),
    text([MARGIN, 28], 'Dots: through the real consolidation. Dashed: what is asked for.'),
    '</svg>',
    '',
  ].join('\n');
}
