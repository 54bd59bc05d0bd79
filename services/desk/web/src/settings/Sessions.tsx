import { Button, Paper, Table, Title } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { ask, wordsOf } from '../api/client.ts';
import { sayDone, sayError } from '../shell/say.ts';
import { Ago } from '../show/Age.tsx';
import { Mark } from '../show/Marks.tsx';

/** Where somebody is signed in; each of it can be ended. */
export function Sessions() {
  const client = useQueryClient();
  const { data, error } = useQuery({
    queryKey: ['sessions'],
    queryFn: ({ signal }) => ask('GET /api/sessions', { signal }),
  });
  const end = async (id: string) => {
    try {
      await ask('DELETE /api/sessions/{id}', { parameters: { id } });
      sayDone('Signed out there');
    } catch (refused) {
      sayError('Not ended', refused);
    }
    void client.invalidateQueries({ queryKey: ['sessions'] });
  };
  return (
    <Paper withBorder p="md" component="section" aria-labelledby="sessions">
      <Title order={2} size="h5" id="sessions" mb="xs">
        Where you are signed in
      </Title>
      {error && wordsOf(error)}
      <Table fz="sm">
        <Table.Tbody>
          {data?.items.map(({ id, current, createdAt, userAgent, ipAddress }) => (
            <Table.Tr key={id}>
              <Table.Td>
                {browserOf(userAgent)} {current && <Mark tone="good">this one</Mark>}
              </Table.Td>
              <Table.Td>{ipAddress}</Table.Td>
              <Table.Td>
                since <Ago at={createdAt} />
              </Table.Td>
              <Table.Td ta="right">
                {!current && (
                  <Button size="compact-xs" variant="default" onClick={() => void end(id)}>
                    Sign out there
                  </Button>
                )}
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Paper>
  );
}

function browserOf(userAgent = ''): string {
  const name = ['Firefox', 'Edg', 'Chrome', 'Safari'].find((one) => userAgent.includes(one)) ?? 'Some program';
  const system = ['Windows', 'Mac OS', 'Android', 'iPhone', 'Linux'].find((one) => userAgent.includes(one));
  return `${name === 'Edg' ? 'Edge' : name}${system ? ` on ${system}` : ''}`;
}
