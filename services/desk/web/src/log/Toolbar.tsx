import { Button, Menu, SegmentedControl, TextInput, UnstyledButton } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { IconAdjustmentsHorizontal, IconArrowsSort, IconSearch, IconX } from '@tabler/icons-react';
import { useEffect, useMemo, useRef, useState } from 'react';
import { useAgents, useCatalogue } from '../api/catalogue.ts';
import type { CallSummary } from '../api/types.ts';
import { words } from '../format.ts';
import { useKeys } from '../shell/keys.ts';
import { CHANNELS } from '../show/ChannelIcon.tsx';
import styles from './log.module.css';
import { type LogSearch, OPEN } from './search.ts';

const PERIODS = { Today: 0, '7 days': 7, '30 days': 30 } as const;
const SORTS: Readonly<Record<string, string>> = {
  '': 'Newest first',
  receivedAt: 'Oldest first',
  '-updatedAt': 'Last changed first',
};
type Facet = 'status' | 'channel' | 'department' | 'priority' | 'assignee';

/** Search as one types, and filters; both stand in the address. */
export function Toolbar({
  search,
  onChange,
  calls,
  narrow,
}: {
  search: LogSearch;
  onChange(changes: LogSearch): void;
  calls: readonly CallSummary[];
  narrow: boolean;
}) {
  const field = useRef<HTMLInputElement>(null);
  const [typed, setTyped] = useState(search.q ?? '');
  const sent = useRef(search.q ?? '');
  useEffect(() => {
    // From elsewhere: a view was chosen, or the way back.
    if ((search.q ?? '') !== sent.current) {
      sent.current = search.q ?? '';
      setTyped(sent.current);
    }
  }, [search.q]);
  const send = useDebouncedCallback((q: string) => {
    sent.current = q.trim();
    onChange({ q: q.trim() === '' ? undefined : q.trim() } as LogSearch);
  }, 180);
  useKeys({
    '/': () => {
      field.current?.focus();
      field.current?.select();
    },
  });

  const catalogue = useCatalogue();
  const agents = useAgents();
  // What is in sight, too: a call may have a name that nobody has any more.
  const known = useMemo(() => {
    const departments = calls.flatMap(({ department }) => department ?? []);
    const assignees = calls.flatMap(({ assignee }) => assignee ?? []);
    return {
      departments: [...new Set([...catalogue.departments, ...departments])].sort(),
      assignees: [...new Set([...agents, ...assignees])].sort(),
    };
  }, [calls, catalogue, agents]);
  const facets: { name: Facet; label: string; options: [string, string][] }[] = [
    {
      name: 'status',
      label: 'Status',
      options: ['new', 'acknowledged', 'in-progress', 'waiting', 'resolved', 'closed'].map((one) => [one, words(one)]),
    },
    { name: 'channel', label: 'Channel', options: Object.entries(CHANNELS) },
    { name: 'priority', label: 'Priority', options: ['P1', 'P2', 'P3', 'P4'].map((one) => [one, one]) },
    { name: 'department', label: 'Department', options: known.departments.map((one) => [one, one]) },
    {
      name: 'assignee',
      label: 'Assignee',
      options: [['none', 'Nobody'], ...known.assignees.map((one): [string, string] => [one, one])],
    },
  ];
  const set = facets.filter(({ name }) => search[name] !== undefined).length + (search.from ? 1 : 0);
  const [shown, setShown] = useState(false);
  return (
    <search className={styles.tools}>
      <TextInput
        ref={field}
        className={styles.search}
        size="sm"
        type="search"
        aria-label="Search the log"
        placeholder="Search everything that was said: a reference, a name, words"
        leftSection={<IconSearch size={16} />}
        rightSection={
          typed !== '' && (
            <UnstyledButton
              aria-label="Clear the search"
              onClick={() => {
                setTyped('');
                send('');
                field.current?.focus();
              }}
            >
              <IconX size={14} />
            </UnstyledButton>
          )
        }
        maxLength={200}
        value={typed}
        onChange={({ currentTarget }) => {
          setTyped(currentTarget.value);
          send(currentTarget.value);
        }}
      />
      {narrow && (
        <Button
          variant={set > 0 ? 'light' : 'default'}
          size="sm"
          leftSection={<IconAdjustmentsHorizontal size={16} />}
          aria-expanded={shown}
          onClick={() => setShown(!shown)}
        >
          {set > 0 ? `${set} set` : 'Filter'}
        </Button>
      )}
      {(!narrow || shown) && (
        <>
          {facets.map(({ name, label, options }) => (
            <FacetMenu
              key={name}
              label={label}
              options={options}
              value={search[name]}
              onChange={(value) => onChange({ [name]: value })}
            />
          ))}
          <SegmentedControl
            size="xs"
            aria-label="Received"
            value={periodOf(search.from)}
            data={['Any time', ...Object.keys(PERIODS)]}
            onChange={(name) =>
              onChange({
                from: name in PERIODS ? since(PERIODS[name as keyof typeof PERIODS]) : undefined,
              } as LogSearch)
            }
          />
          <Menu>
            <Menu.Target>
              <Button variant="subtle" color="gray" size="compact-sm" leftSection={<IconArrowsSort size={14} />}>
                {SORTS[search.sort ?? ''] ?? 'Sort'}
              </Button>
            </Menu.Target>
            <Menu.Dropdown>
              {Object.entries(SORTS).map(([sort, label]) => (
                <Menu.Item key={sort} onClick={() => onChange({ sort: sort || undefined } as LogSearch)}>
                  {label}
                </Menu.Item>
              ))}
            </Menu.Dropdown>
          </Menu>
        </>
      )}
    </search>
  );
}

