import { describe, expect, test } from '@jest/globals';
import { afterServiceTime, closesAt, isOpen, opensAt, ServiceHours } from '../src/index.ts';

const berlin = (...open: string[]) => ServiceHours.parse({ timeZone: 'Europe/Berlin', open });
const at = (text: string) => new Date(text);

describe('service hours', () => {
  const office = berlin('mon-fri 08:00-17:00');

  test.each([
    ['on Monday at eight', '2026-11-02T07:00:00Z', true],
    ['a second before', '2026-11-02T06:59:59Z', false],
    ['on Monday at five', '2026-11-02T16:00:00Z', false],
    ['a second before that', '2026-11-02T15:59:59Z', true],
    ['on Saturday at noon', '2026-11-07T11:00:00Z', false],
    ['in summer, an hour earlier by UTC', '2026-07-06T06:00:00Z', true],
  ])('%s', (_, moment, open) => {
    expect(isOpen(office, at(moment))).toBe(open);
  });

  test('open the next time on the next working day', () => {
    expect(opensAt(office, at('2026-11-06T17:00:00Z'))).toEqual(at('2026-11-09T07:00:00Z'));
    expect(opensAt(office, at('2026-11-02T07:00:00Z'))).toEqual(at('2026-11-03T07:00:00Z'));
  });

  test('keep their wall clock over the change of clocks', () => {
    // The last Sunday of October: Friday is at UTC+2, Monday at UTC+1.
    expect(opensAt(office, at('2026-10-23T16:00:00Z'))).toEqual(at('2026-10-26T07:00:00Z'));
    expect(closesAt(office, at('2026-10-23T10:00:00Z'))).toEqual(at('2026-10-23T15:00:00Z'));
  });

  test('that span the hour that comes twice have one hour more, and that span the missing one, one less', () => {
    const nights = berlin('sat 22:00-06:00');
    const length = (moment: string) => {
      const from = opensAt(nights, at(moment)) as Date;
      return ((closesAt(nights, from)?.getTime() ?? 0) - from.getTime()) / 3_600_000;
    };
    expect(length('2026-10-24T12:00:00Z')).toBe(9);
    expect(length('2026-03-28T12:00:00Z')).toBe(7);
    expect(length('2026-06-06T12:00:00Z')).toBe(8);
  });

  test('that begin in an hour that is left out begin when it would have been', () => {
    expect(opensAt(berlin('sun 02:30-05:00'), at('2026-03-29T00:00:00Z'))).toEqual(at('2026-03-29T01:30:00Z'));
  });

  test('that begin in an hour that comes twice begin the first time', () => {
    expect(opensAt(berlin('sun 02:30-05:00'), at('2026-10-24T12:00:00Z'))).toEqual(at('2026-10-25T00:30:00Z'));
  });

  test('that reach over midnight are open on both sides of it', () => {
    const nights = berlin('fri 22:00-06:00');
    expect(isOpen(nights, at('2026-11-06T22:00:00Z'))).toBe(true);
    expect(isOpen(nights, at('2026-11-07T04:59:00Z'))).toBe(true);
    expect(isOpen(nights, at('2026-11-07T05:00:00Z'))).toBe(false);
  });

  test('are closed on a holiday', () => {
    const hours = ServiceHours.parse({ ...office, holidays: ['2026-12-25'] });
    expect(isOpen(hours, at('2026-12-25T10:00:00Z'))).toBe(false);
    expect(opensAt(hours, at('2026-12-24T17:00:00Z'))).toEqual(at('2026-12-28T07:00:00Z'));
  });

  test('that touch are one opening, and round the clock there is no closing', () => {
    expect(closesAt(berlin('mon 08:00-12:00', 'mon 12:00-17:00'), at('2026-11-02T08:00:00Z'))).toEqual(
      at('2026-11-02T16:00:00Z'),
    );
    const always = berlin('mon-sun 00:00-24:00');
    expect(isOpen(always, at('2026-11-07T23:00:00Z'))).toBe(true);
    expect(opensAt(always, at('2026-11-07T23:00:00Z'))).toBeUndefined();
    expect(closesAt(always, at('2026-11-07T23:00:00Z'))).toBeUndefined();
  });

  test('are always, where there are none', () => {
    expect(isOpen(berlin(), at('2026-11-07T23:00:00Z'))).toBe(true);
    expect(opensAt(berlin(), at('2026-11-07T23:00:00Z'))).toBeUndefined();
  });

  test('west of the Date Line are those of that day', () => {
    const samoa = ServiceHours.parse({ timeZone: 'Pacific/Pago_Pago', open: ['mon 08:00-17:00'] });
    expect(isOpen(samoa, at('2026-11-02T19:00:00Z'))).toBe(true);
    expect(isOpen(samoa, at('2026-11-03T03:59:00Z'))).toBe(true);
    expect(isOpen(samoa, at('2026-11-02T18:59:00Z'))).toBe(false);
  });

  test('are what the response clock runs in', () => {
    expect(afterServiceTime(office, at('2026-11-02T08:00:00Z'), 60)).toEqual(at('2026-11-02T09:00:00Z'));
    expect(afterServiceTime(office, at('2026-11-06T15:30:00Z'), 60)).toEqual(at('2026-11-09T07:30:00Z'));
    expect(afterServiceTime(office, at('2026-11-07T12:00:00Z'), 9 * 60)).toEqual(at('2026-11-09T16:00:00Z'));
    expect(afterServiceTime(berlin(), at('2026-11-07T12:00:00Z'), 60)).toEqual(at('2026-11-07T13:00:00Z'));
  });
});
