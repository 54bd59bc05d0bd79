import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { Channel, Contact } from '@callbook/contracts';

/** A contact of which it is known who made it, and about what. The form is that of ../shared/data/matching/README.md. */
export type Labelled = {
  readonly id: string;
  readonly channel: Channel;
  readonly occurredAt: string;
  readonly from: Contact['from'];
  readonly subject?: string;
  readonly text: string;
  readonly person: string;
  readonly matter: string;
  readonly relation: 'new' | 'duplicate' | 'follow-up' | 'same-matter';
  /** On the first contact of each matter that belongs to a wave. */
  readonly wave?: string;
  /** The matter whose reference is quoted; null where that is wrong by a digit. */
  readonly quotes?: string | null;
};

export type Listed = {
  readonly person: string;
  readonly name: string;
  readonly emails: readonly string[];
  readonly phones: readonly string[];
  readonly slackUser?: string;
  readonly employeeNumber?: string;
  readonly room?: string;
  readonly department?: string;
};

export type LabelledSet = {
  readonly name: string;
  readonly directory: readonly Listed[];
  /** In the order of their time. */
  readonly contacts: readonly Labelled[];
};

/** Every set in a folder; none where it is missing. */
export function labelledSets(folder: string): LabelledSet[] {
  let files: string[];
  try {
    files = readdirSync(folder);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
  return files.filter((file) => file.endsWith('.json')).map((file) => labelledSet(join(folder, file)));
}

/** The set in a file. */
export function labelledSet(file: string): LabelledSet {
  const set = JSON.parse(readFileSync(file, 'utf8')) as Omit<LabelledSet, 'name'>;
  const contacts = set.contacts.toSorted((a, b) => a.occurredAt.localeCompare(b.occurredAt));
  return { ...set, contacts, name: basename(file, '.json') };
}

/** Half of the people: these the weights were fitted to, the others nothing. */
export function isTuned({ person }: Labelled): boolean {
  return Number(person.replace(/\D/g, '')) % 2 === 0;
}
