import { quietLogger, seeded, someContact, type TestDatabase, testDatabase } from '@callbook/checks';
import { promisesOf, recordContacts } from '@callbook/consolidation';
import { Channel, ConfigSchema, type Contact, type Delivery, HOUR, MINUTE } from '@callbook/contracts';
import { letOut, sweepOnce } from '@callbook/delivery';
import { openSend, sendingAccounts } from '@callbook/email';
import { type Log, openLog, settle } from '@callbook/log';
import { type MailSink, startMailSink } from '@callbook/peers';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { v7 } from 'uuid';

/**
 * Contacts of all channels are acknowledged, and the delivery dies at every step of it. Short: sixty; long: five hundred.
 * By the clock of the test; Postgres and the mail server are real.
 */
const CONTACTS = process.env.CALLBOOK_LONG === '1' ? 500 : 60;
const SEED = Number(process.env.SEED ?? Date.now() % 1_000_000);
const MINUTES = 240;
const logger = quietLogger();

let database: TestDatabase;
let log: Log;
let sink: MailSink;
let config: ReturnType<typeof ConfigSchema.parse>;

beforeAll(async () => {
  process.stderr.write(`all channels: SEED=${SEED}\n`);
  [database, sink] = await Promise.all([testDatabase(), startMailSink()]);
  log = openLog({ url: database.url, connections: 4 }, logger);
  const smtp = { host: sink.host, port: sink.port, security: 'none' };
  config = ConfigSchema.parse({
    email: { accounts: [{ name: 'helpdesk', address: 'desk@example.org', smtp }] },
    slack: { workspaces: [{ team: 'T0000001', botToken: 'xoxb-1', appToken: 'xapp-1' }] },
    response: {
      serviceHours: { timeZone: 'Europe/Berlin', open: ['mon-fri 08:00-17:00'], holidays: ['2026-10-23'] },
      minutes: MINUTES,
    },
    acknowledgement: { allPerHour: 100_000 },
  });
});
afterAll(async () => {
  await log.close();
  await database.drop();
  await sink.stop();
});

class Died extends Error {}

/** Queue and channels, which outlive the delivery; and the steps at which it may die. */
function openAround() {
  const queued = new Map<string, Delivery>();
  const slack: Delivery[] = [];
  const ids: string[] = [];
  let steps = 0;
  let deadly: (step: number) => boolean = () => false;
  const step = () => {
    steps += 1;
    if (deadly(steps)) throw new Died();
  };
  const send = openSend(sendingAccounts(config.email.accounts), { now: () => 0, loginOf: () => undefined });
  const queue = {
    ready: async () => undefined,
    state: async (name: string, id: string) => (name !== 'delivery-answers' && queued.has(id) ? 'queued' : 'gone'),
    async send(_name: string, delivery: Delivery) {
      step(); // noted as let out, and not on the queue
      queued.set(delivery.id, delivery);
      step();
    },
  };
  const metrics = { answered: () => undefined, withheld: () => undefined, lost: () => undefined };
  const deps = (now: Date) =>
    ({ log, queue, config, logger, metrics, now: () => now }) as unknown as Parameters<typeof letOut>[0];
  return {
    ...{ slack, ids },
    steps: () => steps,
    dieAt: (at: (step: number) => boolean) => {
      steps = 0;
      deadly = at;
    },
    /** One life of the delivery and of the adapters: to the end of the work, or to its death. */
    async live(now: Date): Promise<boolean> {
      try {
        step();
        while ((await letOut(deps(now))) > 0);
        step();
        await sweepOnce(deps(new Date(now.getTime() + 1)), new AbortController().signal);
        for (const delivery of [...queued.values()]) {
          step(); // taken from the queue, and not sent
          const answer = delivery.channel === 'email' ? await send(delivery) : undefined;
          if (delivery.channel === 'slack') slack.push(delivery);
          ids.push(delivery.id);
          step(); // sent, and nobody knows
          const settled = { outcome: 'sent', sourceId: answer?.sourceId, at: now.toISOString() } as const;
          await log.db.transaction().execute((trx) => settle(trx, delivery.id, settled));
          step(); // known, and still on the queue
          queued.delete(delivery.id);
          step();
        }
        return true;
      } catch (error) {
        if (error instanceof Died) return false;
        throw error;
      }
    },
  };
}

/** A contact of one person, by a channel. */
function contactOf(number: number, channel: Channel, at: Date): Contact {
  const email = `person${number}@people.example`;
  const time = at.toISOString();
  const text = `Nothing works in room ${number} since ${time}`;
  const parts = { channel, text, fullText: text, subject: `Room ${number}`, occurredAt: time, receivedAt: time };
  switch (channel) {
    case 'email':
      return someContact({
        ...{ ...parts, account: 'helpdesk', from: { email, verified: true }, language: 'en' },
        details: { channel, acknowledge: { may: true, why: 'a person wrote it' } },
      });
    case 'slack': {
      const thread = { references: [], slackThread: `T0000001:D${number}:1.${number}` };
      const from = { slackUser: `T0000001/U${number}`, verified: true };
      return someContact({
        ...parts,
        account: 'T0000001',
        from,
        thread,
        language: 'en',
        details: { channel, audience: 'direct' } as Contact['details'],
      });
    }
    default:
      // They gave an address; but by their channel nothing can be sent, and what answers them there is not the outbox.
      return someContact({
        ...parts,
        account: 'any',
        from: { email },
        thread: { references: [] },
        details: { channel } as Contact['details'],
      });
  }
}

