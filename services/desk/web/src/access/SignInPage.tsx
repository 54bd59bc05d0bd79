import { Alert, Button, Divider, Paper, PasswordInput, Skeleton, Stack, Text, TextInput, Title } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import { ask, wordsOf } from '../api/client.ts';
import { ME } from '../api/session.ts';
import { Logo } from '../shell/Logo.tsx';
import { useTitle } from '../shell/title.ts';
import styles from './access.module.css';
import { Invitation } from './Invitation.tsx';

/** An address on this desk and nowhere else: where somebody goes after they have signed in. */
export function ownPath(to: unknown): string {
  return typeof to === 'string' && /^\/(?![/\\])/.test(to) ? to : '/';
}

/** Why the account of the organisation signed nobody in, by the word that the desk has for it. */
const REFUSALS: Readonly<Record<string, string>> = {
  'not-an-agent':
    'Your account is in order, and nothing in it makes you an agent of this desk. Ask whoever runs the accounts of your organisation.',
  disabled: 'You may no longer sign in here. Ask an admin of the desk.',
  'address-taken':
    'Somebody at this desk has your e-mail address already, with a password. Ask an admin of the desk for an invitation to your address: after that, both ways lead to the same account.',
  'no-address': 'Your account has no e-mail address, and the desk needs one.',
  cancelled: 'You were not signed in: the other side says that it was refused or cancelled.',
  unreachable:
    'Your organisation’s sign-in cannot be reached at this moment. Nothing is wrong with your account: try again soon.',
  failed: 'You could not be signed in. Try again; if it stays like this, tell an admin of the desk.',
};

/** Signing in, or, with the link of an invitation, becoming an agent. */
export function SignInPage() {
  const [secret] = useState(() => /^#invitation=(.+)$/.exec(location.hash)?.[1]);
  return secret === undefined ? <SignIn /> : <Invitation secret={secret} />;
}

/** With a password of the desk's own, with the organisation's account, or with both to choose from. */
function SignIn() {
  useTitle('Sign in');
  const { to, error: refused } = useSearch({ strict: false }) as { to?: string; error?: string };
  const client = useQueryClient();
  const navigate = useNavigate();
  const { data: ways, error: unreachable } = useQuery({
    queryKey: ['sign-in'],
    queryFn: ({ signal }) => ask('GET /api/sign-in', { signal }),
  });
  const [email, setEmail] = useState('');
  const [password, setPassword] = useState('');
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState('');

  const signIn = async () => {
    setBusy(true);
    setProblem('');
    try {
      const me = await ask('POST /api/session', { body: { email: email.trim(), password } });
      client.clear();
      client.setQueryData(ME, me);
      void navigate({ href: ownPath(to), replace: true });
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
            Callbook
          </Title>
        </div>
        {refused && (
          <Alert color="orange" mb="md" role="alert">
            {REFUSALS[refused] ?? REFUSALS.failed}
          </Alert>
        )}
        {unreachable && <Alert color="orange">{wordsOf(unreachable)}</Alert>}
        {!ways && !unreachable && <Skeleton height={140} />}
        {ways?.passwords && (
          <form
            onSubmit={(event) => {
              event.preventDefault();
              void signIn();
            }}
          >
            <Stack gap="sm">
              <TextInput
                label="E-mail"
                type="email"
                name="email"
                autoComplete="username"
                autoFocus
                required
                withAsterisk={false}
                maxLength={254}
                value={email}
                onChange={(event) => setEmail(event.currentTarget.value)}
              />
              <PasswordInput
                label="Password"
                name="password"
                autoComplete="current-password"
                required
                withAsterisk={false}
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
                Sign in
              </Button>
            </Stack>
          </form>
        )}
        {ways?.passwords && ways.organisation && <Divider my="md" label="or" />}
        {ways?.organisation && (
          <Button
            component="a"
            fullWidth
            variant={ways.passwords ? 'default' : 'filled'}
            href={`${ways.organisation.path}?to=${encodeURIComponent(ownPath(to))}`}
          >
            Sign in with {ways.organisation.name}
          </Button>
        )}
      </Paper>
      <Text size="xs" c="dimmed" mt="md">
        Not of the desk? <a href="/contact">How to reach us</a>
      </Text>
    </main>
  );
}
