import type { Group, Groups, Statistics } from '@callbook/log';

/** Every table of the figures below each other, as one that a spreadsheet can filter by its first column. */
const COLUMNS: readonly (readonly [name: string, of: (group: Line) => number | undefined])[] = [
  ['calls', ({ calls }) => calls],
  ['responded', ({ response }) => response.done],
  ['respondedInTime', ({ response }) => response.inTime],
  ['respondedLate', ({ response }) => response.late],
  ['responseOverdue', ({ response }) => response.overdue],
  ['meanResponseSeconds', ({ response }) => rounded(response.meanSeconds, 1)],
  ['resolved', ({ resolution }) => resolution.done],
  ['resolvedInTime', ({ resolution }) => resolution.inTime],
  ['resolvedLate', ({ resolution }) => resolution.late],
  ['resolutionOverdue', ({ resolution }) => resolution.overdue],
  ['meanResolutionSeconds', ({ resolution }) => rounded(resolution.meanSeconds, 1)],
  ['reopened', ({ reopened }) => reopened],
  ['ratings', ({ ratings }) => ratings],
  ['meanRating', ({ meanRating }) => rounded(meanRating, 2)],
  ['contacts', ({ contacts }) => contacts],
  ['duplicates', ({ duplicates }) => duplicates],
  ['resolvedThatDay', ({ resolved }) => resolved],
  ['openAtItsEnd', ({ open }) => open],
];

/** Means, with as many decimals as somebody reads. */
function rounded(mean: number | undefined, decimals: number): number | undefined {
  return mean === undefined ? undefined : Number(mean.toFixed(decimals));
}

type Line = Group & Partial<Record<'contacts' | 'duplicates' | 'resolved' | 'open', number>>;

const DIMENSIONS: readonly (keyof Groups)[] = [
  ...(['channel', 'department', 'service', 'priority', 'hour', 'weekday', 'day'] as const),
];

/** The figures as CSV (RFC 4180) in UTF-8, with the mark by which spreadsheets know that. */
export function statisticsCsv({ total, by, since, until }: Statistics): string {
  const line = (dimension: string, key: string, group: Line) => [
    ...[dimension, key],
    ...COLUMNS.map(([, of]) => of(group) ?? ''),
  ];
  const lines = [
    ['by', 'key', ...COLUMNS.map(([name]) => name)],
    line('total', `${since}/${until}`, total),
    ...DIMENSIONS.flatMap((dimension) => by[dimension].map((group) => line(dimension, group.key, group))),
  ];
  return `\ufeff${lines.map((cells) => `${cells.map(cell).join(',')}\r\n`).join('')}`;
}

/** Names of departments and services come from people: what a spreadsheet would take for a formula is text here. */
function cell(value: string | number): string {
  if (typeof value === 'number') return String(value);
  const text = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
