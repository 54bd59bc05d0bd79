import { someContact } from '@callbook/checks';
import type { Contact } from '@callbook/contracts';

/** Contacts of made-up threads, in the order in which they were sent, and which of them belong together. */
export type Threads = {
  readonly contacts: readonly Contact[];
  /** Ids of the contacts of each call. */
  readonly calls: readonly (readonly string[])[];
  /** Ids of the notices that are about nothing which came. */
  readonly apart: readonly string[];
  /** How many contacts say again what another one said. */
  readonly duplicates: number;
};

type Message = { contact: Contact; references: string[]; id: string; seen: boolean; said: string };

const MINUTE = 60_000;
const BEGINNING = Date.parse('2026-03-02T08:00:00Z');

/**
 * Threads as mail programs make them: answers that name all that went before, or only their parent, or the first and
 * their parent; mails that never come here, copies to two mailboxes, mails sent again with and without what they answer,
 * automatic answers and bounces.
 */
export function randomThreads(random: () => number, threads: number): Threads {
  const messages = Array.from({ length: threads }, (_, thread) => randomThread(random, thread)).flat();
  const seen = messages.filter((message) => message.seen);
  const contacts = seen.map(({ contact }) => contact).sort((a, b) => a.occurredAt.localeCompare(b.occurredAt));
  const people = seen.filter(({ contact }) => contact.machine === undefined);
  const groups = grouped(people);
  const apart: string[] = [];
  for (const { contact, references } of seen.filter((one) => one.contact.machine !== undefined)) {
    const about = people.find(({ id }) => references.includes(id));
    if (about) groups.find((group) => group.includes(about.contact.id))?.push(contact.id);
    else apart.push(contact.id);
  }
  return { contacts, calls: groups, apart, duplicates: people.length - new Set(people.map(({ said }) => said)).size };
}

function randomThread(random: () => number, thread: number): Message[] {
  const chance = (probability: number) => random() < probability;
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)] as T;
  const people = ['ana', 'ben', 'eve'].map((name) => `${name}${thread}@example.org`);
  const messages: Message[] = [];
  let at = BEGINNING + Math.floor(random() * 10_000) * MINUTE;

  const add = (name: string, parts: Partial<Contact>, references: string[], id = `${name}@mail.example`): Message => {
    const text = parts.text ?? `What is said in ${name} of thread ${thread}, and nowhere else.`;
    const contact = someContact({
      ...{ sourceId: name, subject: `${references.length > 0 ? 'Re: ' : ''}Matter ${thread}`, text, fullText: text },
      ...{ from: { email: pick(people) }, occurredAt: new Date(at).toISOString() },
      ...parts,
      thread: { messageId: id, references },
    });
    const message = { contact, references, id, seen: chance(0.85), said: text };
    messages.push(message);
    return message;
  };
  const again = (message: Message, name: string, references: string[], id?: string) => {
    const { subject, from, text } = message.contact;
    return add(name, { subject, from, text }, references, id);
  };

  add(`${thread}-0`, {}, []);
  for (let number = 1; number < 9; number += 1) {
    at += (1 + Math.floor(random() * 2_000)) * MINUTE;
    const parent = pick(messages.filter(({ contact }) => contact.machine === undefined));
    const all = [...parent.references, parent.id];
    const references = pick([all, all, [parent.id], [...new Set([all[0] as string, parent.id])]]);
    const name = `${thread}-${number}`;
    const kind = random();
    if (kind < 0.12) {
      const details = { channel: 'email' as const, answers: true };
      add(
        name,
        { ...{ machine: 'auto-reply', subject: 'I am away', details }, from: { email: pick(people) } },
        references,
      );
    } else if (kind < 0.25) {
      again(parent, name, parent.references, parent.id); // a copy to another mailbox
      at += 2 * MINUTE;
      (messages.at(-1) as Message).contact.occurredAt = parent.contact.occurredAt;
    } else if (kind < 0.38) {
      const sent = again(parent, name, chance(0.5) ? parent.references : []);
      sent.contact.occurredAt = new Date(Date.parse(parent.contact.occurredAt) + 10 * MINUTE).toISOString();
    } else add(name, {}, references);
  }
  return messages;
}

/** What belongs together, told without any order: whatever is tied to each other is one. */
function grouped(people: readonly Message[]): string[][] {
  const came = new Set(people.map(({ id }) => id));
  const group = new Map(people.map((message) => [message, [message]]));
  const join = (one: Message, other: Message) => {
    const [into = [], from = []] = [group.get(one), group.get(other)];
    if (into === from) return;
    for (const message of from) group.set(message, into);
    into.push(...from);
  };
  for (const one of people) {
    for (const other of people) {
      const missed = one.references.some((id) => !came.has(id) && other.references.includes(id));
      const sameSender = one.contact.from.email === other.contact.from.email;
      if (one.references.includes(other.id) || one.said === other.said || (missed && sameSender)) join(one, other);
    }
  }
  return [...new Set(group.values())].map((list) => list.map(({ contact }) => contact.id));
}
