import { ActionIcon, Autocomplete, Button, Checkbox, Group, TextInput } from '@mantine/core';
import { IconPlus, IconX } from '@tabler/icons-react';
import { useState } from 'react';
import { useCatalogue } from '../api/catalogue.ts';
import type { Call } from '../api/types.ts';
import type { Deed } from './CallHead.tsx';
import styles from './call.module.css';
import { addTask, changeTask } from './deeds.ts';

/** Parts of a call that other departments do. With the last one the call is done. */
export function Tasks({ call, deed, may }: { call: Call; deed: Deed; may: boolean }) {
  const { reference, tasks } = call;
  const { departments } = useCatalogue();
  const [adding, setAdding] = useState(false);
  const [title, setTitle] = useState('');
  const [department, setDepartment] = useState('');
  const shown = tasks.filter(({ status }) => status !== 'cancelled');
  if (shown.length === 0 && !may) return null;
  const add = async () => {
    if (title.trim() === '' || department.trim() === '') return;
    await deed('Task given', () => addTask(reference, { title: title.trim(), department: department.trim() }));
    setAdding(false);
    setTitle('');
  };
  return (
    <section>
      <h2>Tasks</h2>
      <ul className={styles.tasks}>
        {shown.map(({ id, title: what, department: where, status, version }) => (
          <li key={id}>
            <Checkbox
              size="xs"
              disabled={!may}
              checked={status === 'done'}
              label={
                <>
                  {what} <span className="faint">{where}</span>
                </>
              }
              onChange={({ currentTarget }) =>
                void deed(currentTarget.checked ? 'Task done' : 'Task open again', () =>
                  changeTask(reference, id, { status: currentTarget.checked ? 'done' : 'open', version }),
                )
              }
            />
            {may && status === 'open' && (
              <ActionIcon
                size="xs"
                variant="subtle"
                color="gray"
                aria-label={`Cancel the task ${what}`}
                onClick={() =>
                  void deed('Task cancelled', () => changeTask(reference, id, { status: 'cancelled', version }))
                }
              >
                <IconX size={12} />
              </ActionIcon>
            )}
          </li>
        ))}
      </ul>
      {adding ? (
        <form
          onSubmit={(event) => {
            event.preventDefault();
            void add();
          }}
        >
          <TextInput
            size="xs"
            label="What is to be done"
            maxLength={200}
            autoFocus
            value={title}
            onChange={(event) => setTitle(event.currentTarget.value)}
          />
          <Autocomplete
            size="xs"
            label="By which department"
            maxLength={75}
            data={departments}
            value={department}
            onChange={setDepartment}
          />
          <Group gap="xs" mt="xs">
            <Button size="compact-xs" type="submit">
              Give
            </Button>
            <Button size="compact-xs" variant="default" onClick={() => setAdding(false)}>
              Cancel
            </Button>
          </Group>
        </form>
      ) : (
        may && (
          <Button
            size="compact-xs"
            variant="subtle"
            leftSection={<IconPlus size={12} />}
            onClick={() => setAdding(true)}
          >
            Task
          </Button>
        )
      )}
    </section>
  );
}
