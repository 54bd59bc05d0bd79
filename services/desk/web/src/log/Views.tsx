import { ActionIcon, Button, Checkbox, Menu, Popover, Stack, TextInput } from '@mantine/core';
import { IconBookmarkPlus, IconDots, IconTrash, IconUser, IconUsers } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { may, useMe } from '../api/session.ts';
import { useViewDeeds, type View, viewsQuery } from '../api/views.ts';
import styles from './log.module.css';
import { type LogSearch, logSearch, sameSearch } from './search.ts';

/** Named searches with how many calls they have: those of the desk, those of everybody, and one's own. */
export function Views({ search }: { search: LogSearch }) {
  const me = useMe();
  const { data } = useQuery(viewsQuery);
  const views = data?.items ?? [];
  const known = views.some(({ filters }) => sameSearch(logSearch(filters), search));
  const oversees = may(me, 'oversee');
  return (
    <nav aria-label="Views" className={styles.views}>
      {views.map((view) => (
        <ViewLink
          key={view.id ?? view.name}
          view={view}
          chosen={sameSearch(logSearch(view.filters), search)}
          changeable={view.id !== undefined && (oversees || !view.shared)}
          oversees={oversees}
        />
      ))}
      {data && !known && (me?.agent || oversees) && (
        <KeepView search={search} own={me?.agent !== undefined} oversees={oversees} />
      )}
    </nav>
  );
}

function ViewLink({
  view,
  chosen,
  changeable,
  oversees,
}: {
  view: View;
  chosen: boolean;
  changeable: boolean;
  oversees: boolean;
}) {
  const { name, filters, count, more } = view;
  const late = filters.late === 'true' && count > 0;
  // Of a log of years it is only ever “1000+”.
  const counted = Object.keys(filters).length > 0;
  return (
    <>
      <Link
        to="/"
        search={logSearch(filters)}
        className={styles.view}
        data-chosen={chosen || undefined}
        aria-current={chosen ? 'page' : undefined}
        activeOptions={{ exact: true }}
      >
        <bdi>{name}</bdi>
        {counted && (
          <span className={styles.tally} data-tone={late ? 'late' : undefined}>
            {count}
            {more && '+'}
          </span>
        )}
      </Link>
      {chosen && changeable && <ViewMenu view={view} oversees={oversees} />}
    </>
  );
}

function ViewMenu({ view: { id = '', name, shared, madeBy }, oversees }: { view: View; oversees: boolean }) {
  const me = useMe();
  const { change, remove } = useViewDeeds();
  return (
    <Menu position="bottom-start">
      <Menu.Target>
        <ActionIcon variant="subtle" color="gray" size="sm" my="auto" aria-label={`The view ${name}`}>
          <IconDots size={14} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{shared ? `Everybody’s, by ${madeBy}` : 'Your own'}</Menu.Label>
        {oversees && !shared && (
          <Menu.Item
            leftSection={<IconUsers size={16} />}
            onClick={() => change.mutate({ id, change: { shared: true } })}
          >
            Share with everybody
          </Menu.Item>
        )}
        {shared && me?.agent && (
          <Menu.Item
            leftSection={<IconUser size={16} />}
            onClick={() => change.mutate({ id, change: { shared: false } })}
          >
            Keep for me alone
          </Menu.Item>
        )}
        <Menu.Item leftSection={<IconTrash size={16} />} onClick={() => remove.mutate(id)}>
          {shared ? 'Remove it for everybody' : 'Remove'}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}

function KeepView({ search, own, oversees }: { search: LogSearch; own: boolean; oversees: boolean }) {
  const [open, setOpen] = useState(false);
  const [name, setName] = useState('');
  const [shared, setShared] = useState(!own);
  const { keep } = useViewDeeds();
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
            keep.mutate({ name: name.trim(), filters: search, shared }, { onSuccess: () => setOpen(false) });
          }}
        >
          <Stack gap="xs">
            <TextInput
              label="Name of the view"
              size="xs"
              maxLength={40}
              value={name}
              onChange={(event) => setName(event.currentTarget.value)}
            />
            {oversees && (
              <Checkbox
                size="xs"
                label="For everybody at the desk"
                checked={shared}
                disabled={!own}
                onChange={({ currentTarget }) => setShared(currentTarget.checked)}
              />
            )}
            <Button type="submit" size="xs" loading={keep.isPending}>
              Keep
            </Button>
          </Stack>
        </form>
      </Popover.Dropdown>
    </Popover>
  );
}