/** Several values of one thing; what is chosen stands on the button. */
function FacetMenu(props: {
  label: string;
  options: [string, string][];
  value: string | undefined;
  onChange(value: string | undefined): void;
}) {
  const { label, options, value, onChange } = props;
  const chosen = value?.split(',') ?? [];
  const toggle = (one: string) => {
    const next = chosen.includes(one) ? chosen.filter((other) => other !== one) : [...chosen, one];
    onChange(next.length > 0 ? next.join(',') : undefined);
  };
  const names = chosen.map((one) => options.find(([code]) => code === one)?.[1] ?? one);
  const said = value === OPEN ? 'open' : names.length > 2 ? `${names.length} chosen` : names.join(', ');
  // Somebody or nobody is a single choice for the API.
  const single = label === 'Assignee';
  return (
    <Menu closeOnItemClick={single}>
      <Menu.Target>
        <Button variant={value ? 'light' : 'default'} size="compact-sm" fw={500}>
          {value ? `${label}: ${said}` : label}
        </Button>
      </Menu.Target>
      <Menu.Dropdown mah="60vh" style={{ overflowY: 'auto' }}>
        {options.length === 0 && <Menu.Item disabled>None in sight</Menu.Item>}
        {options.map(([code, name]) => (
          <Menu.CheckboxItem
            key={code}
            checked={chosen.includes(code)}
            closeMenuOnClick={single}
            onChange={() => (single ? onChange(chosen.includes(code) ? undefined : code) : toggle(code))}
          >
            {name}
          </Menu.CheckboxItem>
        ))}
        {value && (
          <>
            <Menu.Divider />
            <Menu.Item onClick={() => onChange(undefined)}>Any</Menu.Item>
          </>
        )}
      </Menu.Dropdown>
    </Menu>
  );
}

/** Midnight so many days ago, so that the address stays the same all day. */
function since(days: number): string {
  const start = new Date();
  start.setHours(0, 0, 0, 0);
  start.setDate(start.getDate() - days);
  return start.toISOString();
}

function periodOf(from: string | undefined): string {
  if (from === undefined) return 'Any time';
  return Object.entries(PERIODS).find(([, days]) => since(days) === from)?.[0] ?? '';
}
