import { Button, Checkbox, Code, Group, Paper, Stack, Table, Text, TextInput, Title } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { ask } from '../api/client.ts';
import type { Permission } from '../api/session.ts';
import { sayDone, sayError } from '../shell/say.ts';
import { Ago } from '../show/Age.tsx';

const SCOPES: readonly Permission[] = ['read', 'work', 'oversee', 'administer'];

/** What programs sign in with. A secret is shown once, when it is made. */
export function Tokens() {
  const client = useQueryClient();
  const { data } = useQuery({ queryKey: ['tokens'], queryFn: ({ signal }) => ask('GET /api/tokens', { signal }) });
  const [name, setName] = useState('');
  const [scopes, setScopes] = useState<string[]>(['read']);
  const [secret, setSecret] = useState('');
  const again = () => void client.invalidateQueries({ queryKey: ['tokens'] });
  const make = async () => {
    try {
      const made = await ask('POST /api/tokens', { body: { name: name.trim(), scopes: scopes as Permission[] } });
      setSecret(made.secret);
      setName('');
    } catch (error) {
      sayError('No token was made', error);
    }
    again();
  };
  const revoke = async (id: string) => {
    try {
      await ask('DELETE /api/tokens/{id}', { parameters: { id } });
      sayDone('The token is good for nothing now');
    } catch (error) {
      sayError('Not revoked', error);
    }
    again();
  };
  return (
    <Paper withBorder p="md" component="section" aria-labelledby="tokens">
      <Title order={2} size="h5" id="tokens" mb="xs">
        Tokens for programs
      </Title>
      <Table fz="sm">
        <Table.Tbody>
          {data?.items.map(({ id, name: called, scopes: of, lastUsedAt, revokedAt }) => (
            <Table.Tr key={id}>
              <Table.Td>{called}</Table.Td>
              <Table.Td>{of.join(', ')}</Table.Td>
              <Table.Td>
                {lastUsedAt ? (
                  <>
                    used <Ago at={lastUsedAt} />
                  </>
                ) : (
                  'never used'
                )}
              </Table.Td>
              <Table.Td ta="right">
                {revokedAt ? (
                  <span className="faint">revoked</span>
                ) : (
                  <Button size="compact-xs" variant="default" onClick={() => void revoke(id)}>
                    Revoke
                  </Button>
                )}
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
      <Stack gap="xs" mt="md">
        <Group align="end" gap="sm">
          <TextInput
            size="xs"
            label="Name of the program"
            maxLength={200}
            value={name}
            onChange={(event) => setName(event.currentTarget.value)}
          />
          <Checkbox.Group label="May" size="xs" value={scopes} onChange={setScopes}>
            <Group gap="sm">
              {SCOPES.map((scope) => (
                <Checkbox key={scope} size="xs" value={scope} label={scope} />
              ))}
            </Group>
          </Checkbox.Group>
          <Button size="xs" disabled={name.trim() === '' || scopes.length === 0} onClick={() => void make()}>
            Make a token
          </Button>
        </Group>
        {secret && (
          <Text size="sm" component="div" role="status">
            Shown only now: <Code>{secret}</Code>
          </Text>
        )}
      </Stack>
    </Paper>
  );
}
