import { Alert, Button, CloseButton, Menu } from '@mantine/core';
import { useState } from 'react';
import { useAgents, useCatalogue } from '../api/catalogue.ts';
import { wordsOf } from '../api/client.ts';
import { mayWork, useMe } from '../api/session.ts';
import { type BulkChange, doToCalls, mergeCalls, useAfterDeed } from '../call/deeds.ts';
import { plural, words } from '../format.ts';
import { sayDone, sayError } from '../shell/say.ts';
import styles from './log.module.css';

/** A call as it is shown; without a version where it is in sight no more. */
export type Selected = { readonly reference: string; readonly version?: number };
type Failed = { readonly reference: string; readonly why: string };

/**
 * What can be done with several calls at once. What could not be done stays selected, and says why. It is there before it
 * is needed, hidden: to make its menus when the first call is selected would take longer than the key may.
 */
export function BulkBar({
  selected,
  onKeep,
}: {
  selected: readonly Selected[];
  /** Which calls stay selected. */
  onKeep(references: readonly string[]): void;
}) {
  const me = useMe();
  const after = useAfterDeed();
  const [busy, setBusy] = useState(false);
  const [tried, setTried] = useState<readonly Failed[]>([]);
  const [done, setDone] = useState('');
  const references = selected.map(({ reference }) => reference);
  const failed = tried.filter(({ reference }) => references.includes(reference));
  // What failed is of no more interest when nothing is selected any more.
  if (!busy && selected.length === 0 && tried.length > 0) setTried([]);

  const doing = async (what: string, of: number, act: () => Promise<readonly Failed[]>) => {
    setBusy(true);
    setTried([]);
    try {
      const left = await act();
      setTried(left);
      const changed = left.length < of ? `${plural(of - left.length, 'call')} ${what}` : '';
      // What is half done is said in one place.
      if (left.length === 0) sayDone(changed);
      setDone(changed);
      onKeep(left.map(({ reference }) => reference));
    } catch (error) {
      sayError('Not all calls could be changed', error);
    }
    setBusy(false);
    after(...references);
  };
  const change = (what: string, changes: BulkChange) =>
    void doing(what, selected.length, async () => {
      const results = await doToCalls(selected, changes);
      return results.flatMap(({ reference, problem }) => (problem ? [{ reference, why: saidOf(problem) }] : []));
    });
  const [first = '', ...others] = [...references].sort();
  const merge = () =>
    void doing(`merged into ${first}`, others.length, async () => {
      const results = await Promise.allSettled(others.map((reference) => mergeCalls(reference, first)));
      return results.flatMap((result, index) =>
        result.status === 'rejected' ? [{ reference: others[index] ?? '', why: wordsOf(result.reason) }] : [],
      );
    });

  return (
    <section
      className={styles.bulk}
      aria-label="Selected calls"
      aria-busy={busy}
      data-none={selected.length === 0 || undefined}
    >
      {failed.length > 0 && (
        <Alert
          className={styles.failed}
          color="orange"
          role="alert"
          title={`${done && `${done}, but `}${plural(failed.length, 'call')} could not be changed`}
        >
          <ul>
            {failed.map(({ reference, why }) => (
              <li key={reference}>
                <span className="numbers">{reference}</span> {why}
              </li>
            ))}
          </ul>
        </Alert>
      )}
      <div className={styles.deeds}>
        <strong>{plural(selected.length, 'call')} selected</strong>
        {mayWork(me) && (
          <>
            <Assigning me={me?.name} busy={busy} change={change} />
            <Standing busy={busy} change={change} />
            <Placing busy={busy} change={change} />
            {others.length > 0 && (
              <Button size="compact-sm" variant="light" disabled={busy} onClick={merge}>
                Merge into {first}
              </Button>
            )}
          </>
        )}
        <CloseButton size="sm" aria-label="Select none" onClick={() => onKeep([])} />
      </div>
    </section>
  );
}

function saidOf({ code, detail }: { readonly code: string; readonly detail: string }): string {
  return code === 'call-changed'
    ? 'was changed by somebody else just now. Look, and do it again if it still should be.'
    : detail;
}

type Part = { readonly busy: boolean; change(what: string, changes: BulkChange): void };
const LOOK = { size: 'compact-sm', variant: 'light' } as const;

function Assigning({ me, busy, change }: Part & { me: string | undefined }) {
  const agents = useAgents();
  return (
    <>
      {me !== undefined && (
        <Button {...LOOK} disabled={busy} onClick={() => change('assigned to you', { assignee: me })}>
          Assign to me
        </Button>
      )}
      <Menu>
        <Menu.Target>
          <Button {...LOOK} disabled={busy}>
            Assign
          </Button>
        </Menu.Target>
        <Menu.Dropdown className={styles.choices}>
          <Menu.Item onClick={() => change('assigned to nobody', { assignee: null })}>Nobody</Menu.Item>
          {agents.map((name) => (
            <Menu.Item key={name} onClick={() => change(`assigned to ${name}`, { assignee: name })}>
              <bdi>{name}</bdi>
            </Menu.Item>
          ))}
        </Menu.Dropdown>
      </Menu>
    </>
  );
}

const STATUSES = ['in-progress', 'waiting', 'resolved', 'closed'] as const;

function Standing({ busy, change }: Part) {
  return (
    <Menu>
      <Menu.Target>
        <Button {...LOOK} disabled={busy}>
          Status
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {STATUSES.map((status) => (
          <Menu.Item key={status} onClick={() => change(words(status).toLowerCase(), { status })}>
            {words(status)}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}

const LEVELS = ['low', 'medium', 'high'] as const;

/** Where calls belong and how much they matter. Names are those of the catalogue: many calls are no place to make one up. */
function Placing({ busy, change }: Part) {
  const { departments, services } = useCatalogue();
  return (
    <>
      {departments.length > 0 && (
        <Menu>
          <Menu.Target>
            <Button {...LOOK} disabled={busy}>
              Department
            </Button>
          </Menu.Target>
          <Menu.Dropdown className={styles.choices}>
            {departments.map((name) => (
              <Menu.Item key={name} onClick={() => change(`now at ${name}`, { department: name })}>
                {name}
              </Menu.Item>
            ))}
          </Menu.Dropdown>
        </Menu>
      )}
      {services.length > 0 && (
        <Menu>
          <Menu.Target>
            <Button {...LOOK} disabled={busy}>
              Service
            </Button>
          </Menu.Target>
          <Menu.Dropdown className={styles.choices}>
            {services.map(({ name, department }) => (
              <Menu.Item
                key={name}
                rightSection={<span className="faint">{department}</span>}
                onClick={() => change(`about ${name}`, { service: name })}
              >
                {name}
              </Menu.Item>
            ))}
          </Menu.Dropdown>
        </Menu>
      )}
      <Menu>
        <Menu.Target>
          <Button {...LOOK} disabled={busy}>
            Priority
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          {(['impact', 'urgency'] as const).map((name) => [
            <Menu.Label key={name}>{words(name)}</Menu.Label>,
            ...LEVELS.map((level) => (
              <Menu.Item key={name + level} onClick={() => change(`of ${level} ${name}`, { [name]: level })}>
                {words(level)}
              </Menu.Item>
            )),
          ])}
        </Menu.Dropdown>
      </Menu>
    </>
  );
}
