import { Alert, Button, Skeleton, Stack } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { useNavigate, useParams } from '@tanstack/react-router';
import { useDeferredValue, useEffect, useRef, useState } from 'react';
import { callQuery } from '../api/calls.ts';
import { wordsOf } from '../api/client.ts';
import { usePresence } from '../api/presence.ts';
import { mayWork, useMe } from '../api/session.ts';
import type { Call, Suggestion } from '../api/types.ts';
import { useKeys } from '../shell/keys.ts';
import { sayDone, sayError } from '../shell/say.ts';
import { CallHead } from './CallHead.tsx';
import { Composer } from './Composer.tsx';
import styles from './call.module.css';
import { declineSuggestion, doToCall, linkTo, mergeCalls, unmerge, useAfterDeed } from './deeds.ts';
import { Facts } from './Facts.tsx';
import { MergeDialog } from './MergeDialog.tsx';
import { Suggestions } from './Suggestions.tsx';
import { Timeline } from './Timeline.tsx';
import { undoable } from './timeline.ts';

/** One call, whole: what was said on every channel, what was done, and everything that can be done. */
export function CallPage() {
  const { reference } = useParams({ from: '/desk/log/calls/$reference' });
  const { data: call, error, refetch } = useQuery(callQuery(reference));
  const navigate = useNavigate();
  useEffect(() => {
    // The reference of a call that was folded into another leads to that one.
    if (call && call.reference !== reference)
      void navigate({ to: '/calls/$reference', params: { reference: call.reference }, search: true, replace: true });
  }, [call, reference, navigate]);

  // A call is much to draw: the click or key that opens it is answered first.
  const shown = useDeferredValue(call ?? null, null);
  if (call && shown) return <Opened key={shown.reference} call={shown} />;
  return (
    <section className={styles.page} aria-label={reference} aria-busy={!error}>
      <Stack p="lg" gap="md">
        {!error ? (
          <>
            <Skeleton height={28} width="60%" />
            <Skeleton height={16} width="35%" />
            <Skeleton height={120} />
            <Skeleton height={80} />
          </>
        ) : (
          <Alert color="orange" title={`${reference} cannot be shown`}>
            <p>{wordsOf(error)}</p>
            <Button size="xs" variant="default" onClick={() => void refetch()}>
              Try again
            </Button>
          </Alert>
        )}
      </Stack>
    </section>
  );
}

function Opened({ call }: { call: Call }) {
  const { reference } = call;
  const navigate = useNavigate();
  const me = useMe();
  const after = useAfterDeed();
  const [mode, setMode] = useState<'reply' | 'note'>('reply');
  const [writing, setWriting] = useState(false);
  const [merging, dialog] = useDisclosure(false);
  const composer = useRef<HTMLTextAreaElement>(null);
  const assign = useRef<HTMLInputElement>(null);
  const people = usePresence(reference, writing);

  const deed = async (what: string, act: () => Promise<unknown>, ...touched: string[]) => {
    try {
      await act();
      sayDone(what);
    } catch (error) {
      sayError(`Not done: ${what.toLowerCase()}`, error);
    }
    after(reference, ...touched);
  };
  const accept = ({ kind, reference: other }: Suggestion) => {
    // The older call stays, for its reference is the one that was told first; and it is the one that others follow.
    const [older = reference, newer = other] = [reference, other].sort();
    if (kind === 'follow-up') return deed(`${newer} follows ${older}`, () => linkTo(newer, older, 'follows'), other);
    if (kind === 'same-cause')
      return deed(`${newer} has the cause of ${older}`, () => linkTo(newer, older, 'caused-by'), other);
    return deed(
      `Merged ${reference} and ${other}`,
      async () => {
        await mergeCalls(newer, older);
        if (older !== reference)
          void navigate({ to: '/calls/$reference', params: { reference: older }, search: true, replace: true });
      },
      other,
    );
  };
  const decline = ({ reference: other }: Suggestion) =>
    deed(`${reference} and ${other} stay apart`, () => declineSuggestion(reference, other), other);
  const undo = () => {
    const last = undoable(call);
    if (!last) return sayDone('There is no merge or split to undo');
    void deed(
      last.kind === 'merge'
        ? `${last.reference} is a call of its own again`
        : `${last.reference} is part of this call again`,
      () => (last.kind === 'merge' ? unmerge(reference, last.reference) : mergeCalls(last.reference, reference)),
      last.reference,
    );
  };
  const write = (how: 'reply' | 'note') => {
    setMode(how);
    requestAnimationFrame(() => composer.current?.focus());
  };
  const [suggestion] = call.suggestions.filter(({ kind }) => kind !== 'split');
  useKeys(
    mayWork(me)
      ? {
          r: () => write('reply'),
          n: () => write('note'),
          a: () => assign.current?.focus(),
          e: () => void deed('Resolved', () => doToCall(reference, { status: 'resolved' })),
          m: () => (suggestion ? void accept(suggestion) : dialog.open()),
          z: undo,
        }
      : {},
  );

  return (
    <article className={styles.page} aria-labelledby="call-title">
      <CallHead
        call={call}
        people={people}
        onMerge={dialog.open}
        onUndo={undoable(call) ? undo : undefined}
        deed={deed}
      />
      <div className={styles.body}>
        <div className={styles.talk}>
          <Suggestions
            suggestions={call.suggestions}
            onAccept={(one) => void accept(one)}
            onDecline={(one) => void decline(one)}
            may={mayWork(me)}
          />
          <Timeline call={call} />
        </div>
        <Facts call={call} assign={assign} deed={deed} may={mayWork(me)} />
      </div>
      {mayWork(me) && (
        <Composer
          call={call}
          mode={mode}
          onMode={setMode}
          field={composer}
          onWriting={setWriting}
          onSent={() => after(reference)}
        />
      )}
      {merging && <MergeDialog call={call} onClose={dialog.close} deed={deed} />}
    </article>
  );
}
