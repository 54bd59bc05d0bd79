import {
  Button,
  Code,
  CopyButton,
  Group,
  Paper,
  Select,
  Stack,
  Switch,
  Table,
  Text,
  TextInput,
  Title,
} from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { type Answer, type Asked, ask } from '../api/client.ts';
import { sayDone, sayError } from '../shell/say.ts';

type Agent = Answer<'GET /api/agents'>['items'][number];
type Change = Asked<'PATCH /api/agents/{id}'>['body'];

const ROLES: { value: Agent['role']; label: string }[] = [
  { value: 'read-only', label: 'Read-only' },
  { value: 'agent', label: 'Agent' },
  { value: 'lead', label: 'Lead' },
  { value: 'admin', label: 'Admin' },
];

/** Who works at the desk, what they may, and a link for whoever is to begin. */
export function Agents() {
  const client = useQueryClient();
  const { data } = useQuery({ queryKey: ['agents'], queryFn: ({ signal }) => ask('GET /api/agents', { signal }) });
  const [role, setRole] = useState<Agent['role']>('agent');
  const [email, setEmail] = useState('');
  const [link, setLink] = useState('');
  const change = async (id: string, body: Change) => {
    try {
      await ask('PATCH /api/agents/{id}', { parameters: { id }, body });
      sayDone('Changed');
    } catch (error) {
      sayError('Not changed', error);
    }
    void client.invalidateQueries({ queryKey: ['agents'] });
  };
  const invite = async () => {
    try {
      const { path } = await ask('POST /api/invitations', {
        body: { role, ...(email.trim() !== '' && { email: email.trim() }) },
      });
      setLink(new URL(path, location.origin).href);
    } catch (error) {
      sayError('No invitation was made', error);
    }
  };
  return (
    <Paper withBorder p="md" component="section" aria-labelledby="agents">
      <Title order={2} size="h5" id="agents" mb="xs">
        Agents
      </Title>
      <Table.ScrollContainer minWidth={520}>
        <Table fz="sm" verticalSpacing="xs">
          <Table.Thead>
            <Table.Tr>
              <Table.Th>Name</Table.Th>
              <Table.Th>Departments</Table.Th>
              <Table.Th>Role</Table.Th>
              <Table.Th>May sign in</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {data?.items.map((agent) => (
              <Table.Tr key={agent.id}>
                <Table.Td>
                  <bdi>{agent.name}</bdi> <span className="faint">{agent.email}</span>
                </Table.Td>
                <Table.Td>{agent.departments.join(', ')}</Table.Td>
                <Table.Td>
                  <Select
                    size="xs"
                    aria-label={`Role of ${agent.name}`}
                    allowDeselect={false}
                    data={ROLES}
                    value={agent.role}
                    onChange={(value) => value && void change(agent.id, { role: value as Agent['role'] })}
                  />
                </Table.Td>
                <Table.Td>
                  <Switch
                    aria-label={`${agent.name} may sign in`}
                    checked={agent.disabledAt === undefined}
                    onChange={({ currentTarget }) => void change(agent.id, { disabled: !currentTarget.checked })}
                  />
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
      <Stack gap="xs" mt="md">
        <Group align="end" gap="sm">
          <TextInput
            size="xs"
            label="E-mail of somebody new"
            value={email}
            onChange={(event) => setEmail(event.currentTarget.value)}
          />
          <Select
            size="xs"
            label="As"
            allowDeselect={false}
            data={ROLES}
            value={role}
            onChange={(value) => setRole((value ?? 'agent') as Agent['role'])}
          />
          <Button size="xs" onClick={() => void invite()}>
            Make a link
          </Button>
        </Group>
        {link && (
          <Text size="sm" component="div">
            Works once, and is shown only now: <Code>{link}</Code>{' '}
            <CopyButton value={link}>
              {({ copied, copy }) => (
                <Button size="compact-xs" variant="light" onClick={copy}>
                  {copied ? 'Copied' : 'Copy'}
                </Button>
              )}
            </CopyButton>
          </Text>
        )}
      </Stack>
    </Paper>
  );
}
