import { Autocomplete, Button, Checkbox, Group, Modal, Select, Stack, Textarea, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useRef, useState } from 'react';
import { useCatalogue } from '../api/catalogue.ts';
import { ask } from '../api/client.ts';
import { newId } from '../api/new-id.ts';
import type { Requester } from '../api/types.ts';
import { nameOf } from '../format.ts';
import { sayDone, sayError } from '../shell/say.ts';
import { Ago } from '../show/Age.tsx';
import styles from './entry.module.css';
import { ServiceField } from './ServiceField.tsx';

type Urgency = 'low' | 'normal' | 'high';

const NUMBER = /^[+\d][\d\s/().-]{4,}$/;

/**
 * A call that somebody takes by telephone or at the counter, written down while they speak. Enter goes on to the next
 * field, Ctrl Enter saves; what may be the same matter is shown while it is typed.
 */
export function QuickEntry({ onClose }: { onClose(): void }) {
  const navigate = useNavigate();
  const [who, setWho] = useState('');
  const [phone, setPhone] = useState('');
  const [email, setEmail] = useState('');
  const [text, setText] = useState('');
  const { services } = useCatalogue();
  const [service, setService] = useState<string | null>(null);
  // Undefined until somebody says so: until then it is that of the service.
  const [said, setSaid] = useState<Urgency>();
  const [walkIn, setWalkIn] = useState(false);
  const [reference, setReference] = useState('');
  const [answers, setAnswers] = useState<Readonly<Record<string, string>>>({});
  const [busy, setBusy] = useState(false);
  const words = useRef<HTMLTextAreaElement>(null);
  // The same for every try: a second one after a broken line is the same call.
  const id = useRef(newId());

  const item = services.find(({ name }) => name === service);
  const urgency = said ?? (item?.urgency === 'medium' ? 'normal' : item?.urgency) ?? 'normal';

  const [sought] = useDebouncedValue(who.trim(), 150);
  const [described] = useDebouncedValue(text.trim(), 300);
  const people = usePeople(sought);
  const chosen = people.find((person) => nameOf(person) === who.trim());
  const alike = useAlike(described, chosen);

  const answered = (item?.questions ?? []).flatMap((question) => {
    const answer = answers[question]?.trim();
    return answer ? [`${question}\n${answer}`] : [];
  });

  const choose = (name: string) => {
    setWho(name);
    const person = people.find((one) => nameOf(one) === name);
    if (!person) return;
    const of = (kind: string) => person.identities.find((identity) => identity.kind === kind)?.value ?? '';
    setPhone(of('phone'));
    setEmail(of('email'));
    requestAnimationFrame(() => words.current?.focus());
  };
  const save = async () => {
    if (busy || text.trim() === '') return;
    setBusy(true);
    const number = NUMBER.test(who.trim()) && phone === '' ? who.trim() : phone.trim();
    const name = NUMBER.test(who.trim()) || who.includes('@') ? '' : who.trim();
    const address = email.trim() || (who.includes('@') ? who.trim() : '');
    try {
      const entered = await ask('POST /api/calls', {
        body: {
          ...{ id: id.current, text: [text.trim(), ...answered].join('\n\n'), walkIn },
          ...(item && { service: item.name }),
          ...(said && { urgency: said }),
          from: { ...(name && { name }), ...(number && { phone: number }), ...(address && { email: address }) },
          ...(reference && { reference }),
        },
      });
      onClose();
      sayDone(entered.reference ? `Logged as ${entered.reference}` : 'Safe. The reference follows.');
      if (entered.reference)
        void navigate({ to: '/calls/$reference', params: { reference: entered.reference }, search: true });
    } catch (error) {
      setBusy(false);
      sayError('Not logged', error);
    }
  };
  return (
    <Modal opened onClose={onClose} title="New call" size="lg" closeButtonProps={{ 'aria-label': 'Close' }}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void save();
        }}
        onKeyDown={(event) => {
          if (event.key !== 'Enter') return;
          if (event.ctrlKey || event.metaKey) {
            event.preventDefault();
            void save();
          }
        }}
      >
        <Stack gap="sm">
          <Autocomplete
            data-autofocus
            label="Who"
            placeholder="Name, number or e-mail"
            data={[...new Set(people.map(nameOf))]}
            filter={({ options }) => options}
            limit={6}
            value={who}
            onChange={setWho}
            onOptionSubmit={choose}
            onKeyDown={(event) => {
              if (event.key !== 'Enter' || event.ctrlKey || event.currentTarget.getAttribute('aria-activedescendant'))
                return;
              event.preventDefault();
              words.current?.focus();
            }}
            maxLength={200}
          />
          <Group grow gap="sm">
            <TextInput
              label="Call back at"
              value={phone}
              onChange={(event) => setPhone(event.currentTarget.value)}
              maxLength={40}
              inputMode="tel"
            />
            <TextInput
              label="E-mail"
              value={email}
              onChange={(event) => setEmail(event.currentTarget.value)}
              maxLength={254}
              inputMode="email"
            />
          </Group>
          <Textarea
            ref={words}
            label="What they say"
            autosize
            minRows={3}
            maxRows={12}
            maxLength={20_000}
            required
            withAsterisk={false}
            value={text}
            onChange={(event) => setText(event.currentTarget.value)}
          />
          <ServiceField
            {...{ service: item, answers }}
            urgencySaid={said !== undefined}
            onChange={setService}
            onAnswer={(question, answer) => setAnswers((all) => ({ ...all, [question]: answer }))}
          />
          {alike.length > 0 && (
            <section aria-label="Perhaps the same" className={styles.alike}>
              <h3>Perhaps the same</h3>
              <ul>
                {alike.map((call) => (
                  <li key={call.reference}>
                    <span className="numbers">{call.reference}</span>
                    <span className={styles.title}>
                      <bdi>{call.title}</bdi>{' '}
                      <span className="faint">
                        {nameOf(call.requester)} · <Ago at={call.receivedAt} />
                      </span>
                    </span>
                    <Checkbox
                      size="xs"
                      label="This is it"
                      checked={reference === call.reference}
                      onChange={({ currentTarget }) => setReference(currentTarget.checked ? call.reference : '')}
                      aria-label={`It is about ${call.reference}`}
                    />
                  </li>
                ))}
              </ul>
            </section>
          )}
          <Group gap="lg" align="end">
            <Select
              label="Urgency"
              w="9rem"
              allowDeselect={false}
              data={[
                { value: 'low', label: 'Low' },
                { value: 'normal', label: 'Normal' },
                { value: 'high', label: 'High' },
              ]}
              value={urgency}
              onChange={(value) => setSaid((value ?? 'normal') as Urgency)}
            />
            <Checkbox
              pb={8}
              label="At the counter"
              checked={walkIn}
              onChange={({ currentTarget }) => setWalkIn(currentTarget.checked)}
            />
            <Button ml="auto" type="submit" loading={busy} disabled={text.trim() === ''}>
              {reference ? `Add to ${reference}` : 'Log the call'}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}

