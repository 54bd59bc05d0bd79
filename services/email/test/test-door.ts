import { createHash } from 'node:crypto';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { type Archive, openArchive } from '@callbook/archive';
import { type MemoryIntake, memoryIntake } from '@callbook/checks';
import { ConfigSchema, type Contact, type EmailAccount, type SmtpDoor } from '@callbook/contracts';
import type { Intake } from '@callbook/intake';
import { createLogger } from '@callbook/runtime';
import { Registry } from 'prom-client';
import { v7 } from 'uuid';
import { type Door, openDoor } from '../src/door/door.ts';
import { type MailClient, mailClient } from './mail-client.ts';

export type TestDoor = {
  readonly door: Door;
  readonly intake: MemoryIntake;
  readonly archive: Archive;
  readonly metrics: Registry;
  /** A client, greeted. */
  client(hello?: string): Promise<MailClient>;
  /** What was accepted, in its order. */
  contacts(): Contact[];
  /** The original of a contact, byte for byte. */
  original(contact: Contact): Promise<Buffer>;
  /** Names of everything in the archive's folder, also of what is unfinished. */
  files(): Promise<string[]>;
  close(): Promise<void>;
};

export type TestDoorOptions = {
  /** Settings of email.smtp. */
  readonly smtp?: Record<string, unknown>;
  readonly patience?: number;
  readonly accounts?: readonly EmailAccount[];
  readonly archive?: (archive: Archive) => Archive;
  readonly intake?: (intake: Intake) => Intake;
};

/** `helpdesk` with an alias and a mailbox's worth of addresses, and `facilities`. */
export const ACCOUNTS = ConfigSchema.parse({
  email: {
    accounts: [
      {
        name: 'helpdesk',
        address: 'Desk@callbook.example',
        aliases: ['it@callbook.example', 'it@xn--bro-hoa.example'],
      },
      { name: 'facilities', address: 'facilities@callbook.example' },
    ],
  },
}).email.accounts;

/** A door at a free port with an archive of its own and an intake in memory. */
export async function testDoor({
  smtp = {},
  accounts = ACCOUNTS,
  patience,
  ...wrap
}: TestDoorOptions = {}): Promise<TestDoor> {
  const folder = await mkdtemp(join(tmpdir(), 'door-archive-'));
  const logger = createLogger('test', 'silent');
  const archive = await openArchive({ folder }, '/nowhere', logger);
  const intake = memoryIntake();
  const metrics = new Registry();
  const config = ConfigSchema.parse({ email: { smtp: { port: 0, ...smtp } } }).email.smtp as SmtpDoor;
  const door = await openDoor(
    {
      archive: wrap.archive?.(archive) ?? archive,
      intake: wrap.intake?.(intake) ?? intake,
      ...{ logger, metrics, accounts, ...(patience && { patience }), now: () => new Date(), newId: () => v7() },
    },
    config,
  );
  const clients: MailClient[] = [];
  return {
    ...{ door, intake, archive, metrics },
    async client(hello) {
      const client = await mailClient(door.port, hello);
      clients.push(client);
      return client;
    },
    contacts: () => [...intake.contacts.values()],
    original: async ({ original }) => buffer(await archive.get(original.sha256)),
    async files() {
      const entries = await readdir(folder, { recursive: true, withFileTypes: true });
      return entries.filter((entry) => entry.isFile()).map(({ name }) => name);
    },
    async close() {
      for (const client of clients) client.cut();
      await door.stop();
      await archive.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

export function sha256(bytes: Buffer | string): string {
  return createHash('sha256').update(bytes).digest('hex');
}

/** A mail that is like no other number's. */
export function numbered(number: number, body = `Printer ${number} is jammed.`): string {
  return [
    'Received: from elsewhere.example by mx.callbook.example with ESMTPS id 4711; Mon, 2 Nov 2026 08:00:00 +0000',
    'From: Ada Lindqvist <ada@example.org>',
    'To: desk@callbook.example',
    `Subject: Printer ${number}`,
    `Message-ID: <${number}.door@example.org>`,
    'Date: Mon, 2 Nov 2026 08:00:00 +0000',
    '',
    `${body}\r\n`,
  ].join('\r\n');
}

/** It declares parts and has none. */
export const UNREADABLE = 'Content-Type: multipart/mixed; boundary=part\r\n\r\nno parts\r\n';

export async function until(met: () => boolean | Promise<boolean>): Promise<void> {
  for (const end = Date.now() + 90_000; !(await met()); ) {
    if (Date.now() > end) throw new Error('it did not happen in time');
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}
