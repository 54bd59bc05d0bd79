import { ActionIcon, Button, Group, Popover, TextInput, Tooltip } from '@mantine/core';
import { IconBookmarkPlus, IconTrash } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { countQuery } from '../api/calls.ts';
import { useMe } from '../api/session.ts';
import styles from './log.module.css';
import { keepOwnViews, type LogSearch, ownViews, sameSearch, standingViews, type View } from './search.ts';

/** Named searches with how many calls they have: those of everybody, and those that somebody kept. */
export function Views({ search }: { search: LogSearch }) {
  const me = useMe();
  const [own, setOwn] = useState(ownViews);
  const views = [...standingViews(me?.name), ...own];
  const known = views.some((view) => sameSearch(view.search, search));
  const keep = (next: readonly View[]) => {
    keepOwnViews(next);
    setOwn(next);
  };
  return (
    <nav aria-label="Views" className={styles.views}>
      {views.map((view) => (
        <ViewLink
          key={`${view.own ? 'own' : ''}${view.name}`}
          view={view}
          chosen={sameSearch(view.search, search)}
          onRemove={() => keep(own.filter(({ name }) => name !== view.name))}
        />
      ))}
      {!known && (
        <KeepView onKeep={(name) => keep([...own.filter((one) => one.name !== name), { name, search, own: true }])} />
      )}
    </nav>
  );
}

function ViewLink({ view, chosen, onRemove }: { view: View; chosen: boolean; onRemove(): void }) {
  const { data } = useQuery(countQuery(view.search));
  const late = view.name === 'Late' && data !== undefined && data.count > 0;
  return (
    <>
      <Link
        to="/"
        search={view.search}
        className={styles.view}
        data-chosen={chosen || undefined}
        aria-current={chosen ? 'page' : undefined}
        activeOptions={{ exact: true }}
      >
        {view.name}
        {data && view.name !== 'All calls' && (
          <span className={styles.tally} data-tone={late ? 'late' : undefined}>
            {data.count}
            {data.more && '+'}
          </span>
        )}
      </Link>
      {view.own && chosen && (
        <Tooltip label="Remove this view">
          <ActionIcon
            variant="subtle"
            color="gray"
            size="sm"
            aria-label={`Remove the view ${view.name}`}
            onClick={onRemove}
            my="auto"
          >
            <IconTrash size={14} />
          </ActionIcon>
        </Tooltip>
      )}
    </>
  );
}

function KeepView({ onKeep }: { onKeep(name: string): void }) {
  const [open, setOpen] = useState(false);
  const [name, setName] = useState('');
  return (
    <Popover opened={open} onChange={setOpen} trapFocus withArrow>
      <Popover.Target>
        <Button
          variant="subtle"
          color="gray"
          size="compact-sm"
          my="auto"
          leftSection={<IconBookmarkPlus size={14} />}
          onClick={() => setOpen(true)}
        >
          Keep as a view
        </Button>
      </Popover.Target>
      <Popover.Dropdown>
        <form
          onSubmit={(event) => {
            event.preventDefault();
            if (name.trim() === '') return;
            onKeep(name.trim());
            setOpen(false);
          }}
        >
          <Group gap="xs" align="end">
            <TextInput
              label="Name of the view"
              size="xs"
              maxLength={40}
              value={name}
              onChange={(event) => setName(event.currentTarget.value)}
            />
            <Button type="submit" size="xs">
              Keep
            </Button>
          </Group>
        </form>
      </Popover.Dropdown>
    </Popover>
  );
}
