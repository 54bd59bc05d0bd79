import { Alert, Skeleton, Table, Text } from '@mantine/core';
import { IconAlertTriangle, IconCheck } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { ask, wordsOf } from '../api/client.ts';
import { may, useMe } from '../api/session.ts';
import type { Health, LedgerEntry } from '../api/types.ts';
import { plural } from '../format.ts';
import { Ago } from '../show/Age.tsx';
import { CHANNELS, ChannelIcon } from '../show/ChannelIcon.tsx';
import { Mark } from '../show/Marks.tsx';
import { Page } from '../show/Page.tsx';
import { DeadLetters } from './DeadLetters.tsx';
import styles from './health.module.css';
import { WaitingTiles } from './WaitingTiles.tsx';

/** Whether everything that the sources had is in the log, account by account and day by day. */
export function ChannelsPage() {
  const { data, error, isPending } = useQuery({
    queryKey: ['ledger'],
    queryFn: ({ signal }) => ask('GET /api/ledger', { query: { limit: 200 }, signal }),
    refetchInterval: 30_000,
  });
  const { data: health } = useQuery({
    queryKey: ['health'],
    queryFn: ({ signal }) => ask('GET /api/health', { signal }),
    refetchInterval: 15_000,
  });
  const me = useMe();
  const entries = data?.items ?? [];
  const missing = health?.missing ?? 0;
  return (
    <Page title="Channels">
      {error && <Alert color="orange">{wordsOf(error)}</Alert>}
      {isPending && <Skeleton height={200} />}
      {health &&
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
      {health && <WaitingTiles health={health} />}
      <div className={styles.accounts}>
        {accountsOf(entries, health).map((account) => (
          <Account key={account.name} {...account} />
        ))}
      </div>
      {may(me, 'oversee') && <DeadLetters />}
    </Page>
  );
}

type AccountOf = {
  readonly name: string;
  readonly channel: LedgerEntry['channel'];
  readonly account: string;
  readonly days: readonly LedgerEntry[];
  /** What came lately, where anything did. */
  readonly lately: Health['accounts'][number] | undefined;
};

function accountsOf(entries: readonly LedgerEntry[], health: Health | undefined): AccountOf[] {
  const found = new Map<string, LedgerEntry[]>();
  for (const entry of entries) {
    const key = `${entry.channel} ${entry.account}`;
    found.set(key, [...(found.get(key) ?? []), entry]);
  }
  return [...found].flatMap(([name, days]) => {
    const [first] = days;
    if (!first) return [];
    const { channel, account } = first;
    const lately = health?.accounts.find((one) => one.channel === channel && one.account === account);
    return [{ name, channel, account, days, lately }];
  });
}

function Account({ channel, account, days, lately }: AccountOf) {
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
      <Text size="xs" c="dimmed">
        {lately ? (
          <>
            Last contact <Ago at={lately.lastReceivedAt} />
          </>
        ) : (
          'No contact for a week'
        )}
        {reported && (
          <>
            {' · '}source looked at <Ago at={reported} />
          </>
        )}
        {lately && lately.problems > 0 && ` · ${plural(lately.problems, 'contact')} could not be read whole this week`}
      </Text>
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
              <Table.Td style={{ whiteSpace: 'nowrap' }}>{day.day}</Table.Td>
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