const clock = new Intl.DateTimeFormat('en-GB', {
  ...({
    timeZone: 'Europe/Berlin',
    weekday: 'short',
    hour: '2-digit',
    hourCycle: 'h23',
    day: 'numeric',
    month: 'numeric',
  } as const),
});
function isStaffed(at: number): boolean {
  const {
    weekday = '',
    hour,
    day,
    month,
  } = Object.fromEntries(clock.formatToParts(at).map(({ type, value }) => [type, value]));
  return (
    !['Sat', 'Sun'].includes(weekday) && Number(hour) >= 8 && Number(hour) < 17 && !(day === '23' && month === '10')
  );
}
/** Minute by minute, until so many have gone by in which people are there. */
function expected(receivedAt: number): number {
  let at = receivedAt;
  for (let left = MINUTES; left > 0; at += MINUTE) if (isStaffed(at)) left -= 1;
  return at;
}
const told = new Intl.DateTimeFormat('en-GB', {
  ...({ weekday: 'long', day: 'numeric', month: 'long', hour: '2-digit', minute: '2-digit' } as const),
  ...({ timeZone: 'Europe/Berlin', timeZoneName: 'short' } as const),
});

const record = (contacts: readonly Contact[], now: Date) =>
  recordContacts(contacts, { log, newId: v7, now: () => now, promises: promisesOf(config) });
const plain = (raw: string) => raw.replace(/=\r\n/g, '').replace(/\r\n/g, ' ');

test('each call is acknowledged once, by its channel, with its time, though the delivery dies again and again', async () => {
  const random = seeded(SEED);
  const around = openAround();
  // Three weeks, with a holiday in them and the night in which clocks go back.
  const begin = Date.parse('2026-10-12T00:00:00.000Z');
  const contacts = Array.from({ length: CONTACTS }, (_, number) => {
    const at = new Date(begin + Math.floor(random() * 21 * 24 * 60) * MINUTE);
    return contactOf(number, Channel.options[number % Channel.options.length] as Channel, at);
  }).sort((a, b) => a.receivedAt.localeCompare(b.receivedAt));
  let deaths = 0;
  around.dieAt(() => random() < 0.04);
  for (const contact of contacts) {
    const now = new Date(Date.parse(contact.receivedAt) + MINUTE);
    await record([contact], now);
    // The same again, and what repeats it, is not acknowledged again.
    if (random() < 0.2) await record([contact], now);
    while (!(await around.live(now))) deaths += 1;
  }
  expect(deaths).toBeGreaterThan(0);

  const calls = await database.query<{
    channel: Channel;
    sender: Contact['from'];
    reference: string;
    respond_by: Date;
    received_at: Date;
  }>(
    `select calls.first_channel as channel, sender, reference, respond_by, calls.received_at
     from calls join contacts on contacts.call_id = calls.id`,
  );
  expect(calls).toHaveLength(CONTACTS);
  const counts = new Map<string, number>();
  for (const { channel, sender, reference, respond_by, received_at } of calls) {
    expect(Math.abs(respond_by.getTime() - expected(received_at.getTime()))).toBeLessThanOrEqual(MINUTE);
    const mails = sink.mails.filter(({ to }) => to[0] === sender.email);
    const posts = around.slack.filter(({ to }) => to === sender.slackUser);
    const texts = channel === 'email' ? mails.map(({ raw }) => plain(raw)) : posts.map(({ text }) => text);
    for (const text of texts) {
      expect(text).toContain(reference);
      expect(text).toContain(told.format(respond_by));
    }
    const ids = new Set(
      channel === 'email' ? mails.map((mail) => mail.header('Message-ID')) : posts.map(({ id }) => id),
    );
    expect({ channel, ids: ids.size }).toEqual({ channel, ids: channel === 'email' || channel === 'slack' ? 1 : 0 });
    if (channel !== 'email') expect(mails).toEqual([]);
    for (const id of ids) counts.set(`${reference} ${id}`, channel === 'email' ? mails.length : posts.length);
  }
  const doubled = [...counts.values()].filter((count) => count > 1);
  process.stderr.write(`all channels: ${counts.size} acknowledged, ${deaths} deaths, ${doubled.length} twice\n`);
  expect(doubled.length).toBeLessThanOrEqual(deaths);
}, 400_000);

test('whatever the step at which the delivery dies, none is sent zero times, and one at the most twice, as the same mail', async () => {
  const around = openAround();
  const now = new Date('2026-11-09T09:00:00.000Z');
  let number = 10_000;
  const some = () => (['email', 'slack', 'email'] as const).map((channel) => contactOf(number++, channel, now));
  await record(some(), now);
  around.dieAt(() => false);
  await around.live(now);
  const steps = around.steps();
  expect(steps).toBeGreaterThan(15);
  for (let deadly = 1; deadly <= steps; deadly++) {
    await record(some(), new Date(now.getTime() + deadly * HOUR));
    const before = [around.ids.length, sink.mails.length] as const;
    around.dieAt((step) => step === deadly);
    const at = new Date(now.getTime() + deadly * HOUR);
    expect(await around.live(at)).toBe(false);
    expect(await around.live(at)).toBe(true);
    const sent = around.ids.slice(before[0]);
    expect({ deadly, distinct: new Set(sent).size }).toEqual({ deadly, distinct: 3 });
    expect(sent.length).toBeLessThanOrEqual(4);
    const ids = sink.mails.slice(before[1]).map((mail) => mail.header('Message-ID'));
    expect(new Set(ids).size).toBe(2);
  }
}, 300_000);
