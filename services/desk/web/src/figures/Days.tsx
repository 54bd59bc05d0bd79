import '@mantine/charts/styles.css';
import { AreaChart } from '@mantine/charts';
import { Table } from '@mantine/core';
import styles from './figures.module.css';
import { type Figures, whole } from './figures.ts';

const SHOWN = { day: 'numeric', month: 'short', year: 'numeric', timeZone: 'UTC' } as const;
const named = new Intl.DateTimeFormat('en-GB', SHOWN);

/**
 * What came and went day by day, and what was open in the evening: two pictures, since a backlog of months would press
 * the days of a year flat.
 */
export function Days({ days }: { days: Figures['by']['day'] }) {
  const data = days.map(({ key, calls, resolved, open }) => ({
    day: named.format(new Date(`${key}T00:00:00Z`)),
    Received: calls,
    // Nothing is known of days to come.
    Resolved: resolved ?? null,
    Open: open ?? null,
  }));
  const common = {
    data,
    dataKey: 'day',
    curveType: 'linear',
    withDots: false,
    withLegend: true,
    strokeWidth: 1.5,
    valueFormatter: whole,
    // The year is said where somebody points.
    xAxisProps: { minTickGap: 32, tickFormatter: (day: string) => day.replace(/ \d{4}$/, '') },
    yAxisProps: { width: 48, allowDecimals: false },
    areaChartProps: { accessibilityLayer: false, syncId: 'days' },
  } as const;
  return (
    <section className={styles.panel} aria-labelledby="by-day">
      <h2 id="by-day">Day by day</h2>
      <div aria-hidden="true">
        <AreaChart
          {...common}
          h={200}
          series={[
            { name: 'Received', color: 'ledger.6' },
            { name: 'Resolved', color: 'orange.6' },
          ]}
        />
        <AreaChart
          {...common}
          h={130}
          series={[{ name: 'Open', label: 'Open at the end of the day', color: 'gray.5' }]}
        />
      </div>
      <details>
        <summary>Numbers</summary>
        <Table className="numbers" fz="sm" verticalSpacing={3}>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>Day</Table.Th>
              <Table.Th ta="right">Received</Table.Th>
              <Table.Th ta="right">Resolved</Table.Th>
              <Table.Th ta="right">Open at its end</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {days.map(({ key, calls, resolved, open }) => (
              <Table.Tr key={key}>
                <Table.Td>{key}</Table.Td>
                <Table.Td ta="right">{whole(calls)}</Table.Td>
                <Table.Td ta="right">{resolved === undefined ? '–' : whole(resolved)}</Table.Td>
                <Table.Td ta="right">{open === undefined ? '–' : whole(open)}</Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </details>
    </section>
  );
}
