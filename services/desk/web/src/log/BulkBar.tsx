import { Button, CloseButton } from '@mantine/core';
import { useState } from 'react';
import { mayWork, useMe } from '../api/session.ts';
import { doToCall, mergeCalls, useAfterDeed } from '../call/deeds.ts';
import { plural } from '../format.ts';
import { sayDone, sayError } from '../shell/say.ts';
import styles from './log.module.css';

/** What can be done with several calls at once. Each is done by itself: one that fails holds no other up. */
export function BulkBar({ selected, onDone }: { selected: readonly string[]; onDone(): void }) {
  const me = useMe();
  const after = useAfterDeed();
  const [busy, setBusy] = useState(false);
  const each = async (what: string, deed: (reference: string) => Promise<unknown>, of = selected) => {
    setBusy(true);
    const results = await Promise.allSettled(of.map(deed));
    setBusy(false);
    after(...selected);
    const failed = results.filter((result) => result.status === 'rejected');
    const [first] = failed;
    if (first) sayError(`${plural(failed.length, 'call')} could not be changed`, first.reason);
    else {
      sayDone(`${plural(of.length, 'call')} ${what}`);
      onDone();
    }
  };
  const [first, ...others] = [...selected].sort();
  return (
    <section className={styles.bulk} aria-label="Selected calls">
      <strong>{plural(selected.length, 'call')} selected</strong>
      {mayWork(me) && (
        <>
          <Button
            size="compact-sm"
            variant="light"
            loading={busy}
            onClick={() => each('assigned to you', (reference) => doToCall(reference, { assignee: me?.name ?? null }))}
          >
            Assign to me
          </Button>
          <Button
            size="compact-sm"
            variant="light"
            disabled={busy}
            onClick={() => each('resolved', (reference) => doToCall(reference, { status: 'resolved' }))}
          >
            Resolve
          </Button>
          <Button
            size="compact-sm"
            variant="light"
            disabled={busy}
            onClick={() => each('closed', (reference) => doToCall(reference, { status: 'closed' }))}
          >
            Close
          </Button>
          {first && others.length > 0 && (
            <Button
              size="compact-sm"
              variant="light"
              disabled={busy}
              onClick={() => each(`merged into ${first}`, (reference) => mergeCalls(reference, first), others)}
            >
              Merge into {first}
            </Button>
          )}
        </>
      )}
      <CloseButton size="sm" aria-label="Select none" onClick={onDone} />
    </section>
  );
}
