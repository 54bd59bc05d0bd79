import { Alert, Skeleton, Text } from '@mantine/core';
import { IconCheck } from '@tabler/icons-react';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useSearch } from '@tanstack/react-router';
import { useEffect, useRef, useState } from 'react';
import { type Asked, ask, wordsOf } from '../api/client.ts';
import { mayWork, useMe } from '../api/session.ts';
import { useKeys } from '../shell/keys.ts';
import { sayError } from '../shell/say.ts';
import { Page } from '../show/Page.tsx';
import type { Entry } from './names.ts';
import { ReviewForm } from './ReviewForm.tsx';
import { ReviewSubject } from './ReviewSubject.tsx';
import styles from './review.module.css';

/** What somebody has typed; under its id it is kept once, however often it is sent. */
export type Reviewed = Asked<'POST /api/review/{id}'>['body'];

const NONE: ReadonlySet<string> = new Set();

/** What no machine could read for sure, one after another: the picture or the sound left, what it says right. */
export function ReviewPage() {
  const client = useQueryClient();
  const me = useMe();
  const { data, error, isPending } = useQuery({
    queryKey: ['review'],
    queryFn: ({ signal }) => ask('GET /api/review', { query: { limit: 50 }, signal }),
    refetchInterval: 20_000,
  });
  const { contact: wanted } = useSearch({ from: '/desk/review' });
  const { asked, settled } = useAskedFor(wanted);
  const [done, setDone] = useState(NONE);
  const [chosen, setChosen] = useState(wanted);
  // What was typed, until it is known to be kept: a broken line takes nothing of it.
  const typed = useRef(new Map<string, Reviewed>());
  const listed = data?.items ?? [];
  const further = asked && !listed.some(({ contact }) => contact === asked.contact) ? [asked] : [];
  const waiting = [...further, ...listed].filter(({ contact }) => !done.has(contact));
  const at = Math.max(
    0,
    waiting.findIndex(({ contact }) => contact === chosen),
  );
  const entry = settled ? waiting[at] : undefined;
  const next = waiting[at + 1] ?? waiting[0];
  // Whoever is at work on one keeps it, whatever else comes in.
  useEffect(() => {
    if (settled) setChosen(entry?.contact);
  }, [settled, entry?.contact]);
  useReady(next);

  const go = (step: number) => setChosen(waiting[(at + step + waiting.length) % waiting.length]?.contact);
  useKeys({ j: () => go(1), k: () => go(-1) });

  const answer = async ({ contact }: Entry, reviewed: Reviewed) => {
    setChosen(next?.contact);
    setDone((before) => new Set(before).add(contact));
    typed.current.set(contact, reviewed);
    try {
      await ask('POST /api/review/{id}', { parameters: { id: contact }, body: reviewed });
      typed.current.delete(contact);
    } catch (refused) {
      setDone((before) => new Set([...before].filter((one) => one !== contact)));
      sayError('Not kept', refused);
    }
    void client.invalidateQueries({ queryKey: ['review'] });
  };
  const more = data?.nextCursor ? '+' : '';
  return (
    <Page
      title="Review"
      acts={
        entry && (
          <Text size="sm" c="dimmed" aria-live="polite">
            {waiting.length}
            {more} to look at
          </Text>
        )
      }
    >
      {error && <Alert color="orange">{wordsOf(error)}</Alert>}
      {(isPending || !settled) && <Skeleton height={400} />}
      {data && settled && !entry && (
        <Alert color="ledger" icon={<IconCheck />} title="Nothing to look at">
          Every scan and recording was read, by a machine that was sure or by a person.
        </Alert>
      )}
      {entry && (
        <div className={styles.review} key={entry.contact}>
          <ReviewForm
            entry={entry}
            typed={typed.current.get(entry.contact)}
            mayAnswer={mayWork(me)}
            onAnswer={(reviewed) => void answer(entry, reviewed)}
          >
            {(field) => <ReviewSubject entry={entry} field={field} />}
          </ReviewForm>
        </div>
      )}
    </Page>
  );
}

/** The one that somebody came here for, which may be far down the list; none where nobody needs to look at it any more. */
function useAskedFor(contact: string | undefined): { readonly asked: Entry | undefined; readonly settled: boolean } {
  const { data, isLoading } = useQuery({
    queryKey: ['review', contact],
    queryFn: ({ signal }) => ask('GET /api/review/{id}', { parameters: { id: contact ?? '' }, signal }),
    enabled: contact !== undefined,
    retry: false,
  });
  const open = data?.state === 'needs-person' || data?.state === 'failed';
  return { asked: open ? data : undefined, settled: !isLoading };
}

/** Has the pictures of the next one loaded before somebody asks for it. */
function useReady(next: Entry | undefined): void {
  useEffect(() => {
    for (const { picture } of next?.pages ?? []) new Image().src = picture;
  }, [next]);
}
