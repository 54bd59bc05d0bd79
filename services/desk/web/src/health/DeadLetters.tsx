import { Alert, Button, Text } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { ask, wordsOf } from '../api/client.ts';
import type { DeadLetter } from '../api/types.ts';
import { plural } from '../format.ts';
import { sayDone, sayError } from '../shell/say.ts';
import { Ago } from '../show/Age.tsx';
import styles from './health.module.css';

/** The messages that were given up on, each with its reason, what it says, and the way back. */
export function DeadLetters() {
  const client = useQueryClient();
  const { data, error } = useQuery({
    queryKey: ['dead-letters'],
    queryFn: ({ signal }) => ask('GET /api/dead-letters', { signal }),
    refetchInterval: 15_000,
  });
  const redrive = async (id: string) => {
    try {
      await ask('POST /api/dead-letters/{id}/redrive', { parameters: { id } });
      sayDone('On its way again');
    } catch (refused) {
      sayError('Not put back', refused);
    }
    void client.invalidateQueries({ queryKey: ['dead-letters'] });
    void client.invalidateQueries({ queryKey: ['health'] });
  };
  return (
    <section className={styles.letters} aria-labelledby="dead-letters">
      <h2 id="dead-letters">Dead letters</h2>
      {error && <Alert color="orange">{wordsOf(error)}</Alert>}
      {data?.items.length === 0 && (
        <Text size="sm" c="dimmed">
          No message was given up on.
        </Text>
      )}
      {data?.items.map((letter) => (
        <Letter key={letter.id} letter={letter} onRedrive={() => void redrive(letter.id)} />
      ))}
    </section>
  );
}

function Letter({ letter, onRedrive }: { letter: DeadLetter; onRedrive(): void }) {
  const { id, queue, reason, attempts, failedAt, queuedAt, message } = letter;
  return (
    <article className={styles.letter} aria-label={`Dead letter ${id}`}>
      <div>
        <Text size="sm">{reason}</Text>
        <Text size="xs" c="dimmed">
          {queue} · {plural(attempts, 'attempt')} · given up on <Ago at={failedAt ?? queuedAt} />
        </Text>
      </div>
      <Button size="compact-sm" variant="default" onClick={onRedrive}>
        Put it back
      </Button>
      <details>
        <summary>What it says</summary>
        <pre>{JSON.stringify(message, null, 2)}</pre>
      </details>
    </article>
  );
}
