import { Button, Group, Paper, Text, Title } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { ask } from '../api/client.ts';
import { useMe } from '../api/session.ts';
import { sayError } from '../shell/say.ts';

/** Who is signed in here, and the way out. */
export function Account() {
  const me = useMe();
  const client = useQueryClient();
  const signOut = async () => {
    try {
      await ask('DELETE /api/session', {});
      client.clear();
      location.assign('/sign-in');
    } catch (error) {
      sayError('Not signed out', error);
    }
  };
  if (!me) return null;
  return (
    <Paper withBorder p="md" component="section" aria-labelledby="account">
      <Group justify="space-between">
        <div>
          <Title order={2} size="h5" id="account">
            <bdi>{me.name}</bdi>
          </Title>
          <Text size="sm" c="dimmed">
            {[me.agent?.email, me.agent?.role, ...me.departments].filter(Boolean).join(' · ')}
          </Text>
        </div>
        {me.agent && (
          <Button variant="default" onClick={() => void signOut()}>
            Sign out
          </Button>
        )}
      </Group>
    </Paper>
  );
}
