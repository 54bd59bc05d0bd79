import { Button, Group, Radio, SegmentedControl, Stack, Text, Textarea, TextInput } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { type KeyboardEvent, type ReactNode, useState } from 'react';
import { newId } from '../api/new-id.ts';
import { Ago } from '../show/Age.tsx';
import { Mark } from '../show/Marks.tsx';
import { DOUBTS, type Entry, FIELD_NAMES, type Field } from './names.ts';
import type { Reviewed } from './ReviewPage.tsx';
import styles from './review.module.css';

type Name = Field['name'];
type Urgency = NonNullable<Reviewed['urgency']>;

/** The fields of one scan or recording, the least sure first: Enter goes to the next, Ctrl Enter keeps it all. */
export function ReviewForm({
  entry,
  typed,
  mayAnswer,
  onAnswer,
  children,
}: {
  entry: Entry;
  /** What was typed before, and could not be kept. */
  typed: Reviewed | undefined;
  mayAnswer: boolean;
  onAnswer(reviewed: Reviewed): void;
  children(field: Field | undefined): ReactNode;
}) {
  const fields = fieldsOf(entry);
  const whole = !fields.some(({ name }) => name === 'matter');
  const [id] = useState(() => typed?.id ?? newId());
  const [values, setValues] = useState<Partial<Record<Name, string>>>(() => ({
    ...Object.fromEntries(fields.map(({ name, value, guess }) => [name, value ?? guess ?? ''])),
    ...typed?.values,
  }));
  const [text, setText] = useState(typed?.text ?? entry.text);
  const [department, setDepartment] = useState(typed?.department ?? entry.department ?? '');
  const [urgency, setUrgency] = useState<string>(typed?.urgency ?? entry.urgency ?? '');
  const [requester, setRequester] = useState(typed?.requester ?? '');
  const [looking, setLooking] = useState<Field | undefined>(fields[0]);

  const keep = () => {
    if (!mayAnswer) return;
    onAnswer({
      id,
      values,
      ...(whole && text.trim() && { text: text.trim() }),
      ...(department.trim() && { department: department.trim() }),
      ...(urgency && { urgency: urgency as Urgency }),
      ...(requester && { requester }),
    });
  };
  const keys = (event: KeyboardEvent<HTMLFormElement>) => {
    if (event.key !== 'Enter') return;
    if (event.ctrlKey || event.metaKey) {
      event.preventDefault();
      keep();
    } else if (event.target instanceof HTMLInputElement && event.target.type === 'text') {
      event.preventDefault();
      const all = [...event.currentTarget.querySelectorAll<HTMLElement>('input[type=text], textarea')];
      all[all.indexOf(event.target) + 1]?.focus();
    }
  };
  return (
    <>
      <div className={styles.subject}>{children(looking)}</div>
      <form
        className={styles.form}
        onKeyDown={keys}
        onSubmit={(event) => {
          event.preventDefault();
          keep();
        }}
      >
        <Stack gap="sm">
          <Text size="sm" c="dimmed">
            {entry.reference && (
              <Link to="/calls/$reference" params={{ reference: entry.reference }} className="numbers">
                {entry.reference}
              </Link>
            )}{' '}
            {entry.form && `form ${entry.form.formNumber} `}
            {entry.row !== undefined && `row ${entry.row} `}· came <Ago at={entry.receivedAt} />
          </Text>
          {entry.problem && <Text c="var(--late)">{entry.problem.message}</Text>}
          {fields.map((field, index) => (
            <FieldInput
              key={field.name}
              field={field}
              first={index === 0}
              value={values[field.name] ?? ''}
              onChange={(value) => setValues((before) => ({ ...before, [field.name]: value }))}
              onFocus={() => setLooking(field)}
            />
          ))}
          {whole && (
            <Textarea
              label="What it says"
              autosize
              minRows={4}
              maxRows={16}
              maxLength={20_000}
              dir="auto"
              autoFocus={fields.length === 0}
              value={text}
              onChange={({ currentTarget }) => setText(currentTarget.value)}
            />
          )}
          <TextInput
            label="Department"
            value={department}
            maxLength={200}
            onChange={({ currentTarget }) => setDepartment(currentTarget.value)}
          />
          {entry.kind === 'scan' && (
            <div>
              <Text size="sm" fw={500} id="urgency">
                Urgency
              </Text>
              <SegmentedControl
                size="xs"
                aria-labelledby="urgency"
                value={urgency}
                onChange={setUrgency}
                data={[
                  { value: '', label: 'Not said' },
                  { value: 'low', label: 'Low' },
                  { value: 'normal', label: 'Normal' },
                  { value: 'high', label: 'High' },
                ]}
              />
            </div>
          )}
          {entry.requesters.length > 0 && (
            <Radio.Group label="Who wrote it" value={requester} onChange={setRequester}>
              <Stack gap={6} mt={6}>
                {entry.requesters.slice(0, 4).map((person) => (
                  <Radio
                    key={person.requester}
                    value={person.requester}
                    label={[person.name ?? 'Somebody known', person.place, person.department]
                      .filter(Boolean)
                      .join(', ')}
                    description={person.why.join('; ')}
                  />
                ))}
                <Radio value="" label="Nobody of these" />
              </Stack>
            </Radio.Group>
          )}
          <Group justify="space-between" mt="xs">
            <Text size="xs" c="dimmed">
              Enter: next field · Ctrl Enter: keep · Esc, then j: skip
            </Text>
            <Button type="submit" disabled={!mayAnswer}>
              Keep
            </Button>
          </Group>
        </Stack>
      </form>
    </>
  );
}

/** Those that are written in, the least sure first, each once. */
function fieldsOf({ fields }: Entry): Field[] {
  const written = fields.filter(({ state }) => state !== 'empty');
  const doubt = ({ state, confidence = 0 }: Field) => (state === 'sure' ? 1 + confidence : confidence);
  const once = new Map(written.toReversed().map((field) => [field.name, field]));
  return [...once.values()].sort((one, other) => doubt(one) - doubt(other));
}

type FieldInputProps = {
  readonly field: Field;
  readonly first: boolean;
  readonly value: string;
  onChange(value: string): void;
  onFocus(): void;
};

function FieldInput({ field, first, value, onChange, onFocus }: FieldInputProps) {
  const { name, state, picture, doubts } = field;
  const long = name === 'matter' || name === 'note';
  const shared = {
    label: (
      <>
        {FIELD_NAMES[name]}{' '}
        {state === 'sure' ? (
          <Mark tone="good">sure</Mark>
        ) : (
          <Mark tone="warn">{doubts.map((doubt) => DOUBTS[doubt]).join(', ') || 'unsure'}</Mark>
        )}
      </>
    ),
    ...{ value, onFocus, autoFocus: first, dir: 'auto' as const, maxLength: long ? 20_000 : 512 },
  };
  return (
    <div>
      {picture && <img className={styles.crop} src={picture} alt={`What is written: ${FIELD_NAMES[name]}`} />}
      {long ? (
        <Textarea
          {...shared}
          autosize
          minRows={2}
          maxRows={10}
          onChange={(event) => onChange(event.currentTarget.value)}
        />
      ) : (
        <TextInput {...shared} type="text" onChange={(event) => onChange(event.currentTarget.value)} />
      )}
    </div>
  );
}
