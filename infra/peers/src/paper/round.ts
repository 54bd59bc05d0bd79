import { formatReference, PAPERS } from '@callbook/contracts';
import type { FormCode, Look } from '@callbook/forms';
import type { Degrading } from './degrade.ts';
import type { Answers, Writing } from './fill.ts';
import { HANDS, HELD_OUT_TYPES, PRINT_TYPES } from './fonts.ts';
import { between, oneOf, type Random, randomOf } from './random.ts';
import { scannedSheet } from './scanned.ts';

/** A sheet of a round trip: what was put on it, and the scan of it. */
export type RoundSheet = {
  readonly seed: number;
  readonly way: 'flat-bed' | 'camera';
  readonly code: FormCode;
  readonly answers: Answers;
  readonly writing: Writing;
  readonly degrading: Degrading;
  readonly file: Buffer;
};

const GIVEN = [
  'MARTA',
  'Jonas',
  'PRIYA',
  'Oluwaseun',
  'CHEN',
  'Sofia',
  'WILLIAM',
  'Fatima',
  'ERIK',
  'Beatriz',
] as const;
const FAMILY = [
  'NOVAK',
  'Becker',
  'RAMANATHAN',
  'Adeyemi',
  'WEI',
  "O'Connor",
  'HUGHES',
  'Haddad',
  'LINDQVIST',
  'Quiroga',
] as const;
const MATTERS = [
  'The projector in room 4.12 stays dark since this morning.',
  'My password has expired and I cannot log in to the payroll system.',
  'Printer on the second floor jams with every page. Paper tray 2 is empty.',
  'PLEASE MOVE MY DESK PHONE TO THE NEW OFFICE BY FRIDAY',
  'No network at 3 of 8 workplaces in the reading room, error code 651.',
  'Mail to partner@example.org comes back: mailbox full. Urgent before 14:30.',
  'NEED A NEW BADGE, THE OLD ONE BROKE AT THE GATE',
] as const;
const DEPARTMENTS = ['IT support', 'Facilities', 'Human resources', 'Library', 'Finance', 'Reception'] as const;
const LOOK: Look = { language: 'en', organisation: 'Example Ltd', departments: DEPARTMENTS };

/**
 * The sheet of a seed, always the same. Held-out sheets are set in types, and come from seeds, that were not looked at
 * while the reader was made.
 */
export async function roundSheet(seed: number, heldOut = false): Promise<RoundSheet> {
  const random = randomOf(heldOut ? seed + 1_000_000 : seed);
  const way = random() < 0.7 ? 'flat-bed' : 'camera';
  const code: FormCode = {
    ...{ kind: random() < 0.8 ? 'call' : 'log-book', version: 1, paper: oneOf(random, PAPERS) },
    ...{ number: 1000 + Math.floor(random() * 900_000), page: 1 },
  };
  const hand = random() < 0.12;
  const writing: Writing = {
    ...{ hand, type: hand ? oneOf(random, HANDS) : oneOf(random, heldOut ? HELD_OUT_TYPES : PRINT_TYPES) },
    ...{ inPlaces: hand || random() < 0.6, size: between(random, 2.6, 4), shade: Math.floor(between(random, 0, 60)) },
    tick: oneOf(random, ['cross', 'tick', 'fill']),
  };
  const answers = code.kind === 'call' ? callAnswers(random) : rowAnswers(random);
  const degrading = way === 'camera' ? cameraOf(random) : flatBedOf(random);
  const file = await scannedSheet({ code, look: LOOK, answers }, writing, degrading, random);
  return { seed, way, code, answers, writing, degrading, file };
}

function callAnswers(random: Random): Answers {
  const digits = (count: number) => Array.from({ length: count }, () => Math.floor(random() * 10)).join('');
  const name = `${oneOf(random, GIVEN)} ${oneOf(random, FAMILY)}`;
  const address = `${name.toLowerCase().replace(/[^a-z]+/g, '.')}@example.org`;
  const all: Answers['fields'] = [
    { name: 'name', text: name },
    { name: 'phone', text: oneOf(random, [`0${digits(3)} ${digits(6)}`, `+44 ${digits(9)}`, digits(4)]) },
    { name: 'room', text: oneOf(random, [`${digits(1)}.${digits(2)}`, `B ${digits(3)}`, digits(3)]) },
    { name: 'email', text: address },
    { name: 'date', text: oneOf(random, ['24.11.26', '03/12/26', '24112026']) },
    { name: 'reference', text: formatReference(1000 + Math.floor(random() * 90_000)).slice(3) },
    { name: 'employeeNumber', text: digits(6) },
    { name: 'matter', text: oneOf(random, MATTERS) },
  ];
  // Nobody fills in everything.
  const fields = all.filter(({ name }) => name === 'name' || name === 'matter' || random() < 0.75);
  return {
    fields,
    ticks: [
      { group: 'urgency', value: oneOf(random, ['high', 'medium', 'low']) },
      { group: 'bestTime', value: oneOf(random, ['any', 'morning', 'noon', 'afternoon']) },
      { group: 'department', value: String(1 + Math.floor(random() * DEPARTMENTS.length)) },
    ],
  };
}

function rowAnswers(random: Random): Answers {
  const rows = Array.from({ length: 1 + Math.floor(random() * 6) }, (_, at) => at + 1);
  return {
    fields: rows.flatMap((row): Answers['fields'] => [
      { name: 'date', row, text: oneOf(random, ['24.11.26', '25.11.26']) },
      { name: 'time', row, text: oneOf(random, ['09:15', '11:40', '14:05']) },
      { name: 'name', row, text: `${oneOf(random, GIVEN)} ${oneOf(random, FAMILY)}` },
      { name: 'phoneOrRoom', row, text: oneOf(random, ['4711', 'B 204', '3.07']) },
      { name: 'matter', row, text: oneOf(random, MATTERS) },
    ]),
    ticks: rows.filter(() => random() < 0.3).map((row) => ({ group: 'urgent' as const, row, value: 'high' })),
  };
}

function flatBedOf(random: Random): Degrading {
  const chance = (share: number) => random() < share;
  const degrees = between(random, -7, 7) * (chance(0.8) ? 1 : 0) + oneOf(random, [0, 0, 0, 0, 180, 90, 270]);
  const blackAndWhite = chance(0.3);
  return {
    ...{ dpi: oneOf(random, [150, 200, 200, 300, 300]), degrees, blackAndWhite },
    ...(chance(0.3) && { blur: between(random, 0.4, 1) }),
    ...(chance(0.3) && !blackAndWhite && { noise: between(random, 4, 22) }),
    ...(chance(0.15) && !blackAndWhite && { shades: [between(random, 20, 80), between(random, 200, 240)] as const }),
    ...(chance(0.2) && !blackAndWhite && { shadow: between(random, 0.1, 0.4) }),
    ...(chance(0.15) && !blackAndWhite && { stains: 1 + Math.floor(random() * 3) }),
    ...(chance(0.5) && !blackAndWhite && { jpeg: oneOf(random, [40, 60, 85]) }),
  };
}

function cameraOf(random: Random): Degrading {
  return {
    ...{ dpi: between(random, 180, 260), degrees: between(random, -6, 6) + oneOf(random, [0, 0, 0, 90, 180, 270]) },
    ...{ perspective: between(random, 0.01, 0.07), blur: between(random, 0.5, 1.2), noise: between(random, 2, 10) },
    ...{
      shadow: between(random, 0, 0.5),
      shades: [between(random, 20, 60), between(random, 190, 250)] as const,
      jpeg: 70,
    },
  };
}
