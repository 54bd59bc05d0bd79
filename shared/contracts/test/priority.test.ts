import { expect, test } from '@jest/globals';
import { Impact, Priority, priorityOf, Urgency } from '../src/index.ts';

test.each([
  ['high', 'high', 'P1'],
  ['high', 'medium', 'P2'],
  ['high', 'low', 'P3'],
  ['medium', 'high', 'P2'],
  ['medium', 'medium', 'P3'],
  ['medium', 'low', 'P4'],
  ['low', 'high', 'P3'],
  ['low', 'medium', 'P4'],
  ['low', 'low', 'P4'],
] as const)('impact %s and urgency %s make %s', (impact, urgency, priority) => {
  expect(priorityOf(impact, urgency)).toBe(priority);
});

test('every impact and urgency has a priority', () => {
  for (const impact of Impact.options)
    for (const urgency of Urgency.options) expect(Priority.options).toContain(priorityOf(impact, urgency));
});

test('more impact or more urgency never lowers the priority', () => {
  const rank = (impact: Impact, urgency: Urgency) => Priority.options.indexOf(priorityOf(impact, urgency));
  for (const other of Impact.options) {
    expect(rank('high', other)).toBeLessThanOrEqual(rank('medium', other));
    expect(rank('medium', other)).toBeLessThanOrEqual(rank('low', other));
    expect(rank(other, 'high')).toBeLessThanOrEqual(rank(other, 'medium'));
    expect(rank(other, 'medium')).toBeLessThanOrEqual(rank(other, 'low'));
  }
});
