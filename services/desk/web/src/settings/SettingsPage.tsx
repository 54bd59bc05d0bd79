import { Anchor, Paper, SegmentedControl, Stack, Switch, Text, Title, useMantineColorScheme } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { may, useMe } from '../api/session.ts';
import { setSingleKeys, singleKeys } from '../shell/keys.ts';
import { Page } from '../show/Page.tsx';
import { Account } from './Account.tsx';
import { Agents } from './Agents.tsx';
import { Sessions } from './Sessions.tsx';
import { Tokens } from './Tokens.tsx';

export function SettingsPage() {
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const me = useMe();
  const [keys, setKeys] = useState(singleKeys);
  return (
    <Page title="Settings">
      <Stack gap="md">
        <Account />
        <Paper withBorder p="md" component="section" aria-labelledby="look">
          <Title order={2} size="h5" id="look" mb="sm">
            This browser
          </Title>
          <Stack gap="sm" align="start">
            <SegmentedControl
              aria-label="Colours"
              value={colorScheme}
              onChange={(value) => setColorScheme(value as typeof colorScheme)}
              data={[
                { value: 'auto', label: 'As the system' },
                { value: 'light', label: 'Light' },
                { value: 'dark', label: 'Dark' },
              ]}
            />
            <Switch
              label="Single keys act (j, k, r …)"
              checked={keys}
              onChange={({ currentTarget }) => {
                setSingleKeys(currentTarget.checked);
                setKeys(currentTarget.checked);
              }}
            />
          </Stack>
        </Paper>
        {me?.agent && <Sessions />}
        {may(me, 'administer') && <Agents />}
        {may(me, 'administer') && <Tokens />}
        <Paper withBorder p="md" component="section" aria-labelledby="api">
          <Title order={2} size="h5" id="api" mb="xs">
            API
          </Title>
          <Text size="sm">
            Everything that this page does, programs can do too:{' '}
            <Anchor component={Link} to="/api/docs">
              its description
            </Anchor>
            , and the same as <Anchor href="/api/openapi.json">openapi.json</Anchor>.
          </Text>
        </Paper>
      </Stack>
    </Page>
  );
}
