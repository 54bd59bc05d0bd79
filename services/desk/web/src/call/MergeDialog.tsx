import { Button, Group, Modal, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { ask } from '../api/client.ts';
import type { Call } from '../api/types.ts';
import { nameOf } from '../format.ts';
import { ChannelIcon } from '../show/ChannelIcon.tsx';
import type { Deed } from './CallHead.tsx';
import styles from './call.module.css';
import { mergeCalls } from './deeds.ts';

/** Looks for the call that this one belongs to. */
export function MergeDialog({ call, onClose, deed }: { call: Call; onClose(): void; deed: Deed }) {
  const [typed, setTyped] = useState('');
  const [q] = useDebouncedValue(typed.trim(), 200);
  const { data, isPlaceholderData } = useQuery({
    queryKey: ['calls', 'merge', q, call.requester?.id],
    queryFn: ({ signal }) =>
      ask('GET /api/calls', { query: { limit: 8, ...(q === '' ? { requester: call.requester?.id } : { q }) }, signal }),
    placeholderData: (before) => before,
  });
  const others = (data?.items ?? []).filter(({ reference }) => reference !== call.reference);
  const merge = (other: string) => {
    onClose();
    void deed(`${other} merged into ${call.reference}`, () => mergeCalls(other, call.reference), other);
  };
  return (
    <Modal
      opened
      onClose={onClose}
      title={`Merge into ${call.reference}`}
      size="lg"
      closeButtonProps={{ 'aria-label': 'Close' }}
    >
      <form
        onSubmit={(event) => {
          event.preventDefault();
          // What is shown while somebody types on is an answer to something else.
          if (others[0] && !isPlaceholderData && q === typed.trim()) merge(others[0].reference);
        }}
      >
        <TextInput
          data-autofocus
          label="Which call is the same matter?"
          description="Its reference leads here afterwards. One step undoes it."
          placeholder="A reference or words"
          value={typed}
          onChange={(event) => setTyped(event.currentTarget.value)}
        />
        <ul className={styles.found}>
          {others.map(({ reference, title, requester, firstChannel }) => (
            <li key={reference}>
              <ChannelIcon channel={firstChannel} />
              <span className="numbers">{reference}</span>
              <span className={styles.foundTitle}>
                <bdi>{title}</bdi> <span className="faint">{nameOf(requester)}</span>
              </span>
              <Button
                size="compact-xs"
                variant="light"
                type="button"
                onClick={() => merge(reference)}
                aria-label={`Merge ${reference}`}
              >
                Merge
              </Button>
            </li>
          ))}
          {others.length === 0 && <li className="faint">No other call is like that.</li>}
        </ul>
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
        </Group>
      </form>
    </Modal>
  );
}
