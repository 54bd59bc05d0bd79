import { describe, expect, test } from '@jest/globals';
import { figure } from '../src/figure.ts';
import { median, percentile } from '../src/statistics.ts';
import { table } from '../src/table.ts';

describe('statistics', () => {
  test('the median is the middle value, in whatever order they came, or the mean of two middles', () => {
    expect(median([3, 1, 2])).toBe(2);
    expect(median([10, 2, 4, 1])).toBe(3);
    expect(() => median([])).toThrow(RangeError);
  });

  test('a percentile is a value that was measured', () => {
    const values = Array.from({ length: 200 }, (_, index) => 200 - index);
    expect(percentile(values, 50)).toBe(100);
    expect(percentile(values, 99)).toBe(198);
    expect(percentile([7], 99)).toBe(7);
    expect(() => percentile([], 50)).toThrow(RangeError);
  });
});

describe('a figure', () => {
  test('is the median of its runs, and a part of each ceiling', () => {
    const figures = figure('committed_per_s', '/s', [2_900, 3_100, 3_000], {
      raw_sql: [6_000],
      queue_noop: [2_000, 4_000],
    });
    expect(figures).toEqual({
      name: 'committed_per_s',
      value: 3_000,
      unit: '/s',
      min: 2_900,
      max: 3_100,
      ceiling: 6_000,
      ceilings: { raw_sql: 6_000, queue_noop: 3_000 },
      ratio_to_raw_sql: 0.5,
      ratio_to_queue_noop: 1,
    });
  });

  test('has no ceiling where none was measured', () => {
    expect(figure('idle_rss_mb', 'MB', [81.234])).toEqual({
      name: 'idle_rss_mb',
      value: 81.23,
      unit: 'MB',
      min: 81.23,
      max: 81.23,
    });
  });
});

test('the table has a line for each figure, and one for each further ceiling', () => {
  const lines = table([
    figure('committed_per_s', '/s', [3_000], { raw_sql: [6_000], queue_noop: [4_000] }),
    figure('accept_to_committed_p99_ms', 'ms', [31.55]),
  ]).split('\n');
  expect(lines.map((line) => line.replace(/ {2,}/g, ' | '))).toEqual([
    'figure | median | min – max | ceiling | ratio',
    expect.stringMatching(/^─+( \| ─+| ─+)+$/),
    'committed_per_s | 3,000/s | 3,000 – 3,000 | raw sql 6,000/s | 0.50',
    ' | queue noop 4,000/s | 0.75',
    'accept_to_committed_p99_ms | 31.6 ms | 31.6 – 31.6',
    '',
  ]);
});
