import { Alert, Skeleton, Table, Text } from '@mantine/core';
import { IconAlertTriangle, IconCheck } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { ask, wordsOf } from '../api/client.ts';
import type { LedgerEntry } from '../api/types.ts';
import { plural } from '../format.ts';
import { Ago } from '../show/Age.tsx';
import { CHANNELS, ChannelIcon } from '../show/ChannelIcon.tsx';
import { Mark } from '../show/Marks.tsx';
import { Page } from '../show/Page.tsx';
import styles from './figures.module.css';

/** Whether everything that the sources had is in the log, account by account and day by day. */
export function ChannelsPage() {
  const { data, error, isPending } = useQuery({
    queryKey: ['ledger'],
    queryFn: ({ signal }) => ask('GET /api/ledger', { query: { limit: 200 }, signal }),
    refetchInterval: 30_000,
  });
  const entries = data?.items ?? [];
  const missing = entries.reduce((sum, entry) => sum + entry.missing, 0);
  return (
    <Page title="Channels">
      {error && <Alert color="orange">{wordsOf(error)}</Alert>}
      {isPending && <Skeleton height={200} />}
      {data &&
        (missing > 0 ? (
          <Alert
            color="red"
            icon={<IconAlertTriangle />}
            title={`${plural(missing, 'contact')} may be missing`}
            mb="md"
            role="alert"
          >
            The sources have had them, and the log has them not. They may still be on their way.
          </Alert>
        ) : (
          <Alert color="ledger" icon={<IconCheck />} title="Nothing is missing" mb="md">
            Everything that the channels are known to have had in these days is in the log.
          </Alert>
        ))}
      <div className={styles.accounts}>
        {accountsOf(entries).map((account) => (
          <Account key={account.name} {...account} />
        ))}
      </div>
    </Page>
  );
}

type AccountOf = {
  readonly name: string;
  readonly channel: LedgerEntry['channel'];
  readonly account: string;
  readonly days: readonly LedgerEntry[];
};

function accountsOf(entries: readonly LedgerEntry[]): AccountOf[] {
  const found = new Map<string, LedgerEntry[]>();
  for (const entry of entries) {
    const key = `${entry.channel} ${entry.account}`;
    found.set(key, [...(found.get(key) ?? []), entry]);
  }
  return [...found].flatMap(([name, days]) => {
    const [first] = days;
    return first ? [{ name, channel: first.channel, account: first.account, days }] : [];
  });
}

function Account({ channel, account, days }: AccountOf) {
  const missing = days.reduce((sum, day) => sum + day.missing, 0);
  const reported = days.find(({ reportedAt }) => reportedAt)?.reportedAt;
  return (
    <section
      className={styles.account}
      data-missing={missing > 0 || undefined}
      aria-label={`${CHANNELS[channel]} ${account}`}
    >
      <h2>
        <ChannelIcon channel={channel} /> {CHANNELS[channel]} <bdi>{account}</bdi>
        {missing > 0 && <Mark tone="bad">{missing} missing</Mark>}
      </h2>
      {reported && (
        <Text size="xs" c="dimmed">
          Source looked at <Ago at={reported} />
        </Text>
      )}
      <Table className="numbers" verticalSpacing={4} fz="sm">
        <Table.Thead>
          <Table.Tr>
            <Table.Th>Day</Table.Th>
            <Table.Th ta="right">Seen</Table.Th>
            <Table.Th ta="right">Recorded</Table.Th>
            <Table.Th ta="right">On their way</Table.Th>
            <Table.Th ta="right">Repeats</Table.Th>
            <Table.Th ta="right">Missing</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {days.slice(0, 14).map((day) => (
            <Table.Tr key={day.day}>
              <Table.Td>{day.day}</Table.Td>
              <Table.Td ta="right">{day.seen}</Table.Td>
              <Table.Td ta="right">{day.recorded}</Table.Td>
              <Table.Td ta="right">{day.spooled}</Table.Td>
              <Table.Td ta="right">{day.duplicates}</Table.Td>
              <Table.Td
                ta="right"
                c={day.missing > 0 ? 'var(--late)' : undefined}
                fw={day.missing > 0 ? 700 : undefined}
              >
                {day.missing}
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </section>
  );
}
