import { Autocomplete, Button, Select } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { type RefObject, useEffect, useState } from 'react';
import { servicesByDepartment, useAgents, useCatalogue } from '../api/catalogue.ts';
import { useMe } from '../api/session.ts';
import type { Call, CallSummary } from '../api/types.ts';
import { words } from '../format.ts';
import type { Deed } from './CallHead.tsx';
import styles from './call.module.css';
import { type CallChange, doToCall } from './deeds.ts';

const IMPACTS = ['low', 'medium', 'high'] as const;

/** Whose a call is, where it belongs, and how much it matters: each changed in its place. */
export function Placing({
  call,
  assign,
  deed,
}: {
  call: Call;
  assign: RefObject<HTMLInputElement | null>;
  deed: Deed;
}) {
  const { reference, assignee, department, service, impact, urgency, version } = call;
  const me = useMe();
  const seen = useSeen();
  const agents = useAgents();
  const catalogue = useCatalogue();
  const change = (what: string, changes: CallChange) =>
    void deed(what, () => doToCall(reference, { ...changes, version }));
  return (
    <div className={styles.placing}>
      <Word
        field={assign}
        label="Assignee"
        value={assignee}
        known={[...(me ? [me.name] : []), ...agents, ...seen.assignees]}
        onChange={(name) => change(name ? `Assigned to ${name}` : 'Assigned to nobody', { assignee: name })}
      />
      {me && assignee !== me.name && (
        <Button
          size="compact-xs"
          variant="subtle"
          onClick={() => change(`Assigned to ${me.name}`, { assignee: me.name })}
        >
          Assign to me
        </Button>
      )}
      <Choice
        label="Department"
        value={department}
        configured={catalogue.departments}
        known={seen.departments}
        onChange={(name) => change(name ? `Now at ${name}` : 'Back in triage', { department: name })}
      />
      <Choice
        label="Service"
        value={service}
        configured={servicesByDepartment(catalogue)}
        known={seen.services}
        onChange={(name) => change(name ? `About ${name}` : 'About no service', { service: name })}
      />
      <div className={styles.pair}>
        <Select
          size="xs"
          label="Impact"
          allowDeselect={false}
          data={IMPACTS.map((value) => ({ value, label: words(value) }))}
          value={impact}
          onChange={(value) => value && change(`Impact ${value}`, { impact: value as typeof impact })}
        />
        <Select
          size="xs"
          label="Urgency"
          allowDeselect={false}
          data={IMPACTS.map((value) => ({ value, label: words(value) }))}
          value={urgency}
          onChange={(value) => value && change(`Urgency ${value}`, { urgency: value as typeof urgency })}
        />
      </div>
      {call.why && <p className={styles.why}>{call.why}</p>}
    </div>
  );
}

/** One of what is configured; where nothing is, a word that lists have shown, or another. */
function Choice(props: {
  label: string;
  value: string | undefined;
  configured: readonly (string | { group: string; items: string[] })[];
  known: readonly string[];
  onChange(value: string | null): void;
}) {
  const { label, value, configured, known, onChange } = props;
  if (configured.length === 0) return <Word {...{ label, value, known, onChange }} />;
  const names = configured.flatMap((one) => (typeof one === 'string' ? [one] : one.items));
  // A call keeps the name that it has when the configuration forgets it.
  const gone = value !== undefined && !names.includes(value) ? [{ group: 'No longer configured', items: [value] }] : [];
  return (
    <Select
      size="xs"
      label={label}
      placeholder="Not set"
      searchable
      clearable
      nothingFoundMessage="There is none like that"
      clearButtonProps={{ 'aria-label': `No ${label.toLowerCase()}` }}
      data={[...configured, ...gone]}
      value={value ?? null}
      onChange={onChange}
    />
  );
}

/** A word to choose or to write. It counts when Enter says so, or an option is chosen. */
function Word(props: {
  label: string;
  value: string | undefined;
  known: readonly string[];
  field?: RefObject<HTMLInputElement | null>;
  onChange(value: string | null): void;
}) {
  const { label, value = '', known, field, onChange } = props;
  const [typed, setTyped] = useState(value);
  useEffect(() => setTyped(value), [value]);
  const set = (next: string) => {
    const word = next.trim();
    if (word !== value) onChange(word === '' ? null : word);
    field?.current?.blur();
  };
  return (
    <Autocomplete
      size="xs"
      {...(field && { ref: field })}
      label={label}
      placeholder={label === 'Assignee' ? 'Nobody' : 'Not set'}
      data={[...new Set(known)]}
      limit={8}
      maxLength={label === 'Assignee' ? 200 : 75}
      value={typed}
      onChange={setTyped}
      onOptionSubmit={set}
      onKeyDown={(event) => {
        if (event.key === 'Enter' && !event.currentTarget.getAttribute('aria-activedescendant')) set(typed);
        if (event.key === 'Escape') setTyped(value);
      }}
    />
  );
}

/** Names that the lists of this page have shown. */
function useSeen() {
  const client = useQueryClient();
  const lists = client.getQueriesData<{ pages: { items: CallSummary[] }[] }>({ queryKey: ['calls', 'list'] });
  const calls = lists.flatMap(([, list]) => list?.pages.flatMap(({ items }) => items) ?? []);
  const all = (of: (call: CallSummary) => string | undefined) =>
    [...new Set(calls.flatMap((call) => of(call) ?? []))].sort();
  return {
    assignees: all(({ assignee }) => assignee),
    departments: all(({ department }) => department),
    services: all(({ service }) => service),
  };
}
