import type { Figure, Unit } from './figure.ts';

const HEAD = ['figure', 'median', 'min – max', 'ceiling', 'ratio'] as const;

/** The figures as a table for people: one line a figure, and one more for each further ceiling. */
export function table(figures: readonly Figure[]): string {
  const rows = [HEAD, HEAD.map(() => ''), ...figures.flatMap(rowsOf)];
  const widths = HEAD.map((_, column) => Math.max(...rows.map((row) => (row[column] ?? '').length)));
  return rows
    .map((row, index) => {
      const cells = widths.map((width, column) =>
        index === 1 ? '─'.repeat(width) : (row[column] ?? '')[column === 0 ? 'padEnd' : 'padStart'](width),
      );
      return `${cells.join('  ').trimEnd()}\n`;
    })
    .join('');
}

function rowsOf({ name, value, unit, min, max, ceilings = {}, ...ratios }: Figure): string[][] {
  const against = Object.entries(ceilings).map(([of, ceiling]) => [
    `${of.replaceAll('_', ' ')} ${amount(ceiling, unit)}`,
    ratios[`ratio_to_${of}`]?.toFixed(2) ?? '',
  ]);
  const [first = ['', ''], ...others] = against;
  return [
    [name, amount(value, unit), `${number(min)} – ${number(max)}`, ...first],
    ...others.map((other) => ['', '', '', ...other]),
  ];
}

function amount(value: number, unit: Unit): string {
  return `${number(value)}${unit === '/s' ? '' : ' '}${unit}`;
}

function number(value: number): string {
  return value.toLocaleString('en', { maximumFractionDigits: value < 2 ? 3 : value < 100 ? 1 : 0 });
}
