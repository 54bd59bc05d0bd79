import { Button, Paper, PasswordInput, Stack, Text, TextInput, Title } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { ask, wordsOf } from '../api/client.ts';
import { ME } from '../api/session.ts';
import { Logo } from '../shell/Logo.tsx';
import { useTitle } from '../shell/title.ts';
import styles from './access.module.css';

/** A link that makes somebody an agent, once. Its secret stands behind the `#`, which no server and no proxy is told. */
export function Invitation({ secret }: { secret: string }) {
  useTitle('Welcome');
  const client = useQueryClient();
  const navigate = useNavigate();
  const [name, setName] = useState('');
  const [email, setEmail] = useState('');
  const [password, setPassword] = useState('');
  const [problem, setProblem] = useState('');
  const [busy, setBusy] = useState(false);
  const accept = async () => {
    setBusy(true);
    try {
      const body = { secret, name: name.trim(), email: email.trim(), password };
      const me = await ask('POST /api/invitations/accept', { body });
      client.clear();
      client.setQueryData(ME, me);
      void navigate({ to: '/', replace: true });
    } catch (error) {
      setProblem(wordsOf(error));
      setBusy(false);
    }
  };
  return (
    <main className={styles.door}>
      <Paper withBorder radius="lg" p="xl" className={styles.card}>
        <div className={styles.brand}>
          <Logo size={36} />
          <Title order={1} size="h3">
            Welcome to the desk
          </Title>
        </div>
        <form
          onSubmit={(event) => {
            event.preventDefault();
            void accept();
          }}
        >
          <Stack gap="sm">
            <TextInput
              label="Name"
              description="Stands beside what you do"
              autoComplete="name"
              required
              withAsterisk={false}
              maxLength={200}
              value={name}
              onChange={(event) => setName(event.currentTarget.value)}
            />
            <TextInput
              label="E-mail"
              type="email"
              autoComplete="username"
              required
              withAsterisk={false}
              maxLength={254}
              value={email}
              onChange={(event) => setEmail(event.currentTarget.value)}
            />
            <PasswordInput
              label="Password"
              description="12 characters or more"
              autoComplete="new-password"
              required
              withAsterisk={false}
              minLength={12}
              maxLength={128}
              value={password}
              onChange={(event) => setPassword(event.currentTarget.value)}
            />
            {problem && (
              <Text c="var(--late)" size="sm" role="alert">
                {problem}
              </Text>
            )}
            <Button type="submit" loading={busy} fullWidth mt="xs">
              Begin
            </Button>
          </Stack>
        </form>
      </Paper>
    </main>
  );
}
