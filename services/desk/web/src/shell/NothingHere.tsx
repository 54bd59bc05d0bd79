import { Anchor, Stack, Text, Title } from '@mantine/core';
import { Link } from '@tanstack/react-router';

export function NothingHere() {
  return (
    <Stack align="center" p="xl" mt="10vh" gap="xs">
      <Title order={1} size="h3">
        There is nothing here
      </Title>
      <Text c="dimmed">The address may be misspelt, or what was here has moved.</Text>
      <Anchor component={Link} to="/">
        To the log
      </Anchor>
    </Stack>
  );
}
