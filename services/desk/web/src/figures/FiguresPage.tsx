import '@mantine/charts/styles.css';
import { AreaChart, BarChart } from '@mantine/charts';
import { Alert, Button, Group, SegmentedControl, Skeleton, Table, TextInput } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { type Answer, addressOf, ask, wordsOf } from '../api/client.ts';
import { span, words } from '../format.ts';
import { CHANNELS } from '../show/ChannelIcon.tsx';
import { Page } from '../show/Page.tsx';
import styles from './figures.module.css';

type Figures = Answer<'GET /api/statistics'>;
type Slice = Figures['by']['channel'][number];

const PERIODS = { '7': '7 days', '30': '30 days', '90': '90 days', own: 'From … to' };

/** What came in, how fast it was answered, and what is still open; each picture with its numbers beneath. */
export function FiguresPage() {
  const [period, setPeriod] = useState<string>('30');
  const [since, setSince] = useState('');
  const [until, setUntil] = useState('');
  const query = period === 'own' ? { since: since || undefined, until: until || undefined } : { days: period };
  const { data, error, isPending } = useQuery({
    queryKey: ['statistics', query],
    queryFn: ({ signal }) => ask('GET /api/statistics', { query, signal }),
    placeholderData: (before) => before,
  });
  return (
    <Page
      title="Figures"
      acts={
        <Group gap="xs">
          <SegmentedControl
            size="xs"
            aria-label="Period"
            value={period}
            onChange={setPeriod}
            data={Object.entries(PERIODS).map(([value, label]) => ({ value, label }))}
          />
          {period === 'own' && (
            <>
              <TextInput
                type="date"
                size="xs"
                aria-label="From"
                value={since}
                onChange={(event) => setSince(event.currentTarget.value)}
              />
              <TextInput
                type="date"
                size="xs"
                aria-label="To"
                value={until}
                onChange={(event) => setUntil(event.currentTarget.value)}
              />
            </>
          )}
          <Button
            component="a"
            size="xs"
            variant="default"
            leftSection={<IconDownload size={14} />}
            href={addressOf('/api/statistics/csv', {}, query)}
            download=""
          >
            CSV
          </Button>
        </Group>
      }
    >
      {error && <Alert color="orange">{wordsOf(error)}</Alert>}
      {isPending && <Skeleton height={320} />}
      {data && <Shown figures={data} />}
    </Page>
  );
}

const share = (part: number, whole: number) => (whole === 0 ? '–' : `${Math.round((100 * part) / whole)} %`);
const lasting = (seconds: number | undefined) => (seconds === undefined ? '–' : span(seconds * 1_000));

function Shown({ figures }: { figures: Figures }) {
  const { total, backlog, by, definitions } = figures;
  const met = total.response;
  const tiles = [
    ['Calls', total.calls.toLocaleString('en'), definitions.calls],
    ['Answered in time', share(met.inTime, met.inTime + met.late), definitions['response.inTime']],
    ['Median to first answer', lasting(total.responseSeconds?.median), definitions['total.responseSeconds']],
    ['Open now', backlog.open.toLocaleString('en'), definitions['backlog.open']],
    ['Contacts per call', total.contactsPerCall?.toFixed(2) ?? '–', definitions['total.contactsPerCall']],
    ['Rating', total.meanRating?.toFixed(1) ?? '–', definitions.meanRating],
  ] as const;
  const days = by.day.map(({ key, calls, resolved, open }) => ({
    day: key.slice(5),
    Received: calls,
    Resolved: resolved ?? 0,
    Open: open ?? 0,
  }));
  return (
    <>
      <dl className={styles.tiles}>
        {tiles.map(([name, value, meaning]) => (
          <div key={name} title={meaning}>
            <dt>{name}</dt>
            <dd className="numbers">{value}</dd>
          </div>
        ))}
      </dl>
      <section className={styles.panel} aria-labelledby="by-day">
        <h2 id="by-day">Day by day</h2>
        <div aria-hidden="true">
          <AreaChart
            h={220}
            data={days}
            dataKey="day"
            curveType="linear"
            xAxisProps={{ minTickGap: 32 }}
            withDots={false}
            areaChartProps={{ accessibilityLayer: false }}
            withLegend
            series={[
              { name: 'Received', color: 'ledger.6' },
              { name: 'Resolved', color: 'orange.6' },
              { name: 'Open', color: 'gray.5' },
            ]}
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
              {by.day.map(({ key, calls, resolved, open }) => (
                <Table.Tr key={key}>
                  <Table.Td>{key}</Table.Td>
                  <Table.Td ta="right">{calls}</Table.Td>
                  <Table.Td ta="right">{resolved}</Table.Td>
                  <Table.Td ta="right">{open}</Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </details>
      </section>
      <div className={styles.accounts}>
        <Part title="By channel" groups={by.channel} name={(key) => CHANNELS[key as keyof typeof CHANNELS] ?? key} />
        <Part title="By department" groups={by.department} />
        <Part title="By service" groups={by.service} />
        <Part title="By priority" groups={by.priority} />
        <Part title="By hour of the day" groups={by.hour} name={(key) => `${key} h`} />
      </div>
    </>
  );
}

function Part({
  title,
  groups,
  name = words,
}: {
  title: string;
  groups: readonly Slice[];
  name?(key: string): string;
}) {
  const rows = groups.map((group) => ({ ...group, name: group.key === '' ? 'None' : name(group.key) }));
  if (rows.length === 0) return null;
  return (
    <section className={styles.account} aria-label={title}>
      <h2>{title}</h2>
      <div aria-hidden="true">
        <BarChart
          h={150}
          data={rows.map((row) => ({ name: row.name, Calls: row.calls }))}
          dataKey="name"
          series={[{ name: 'Calls', color: 'ledger.6' }]}
          gridAxis="none"
          barChartProps={{ accessibilityLayer: false }}
          withYAxis={false}
          maxBarWidth={36}
        />
      </div>
      <Table className="numbers" fz="sm" verticalSpacing={3}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{title.replace('By ', '').replace(/^./, (first) => first.toUpperCase())}</Table.Th>
            <Table.Th ta="right">Calls</Table.Th>
            <Table.Th ta="right">In time</Table.Th>
            <Table.Th ta="right">Mean to answer</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {rows.map(({ key, name: label, calls, response }) => (
            <Table.Tr key={key}>
              <Table.Td>{label}</Table.Td>
              <Table.Td ta="right">{calls}</Table.Td>
              <Table.Td ta="right">{share(response.inTime, response.inTime + response.late)}</Table.Td>
              <Table.Td ta="right">{lasting(response.meanSeconds)}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </section>
  );
}