/** People whom the log knows by a part of a name, a number or an address. */
function usePeople(sought: string): readonly Requester[] {
  const { data } = useQuery({
    queryKey: ['people', sought],
    queryFn: async ({ signal }) => {
      const { items } = await ask('GET /api/calls', { query: { q: sought, limit: 20 }, signal });
      const people = items.flatMap(({ requester }) => requester ?? []);
      const word = sought.toLowerCase();
      return [...new Map(people.map((one) => [one.id, one])).values()].filter((one) =>
        [one.name ?? '', ...one.identities.map(({ value }) => value)].some((text) => text.toLowerCase().includes(word)),
      );
    },
    enabled: sought.length >= 2,
    placeholderData: (before) => before,
  });
  return sought.length >= 2 ? (data ?? []) : [];
}

/** Words that say little about a matter. */
const SHORT = 4;

/** Open calls that may be about the same: those of the same person, and those with the longest words of what is typed. */
function useAlike(described: string, person: Requester | undefined) {
  const words = [...new Set(described.match(/[\p{L}\d.-]+/gu) ?? [])]
    .filter((word) => word.length > SHORT)
    .sort((left, right) => right.length - left.length)
    .slice(0, 2)
    .join(' ');
  const { data } = useQuery({
    queryKey: ['alike', words, person?.id],
    queryFn: async ({ signal }) => {
      const status = 'new,acknowledged,in-progress,waiting';
      const asked = [...(person ? [{ requester: person.id }] : []), ...(words ? [{ q: words }] : [])].map((query) =>
        ask('GET /api/calls', { query: { ...query, status, limit: 3 }, signal }),
      );
      const items = (await Promise.all(asked)).flatMap((page) => page.items);
      return [...new Map(items.map((call) => [call.reference, call])).values()].slice(0, 4);
    },
    enabled: words !== '' || person !== undefined,
    placeholderData: (before) => before,
  });
  return words !== '' || person ? (data ?? []) : [];
}
