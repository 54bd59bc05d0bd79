import { Alert, Anchor, Button, NumberInput, Select, Stack, Text } from '@mantine/core';
import { IconPrinter } from '@tabler/icons-react';
import { type FormEvent, useEffect, useState } from 'react';
import { type Asked, Problem, wordsOf } from '../api/client.ts';
import { plural } from '../format.ts';
import styles from './paper.module.css';

type Wanted = Required<Asked<'POST /api/forms'>['body']>;

const KINDS: readonly { value: Wanted['kind']; label: string; one: string; what: string }[] = [
  { value: 'call', label: 'Call forms', one: 'call form', what: 'For the tray at the counter: one call on each.' },
  {
    value: 'log-book',
    label: 'Log-book sheets',
    one: 'log-book sheet',
    what: 'For the book: ten calls on a page, a row each.',
  },
  {
    value: 'separator',
    label: 'Separator sheets',
    one: 'separator sheet',
    what: 'Laid between two piles before they are scanned.',
  },
];
const LANGUAGES: readonly { value: Wanted['language']; label: string }[] = [
  { value: 'en', label: 'English' },
  { value: 'de', label: 'Deutsch' },
  { value: 'fr', label: 'Français' },
  { value: 'es', label: 'Español' },
];
const PAPERS: readonly { value: Wanted['paper']; label: string }[] = [
  { value: 'A4', label: 'A4' },
  { value: 'Letter', label: 'Letter' },
];
const MOST = 500;

type Printed = { readonly address: string; readonly name: string; readonly what: string };

/** Makes a PDF of sheets, each with a number that the log remembers. */
export function PrintForms({ language, paper }: Pick<Wanted, 'language' | 'paper'>) {
  const [wanted, setWanted] = useState<Wanted>({ kind: 'call', count: 10, language, paper });
  const [printed, setPrinted] = useState<Printed>();
  const [error, setError] = useState<unknown>();
  const [busy, setBusy] = useState(false);
  // Kept until there is another one, or the page is left.
  useEffect(() => () => (printed ? URL.revokeObjectURL(printed.address) : undefined), [printed]);

  const kind = KINDS.find(({ value }) => value === wanted.kind);
  const want = (more: Partial<Wanted>) => setWanted((before) => ({ ...before, ...more }));
  const print = async (event: FormEvent) => {
    event.preventDefault();
    setBusy(true);
    setError(undefined);
    try {
      const made = await pdfOf(wanted, plural(wanted.count, kind?.one ?? 'sheet'));
      setPrinted(made);
      save(made);
    } catch (refused) {
      setError(refused);
    }
    setBusy(false);
  };
  return (
    <form id="print" className={styles.print} onSubmit={(event) => void print(event)} aria-label="Print forms">
      <h2>Print forms</h2>
      <Stack gap="sm">
        <Select
          label="What"
          description={kind?.what}
          inputWrapperOrder={['label', 'input', 'description']}
          allowDeselect={false}
          data={KINDS}
          value={wanted.kind}
          onChange={(value) => want({ kind: (value ?? 'call') as Wanted['kind'] })}
        />
        <NumberInput
          label="Copies"
          min={1}
          max={MOST}
          allowDecimal={false}
          clampBehavior="blur"
          value={wanted.count}
          onChange={(value) => want({ count: Math.min(MOST, Math.max(1, Math.trunc(Number(value)) || 1)) })}
        />
        <div className={styles.pair}>
          <Select
            label="Language"
            allowDeselect={false}
            data={LANGUAGES}
            value={wanted.language}
            onChange={(value) => want({ language: (value ?? language) as Wanted['language'] })}
          />
          <Select
            label="Paper"
            allowDeselect={false}
            data={PAPERS}
            value={wanted.paper}
            onChange={(value) => want({ paper: (value ?? paper) as Wanted['paper'] })}
          />
        </div>
        <Button type="submit" variant="light" loading={busy} leftSection={<IconPrinter size={16} />}>
          Make the PDF
        </Button>
        {error !== undefined && (
          <Alert color="red" title="Nothing was printed" role="alert">
            {wordsOf(error)}
          </Alert>
        )}
        {printed && (
          <Text size="sm" role="status">
            {printed.what} in{' '}
            <Anchor href={printed.address} download={printed.name}>
              {printed.name}
            </Anchor>
            . Print it in its own size (100 %).
          </Text>
        )}
        <Text size="xs" c="dimmed">
          Each sheet has a number of its own. Print more rather than copy one.
        </Text>
      </Stack>
    </form>
  );
}

async function pdfOf(wanted: Wanted, what: string): Promise<Printed> {
  let response: Response;
  try {
    response = await fetch('/api/forms', {
      method: 'POST',
      credentials: 'same-origin',
      body: JSON.stringify(wanted),
      headers: { 'Content-Type': 'application/json' },
    });
  } catch {
    throw new Problem(0, { code: 'unreachable', detail: 'The desk cannot be reached. Try again.' });
  }
  if (!response.ok) throw new Problem(response.status, await response.json());
  const name = /filename="?([^";]+)/.exec(response.headers.get('content-disposition') ?? '')?.[1] ?? 'forms.pdf';
  return { address: URL.createObjectURL(await response.blob()), name, what };
}

function save({ address, name }: Printed): void {
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  link.click();
}
