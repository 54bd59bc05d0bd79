import { Button, SegmentedControl, Textarea } from '@mantine/core';
import { useLocalStorage } from '@mantine/hooks';
import { IconSend } from '@tabler/icons-react';
import { type RefObject, useEffect, useState } from 'react';
import { useCatalogue } from '../api/catalogue.ts';
import type { Call } from '../api/types.ts';
import { sayDone, sayError } from '../shell/say.ts';
import { CHANNELS, ChannelIcon } from '../show/ChannelIcon.tsx';
import styles from './call.module.css';
import { noteOn, replyTo } from './deeds.ts';
import { wayTo } from './timeline.ts';

/** Where an answer is written. It says by which way it will go; what is half written outlives the page. */
export function Composer(props: {
  call: Call;
  mode: 'reply' | 'note';
  field: RefObject<HTMLTextAreaElement | null>;
  onMode(mode: 'reply' | 'note'): void;
  onWriting(writing: boolean): void;
  onSent(): void;
}) {
  const { call, mode, field, onMode, onWriting, onSent } = props;
  const [text, setText, clear] = useLocalStorage({ key: `callbook-${mode}-${call.reference}`, defaultValue: '' });
  const [busy, setBusy] = useState(false);
  const way = wayTo(call, useCatalogue().textAccounts);
  const note = mode === 'note';
  const dead = !note && !way;
  const empty = text.trim() === '';
  useEffect(() => onWriting(!empty), [empty, onWriting]);

  const submit = async () => {
    if (empty || busy || dead) return;
    setBusy(true);
    try {
      await (note ? noteOn(call.reference, text.trim()) : replyTo(call.reference, text.trim()));
      clear();
      sayDone(note ? 'Noted' : 'The answer is on its way');
      field.current?.blur();
      onSent();
    } catch (error) {
      sayError(note ? 'The note is not kept' : 'The answer is not sent', error);
    } finally {
      setBusy(false);
    }
  };
  const number = call.requester?.identities.find(({ kind }) => kind === 'phone')?.value;
  return (
    <form
      className={styles.composer}
      data-note={note || undefined}
      aria-label={note ? 'Note' : 'Reply'}
      onSubmit={(event) => {
        event.preventDefault();
        void submit();
      }}
    >
      <div className={styles.composing}>
        <SegmentedControl
          size="xs"
          aria-label="Reply or note"
          value={mode}
          onChange={(value) => onMode(value as 'reply' | 'note')}
          data={[
            { value: 'reply', label: 'Reply' },
            { value: 'note', label: 'Note' },
          ]}
        />
        <span className={styles.way}>
          {note ? (
            'Only the desk reads it'
          ) : way ? (
            <>
              <ChannelIcon channel={way.channel} size={14} /> by {CHANNELS[way.channel]} to <bdi>{way.to}</bdi>
            </>
          ) : (
            <>
              Nothing can be sent to them.{' '}
              {number && (
                <>
                  Call back: <a href={`tel:${number}`}>{number}</a>
                </>
              )}
            </>
          )}
        </span>
      </div>
      <div className={styles.writing}>
        <Textarea
          ref={field}
          autosize
          minRows={1}
          maxRows={10}
          aria-label={note ? 'Note' : 'Reply'}
          placeholder={note ? 'What the desk should know' : 'Write an answer'}
          maxLength={20_000}
          disabled={dead}
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
          onKeyDown={(event) => {
            if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) void submit();
          }}
        />
        <Button type="submit" loading={busy} disabled={empty || dead} leftSection={<IconSend size={16} />}>
          {note ? 'Keep' : 'Send'}
        </Button>
      </div>
    </form>
  );
}
