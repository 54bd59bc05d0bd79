import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openArchive } from '@callbook/archive';
import { quietLogger, type TestDatabase, testDatabase } from '@callbook/checks';
import { memoryIntake } from '@callbook/checks/memory-intake';
import { promisesOf, recordContacts } from '@callbook/consolidation';
import { ConfigSchema, type Delivery, SECOND } from '@callbook/contracts';
import { letOut } from '@callbook/delivery';
import { openSend, sendingAccounts, takeMail } from '@callbook/email';
import { openLog, settle } from '@callbook/log';
import { type MailSink, startMailSink } from '@callbook/peers';
import { v7 } from 'uuid';

/** A mail on its way: who takes it, and its bytes as a server hands them over. */
export type Letter = { readonly to: string; readonly raw: string };

/** Somebody who gets mail, and what they write when they do. */
export type Correspondent = (mail: Letter, now: Date) => readonly Letter[];

/** A whole Callbook with a mailbox, as it would run, but by the clock of the test. */
export type Callbook = {
  readonly address: string;
  readonly database: TestDatabase;
  /** What it has sent, and when. */
  readonly sent: { readonly to: string; readonly at: number; readonly raw: string }[];
  /** What came into its mailbox. */
  readonly received: Letter[];
  /** Reads what came, records it, and lets out what is to be sent. */
  work(mails: readonly Letter[], now: Date): Promise<Letter[]>;
  close(): Promise<void>;
};

/** Parse, normalise, record, cap, word and send are the real ones; mail goes through a real SMTP server. */
export async function openCallbook(address: string, acknowledgement: object = {}): Promise<Callbook> {
  const logger = quietLogger();
  const home = mkdtempSync(join(tmpdir(), 'loops-'));
  const [database, sink]: [TestDatabase, MailSink] = [await testDatabase(), await startMailSink()];
  const smtp = { host: sink.host, port: sink.port, security: 'none' };
  const config = ConfigSchema.parse({
    email: { accounts: [{ name: 'desk', address, smtp }] },
    ...{ acknowledgement, response: { minutes: 60 } },
  });
  const log = openLog({ url: database.url, connections: 4 }, logger);
  const archive = await openArchive({}, home, logger);
  const intake = memoryIntake();
  const sent: Callbook['sent'] = [];
  const received: Letter[] = [];
  let now = new Date(0);
  const desk = { archive, intake, logger, now: () => now, newId: () => v7(), ours: [address] };
  const promises = promisesOf(config);
  const send = openSend(sendingAccounts(config.email.accounts), { now: () => now.getTime(), loginOf: () => undefined });
  const out: Delivery[] = [];
  const queue = {
    ready: async () => undefined,
    state: async () => 'gone' as const,
    send: async (_name: unknown, delivery: unknown) => void out.push(delivery as Delivery),
  };
  const metrics = { answered: () => undefined, withheld: () => undefined, lost: () => undefined };

  return {
    ...{ address, database, sent, received },
    async work(mails, at) {
      now = at;
      received.push(...mails);
      for (const { raw } of mails) {
        const bytes = Buffer.from(raw);
        await takeMail(desk, { account: 'desk', original: await archive.put(bytes), bytes, internalDate: now });
      }
      if (mails.length > 0) {
        const waiting = [...intake.contacts.values()].filter(({ key }) => !intake.recorded.has(key));
        await recordContacts(waiting, { log, newId: v7, now: () => now, promises });
        intake.record(waiting.map(({ key }) => key));
      }
      while ((await letOut({ log, queue: queue as never, config, logger, metrics, now: () => now })) > 0);
      const letters: Letter[] = [];
      for (const delivery of out.splice(0)) {
        const before = sink.mails.length;
        const answer = await send(delivery);
        const settled = { outcome: 'sent', sourceId: answer.sourceId, at: now.toISOString() } as const;
        await log.db.transaction().execute((trx) => settle(trx, delivery.id, settled));
        for (const mail of sink.mails.slice(before)) {
          const [to = ''] = mail.to;
          sent.push({ to, at: now.getTime(), raw: mail.raw });
          // What the last server notes of the envelope.
          letters.push({ to, raw: `Return-Path: <${mail.from}>\r\n${mail.raw}` });
        }
      }
      return letters;
    },
    async close() {
      await sink.stop();
      await archive.close();
      await log.close();
      await database.drop();
      rmSync(home, { recursive: true });
    },
  };
}

export type World = {
  readonly desks: readonly Callbook[];
  readonly correspondents: ReadonlyMap<string, Correspondent>;
  /** What happens to a mail on its way; default nothing. */
  readonly transit?: (letter: Letter) => Letter;
};

/** Lets mail go round for so long, a step after another; each mail takes one step. Undeliverable mail is gone. */
export async function letPass(
  { desks, correspondents, transit = (letter) => letter }: World,
  { from, span, step = 10 * SECOND }: { readonly from: Date; readonly span: number; readonly step?: number },
  begin: (now: Date, tick: number) => readonly Letter[],
): Promise<void> {
  let under: Letter[] = [];
  for (let tick = 0; tick * step < span; tick++) {
    const now = new Date(from.getTime() + tick * step);
    const arrived = [...under, ...begin(now, tick)].map(transit);
    under = arrived.flatMap((letter) => [...(correspondents.get(letter.to)?.(letter, now) ?? [])]);
    for (const desk of desks)
      under.push(
        ...(await desk.work(
          arrived.filter(({ to }) => to === desk.address),
          now,
        )),
      );
  }
}

export type Head = { readonly from: string; readonly to: string; readonly subject: string; readonly id: string };

/** A mail without any mark of a machine but those that are given. */
export function write({ from, to, subject, id }: Head, now: Date, ...head: readonly string[]): Letter {
  const lines = [
    ...[`Return-Path: <${from}>`, `From: ${from}`, `To: ${to}`, `Subject: ${subject}`, `Message-ID: <${id}>`],
    ...[`Date: ${now.toUTCString().replace('GMT', '+0000')}`, ...head, 'MIME-Version: 1.0'],
    ...['Content-Type: text/plain; charset=utf-8', '', `${subject}. Somebody should look at it, please (${id}).`, ''],
  ];
  return { to, raw: lines.join('\r\n') };
}

/** A header of a mail; empty where there is none. */
export function header({ raw }: { readonly raw: string }, name: string): string {
  const head = raw.slice(0, raw.indexOf('\r\n\r\n')).replace(/\r\n[ \t]+/g, ' ');
  return new RegExp(`^${name}: *(.*)$`, 'im').exec(head)?.[1]?.trim() ?? '';
}
