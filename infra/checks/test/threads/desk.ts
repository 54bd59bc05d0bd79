import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openArchive } from '@callbook/archive';
import { memoryIntake, quietLogger, testDatabase } from '@callbook/checks';
import { recordContacts } from '@callbook/consolidation';
import { type Contact, ownMessageId } from '@callbook/contracts';
import { openLog } from '@callbook/log';
import { v7 } from 'uuid';
import { takeMail } from '../../../../services/email/src/take.ts';
import type { Letter } from './scenario.ts';

/** A desk with an empty log: mails go through the real adapter and the real consolidation into it. */
export type Desk = {
  /** Mails that come in one batch, whose placeholders are filled in from what the log says. */
  receive(letters: readonly Letter[]): Promise<void>;
  outcome(): Promise<Outcome>;
  close(): Promise<void>;
};

/** What the log made of the mails, by their names. */
export type Outcome = {
  /** The mails of each call, by name, without those of machines that belong to none. */
  readonly calls: readonly (readonly string[])[];
  readonly duplicates: readonly string[];
  readonly apart: readonly string[];
  /** `split: b`, `follow-up: b > a`, with the mail that gave rise to it and the first of the other call. */
  readonly suggestions: readonly string[];
};

const logger = quietLogger();
const DOMAIN = 'lindqvist-pumps.example';
const OURS = ['spoc', 'facility'].map((mailbox) => `${mailbox}@${DOMAIN}`);

export async function openDesk(): Promise<Desk> {
  const database = await testDatabase();
  const log = openLog({ url: database.url, connections: 2 }, logger);
  const folder = mkdtempSync(join(tmpdir(), 'threads-'));
  const archive = await openArchive({ folder }, folder, logger);
  const names = new Map<string, string>();

  const taken = async ({ name, mailbox, receivedAt, raw }: Letter): Promise<Contact> => {
    const bytes = Buffer.from(await filledIn(raw), 'latin1');
    const intake = memoryIntake();
    const now = () => new Date(Date.parse(receivedAt) + 1_000);
    const trustedReceivers = new Map([[mailbox, ['mx.lindqvist-pumps.example']]]);
    await takeMail(
      { archive, intake, logger, now, newId: v7, ours: OURS, trustedReceivers },
      { account: mailbox, original: await archive.put(bytes), bytes, internalDate: new Date(receivedAt) },
    );
    const [contact] = [...intake.contacts.values()] as [Contact];
    names.set(contact.id, name);
    return contact;
  };

  const filledIn = async (raw: string): Promise<string> => {
    const calls = await database.query<{ contact: string; reference: string; token: string }>(
      'select contacts.id as contact, reference, reply_token as token from contacts join calls on calls.id = call_id',
    );
    return raw.replace(/\{(ack|token|ref|badref):([\w.-]+)\}/g, (_, what: string, name: string) => {
      const call = calls.find(({ contact }) => names.get(contact) === name);
      if (!call) throw new Error(`${name} has no call yet`);
      const { reference, token } = call;
      if (what === 'ack') return ownMessageId({ reference, token, domain: DOMAIN });
      if (what === 'token') return token;
      return what === 'ref' ? reference : reference.replace(/\d$/, (digit) => String((Number(digit) + 1) % 10));
    });
  };

  return {
    async receive(letters) {
      const contacts: Contact[] = [];
      for (const letter of letters) contacts.push(await taken(letter));
      await recordContacts(contacts, { log, newId: v7, now: () => new Date('2026-03-09T09:00:00.000Z') });
    },
    async outcome() {
      const rows = await database.query<{ id: string; call_id: string | null; duplicate_of: string | null }>(
        'select id, call_id, duplicate_of from contacts',
      );
      const named = rows.map((row) => ({ ...row, name: names.get(row.id) ?? row.id }));
      // What mails answer is played here. What they say, and to whom it may belong, is measured by infra/bench matching.
      const suggested = await database.query<{ kind: string; contact_id: string; other_call_id: string | null }>(
        `select kind, contact_id, other_call_id from suggestions
         where not why && array['the same person'] and not array_to_string(why, ';') ~ 'words of both|both name|both are about'`,
      );
      const of = (callId: string | null) =>
        named
          .filter(({ call_id }) => call_id === callId)
          .map(({ name }) => name)
          .sort();
      return {
        calls: [...new Set(named.flatMap(({ call_id }) => call_id ?? []))].map(of).sort(),
        duplicates: named
          .filter(({ duplicate_of }) => duplicate_of !== null)
          .map(({ name }) => name)
          .sort(),
        apart: of(null),
        suggestions: suggested
          .map(({ kind, contact_id, other_call_id }) => {
            const other = other_call_id === null ? '' : ` > ${of(other_call_id)[0]}`;
            return `${kind}: ${names.get(contact_id)}${other}`;
          })
          .sort(),
      };
    },
    async close() {
      await log.close();
      await database.drop();
      await archive.close();
      rmSync(folder, { recursive: true });
    },
  };
}
