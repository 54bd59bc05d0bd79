import { describe, expect, test } from '@jest/globals';
import { alike, bareSubject, isInherited } from '../src/subject.ts';

describe('what somebody wrote into a subject', () => {
  test.each([
    'Re: Printer jam',
    'RE: AW: re: Printer jam',
    'Re[2]: Printer jam',
    'Re (3): Printer jam',
    'Fwd: Printer jam',
    'WG: Antw: Printer jam',
    'SV: VS: Printer jam',
    'RIF: R: Printer jam',
    'RES: ENC: Printer jam',
    'Odp: PD: Printer jam',
    'Ответ: НА: Printer jam',
    'ΑΠ: Printer jam',
    'YNT: İLT: Printer jam',
    'Vá: Printer jam',
    '回复：Printer jam',
    '返信: Printer jam',
    'Trả lời: Printer jam',
    '[desk] Re: [EXT] Printer jam',
    '[CB-10429] Printer jam',
    'Re: CB-10429 Printer jam',
    'Re: Printer jam (CB-10429)',
    '  printer   JAM ',
  ])('is told from what programs put before it: %s', (subject) => {
    expect(bareSubject(subject)).toBe('printer jam');
  });

  test.each(['Printer: jam', 'React: Printer jam', 'Read this: Printer', 'Reinstall 2: please'])(
    'is kept where it only looks like a prefix: %s',
    (subject) => {
      expect(bareSubject(subject)).toBe(subject.toLowerCase());
    },
  );

  test('is nothing where there is nothing but prefixes and references', () => {
    expect(bareSubject('Re: [CB-10429]')).toBe('');
    expect(bareSubject('Fwd: Re:')).toBe('');
  });

  // It would take longer than a test may, were it not bounded.
  test.each(['re:', '[a] ', 'CB-1 ', '[', ' \t', 're[2]: [x] '])('is bounded, also of a hostile one: %p', (part) => {
    expect(bareSubject(part.repeat(200_000)).length).toBeLessThanOrEqual(500);
  });
});

test('a subject that a mail program made tells so, behind tags too', () => {
  expect(['Re: x', '[list] AW: x', 'CB-10429 Re: x'].map(isInherited)).toEqual([true, true, true]);
  expect(['x', 'New starter', '[list] x', ''].map(isInherited)).toEqual([false, false, false, false]);
});

describe('two subjects', () => {
  test.each([
    ['printer jam', 'printer jam'],
    ['printer jam in room 214', 'printer jam'],
    ['jam in the printer on floor two', 'printer jam floor two'],
    ['显示器无法打开', '显示器无法打开了'],
    ['', 'printer jam'],
  ])('may be about one thing: %p and %p', (one, other) => {
    expect(alike(one, other)).toBe(true);
  });

  test.each([
    ['printer on 5th floor out of toner', 'new starter on 1 april needs a desk'],
    ['new laptop', 'new chair'],
    ['显示器无法打开', '申请新的办公椅'],
    ['принтер не печатает', 'новый сотрудник'],
  ])('are about two: %p and %p', (one, other) => {
    expect(alike(one, other)).toBe(false);
  });
});
