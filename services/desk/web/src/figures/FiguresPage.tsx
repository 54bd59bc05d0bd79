import { Alert, Button, Group, SegmentedControl, Skeleton, TextInput } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { addressOf, ask, wordsOf } from '../api/client.ts';
import { CHANNELS } from '../show/ChannelIcon.tsx';
import { Page } from '../show/Page.tsx';
import { Backlog } from './Backlog.tsx';
import { Days } from './Days.tsx';
import styles from './figures.module.css';
import type { Figures } from './figures.ts';
import { Meanings } from './Meanings.tsx';
import { Part } from './Part.tsx';
import { Stars } from './Stars.tsx';
import { Tiles } from './Tiles.tsx';

const PERIODS = { '7': '7 days', '30': '30 days', '90': '90 days', '365': 'A year', own: 'From … to' };
const WEEKDAYS = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'];

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

function Shown({ figures }: { figures: Figures }) {
  const { by, backlog, total, definitions } = figures;
  return (
    <>
      <Tiles figures={figures} />
      <Days days={by.day} />
      <div className={styles.parts}>
        <Part of="channel" groups={by.channel} name={(key) => CHANNELS[key as keyof typeof CHANNELS] ?? key} />
        <Part of="priority" groups={by.priority} />
        <Part of="department" groups={byCalls(by.department)} />
        <Part of="service" groups={byCalls(by.service)} />
        <Part of="day of the week" groups={by.weekday} name={(key) => WEEKDAYS[Number(key) - 1] ?? key} />
        <Part of="hour of the day" groups={by.hour} name={(key) => `${key.padStart(2, '0')}:00`} />
        <Backlog backlog={backlog} />
        <Stars stars={total.stars} />
      </div>
      <Meanings definitions={definitions} />
    </>
  );
}

/** The largest first; those without a name last. */
function byCalls(groups: Figures['by']['department']): Figures['by']['department'] {
  return groups.toSorted((a, b) => Number(a.key === '') - Number(b.key === '') || b.calls - a.calls);
}
