import { type RunningHouse, seeded, startHouse } from '@callbook/checks';
import { type Dovecot, type MailSink, type SunkMail, startDovecot, startMailSink } from '@callbook/peers';
import { afterAll, beforeAll, expect, test } from '@jest/globals';

/** Short: thirty-six people. Long (`infra/test --long`): three hundred. */
const LONG = process.env.CALLBOOK_LONG === '1';
const PEOPLE = LONG ? 300 : 24;
const KILLS = LONG ? 42 : 7;
const SEED = Number(process.env.SEED ?? Date.now() % 1_000_000);
const PARTS = ['delivery', 'email', 'consolidation', 'redis', 'delivery', 'email', 'postgres'];
const MINUTE = 60_000;
const RESPONSE_MINUTES = 240;

let dovecot: Dovecot;
let sink: MailSink;
let house: RunningHouse;
const killed = new Map<string, number>();

beforeAll(async () => {
  process.stderr.write(`acknowledgements: SEED=${SEED}\n`);
  [dovecot, sink] = await Promise.all([startDovecot(), startMailSink()]);
  const { imap, ...account } = dovecot.mailbox('helpdesk');
  const smtp = { host: sink.host, port: sink.port, security: 'none', nullSender: true, plusAddressing: true } as const;
  house = await startHouse({
    args: ['--separate', '--roles', 'consolidation,delivery,desk,email'],
    accounts: [{ ...account, imap: { ...imap, pollSeconds: 2 }, smtp }],
    settings: {
      organisation: { name: 'Northbank Library' },
      response: {
        serviceHours: { timeZone: 'Europe/Berlin', open: ['mon-fri 08:00-17:00'] },
        minutes: RESPONSE_MINUTES,
      },
    },
  });
}, 240_000);
afterAll(async () => {
  await house?.stop();
  await sink?.stop();
  await dovecot?.stop();
}, 120_000);

const sleep = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));

async function until<T>(what: string, look: () => Promise<T | undefined>, milliseconds = 90_000): Promise<T> {
  const end = Date.now() + milliseconds;
  for (;;) {
    const found = await look();
    if (found !== undefined) return found;
    if (Date.now() > end) throw new Error(`not within ${milliseconds} ms, seed ${SEED}: ${what}`);
    await sleep(300);
  }
}

type Letter = {
  readonly from: string;
  readonly id: string;
  readonly subject: string;
  readonly head?: readonly string[];
  /** Default: something that no other letter says. */
  readonly text?: string;
};

function letter({ from, id, subject, head = [], text }: Letter): string {
  return [
    `From: ${from}`,
    `To: ${dovecot.address('helpdesk')}`,
    `Subject: ${subject}`,
    `Message-ID: <${id}>`,
    `Date: ${new Date().toUTCString().replace('GMT', '+0000')}`,
    ...head,
    'MIME-Version: 1.0',
    'Content-Type: text/plain; charset=utf-8',
    '',
    text ?? `${subject}. It has been so since this morning, and nobody here knows what to do about it (${id}).`,
    '',
  ].join('\r\n');
}

const address = (person: number) => `person${person}@people.example`;
const opening = (person: number) => ({
  ...{ from: address(person), id: `first-${person}@people.example`, subject: `The window in room ${person} is broken` },
});

/** People write; some say it twice, some add something, and machines answer nobody. */
async function writeAll(): Promise<void> {
  for (let person = 1; person <= PEOPLE; person++) {
    const first = opening(person);
    await dovecot.deliver('helpdesk', letter(first));
    if (person % 6 === 0) await dovecot.deliver('helpdesk', letter(first));
    const answers = [`In-Reply-To: <${first.id}>`, `References: <${first.id}>`];
    if (person % 5 === 0)
      await dovecot.deliver(
        'helpdesk',
        letter({ ...first, id: `more-${person}@people.example`, subject: `Re: ${first.subject}`, head: answers }),
      );
    if (person % 10 === 0) {
      const head = ['Auto-Submitted: auto-generated', 'Precedence: bulk'];
      await dovecot.deliver(
        'helpdesk',
        letter({
          from: `monitor${person}@machines.example`,
          id: `alarm-${person}@m.example`,
          subject: `Disk ${person} is full`,
          head,
        }),
      );
    }
    await sleep(150);
  }
}

async function killAtRandom(random: () => number): Promise<void> {
  for (let kills = 0; kills < KILLS; ) {
    await sleep(300 + random() * 1_200);
    const part = PARTS[kills % PARTS.length] as string;
    if (!house.kill(part)) continue;
    kills += 1;
    killed.set(part, (killed.get(part) ?? 0) + 1);
  }
}

type Call = {
  sender: string;
  reference: string;
  received_at: Date;
  respond_by: Date;
  status: string;
  message_id: string;
};
const acknowledged = () =>
  house.query<Call>(`select recipient as sender, reference, calls.received_at, respond_by, status, contacts.message_id
    from outbox join calls on calls.id = outbox.call_id join contacts on contacts.id = outbox.contact_id
    where kind = 'acknowledgement' and delivered_at is not null`);

const byMessageId = (mails: readonly SunkMail[]) => {
  const found = new Map<string, SunkMail[]>();
  for (const mail of mails) {
    const id = mail.header('Message-ID') ?? '';
    found.set(id, [...(found.get(id) ?? []), mail]);
  }
  return found;
};

test(
  'everybody who opens a call is acknowledged once, whatever is killed meanwhile',
  async () => {
    await Promise.all([writeAll(), killAtRandom(seeded(SEED))]);
    const calls = await until('all acknowledged', async () => {
      const now = await acknowledged();
      return now.length >= PEOPLE ? now : undefined;
    });
    await sleep(6_000); // the sweep looks every five seconds for what it takes for lost
    expect((await acknowledged()).length).toBe(PEOPLE);

    const mails = byMessageId(sink.mails);
    expect(mails.size).toBe(PEOPLE);
    const recipients = [...mails.values()].map(([mail]) => mail?.to);
    expect(recipients.flat().sort()).toEqual(Array.from({ length: PEOPLE }, (_, at) => address(at + 1)).sort());
    for (const [mail] of mails.values()) {
      const call = calls.find(({ sender }) => sender === mail?.to[0]);
      expect(mail?.header('In-Reply-To')).toBe(`<${call?.message_id}>`);
      expect(mail?.header('Subject')).toContain(call?.reference);
      expect(mail?.from).toBe('');
    }
    // A sender that dies between sending and saying so sends again, and so does one whose queue dies; it is the same mail.
    const doubled = [...mails.values()].filter(({ length }) => length > 1);
    process.stderr.write(`acknowledgements: ${mails.size} sent, ${doubled.length} of them twice\n`);
    for (const again of doubled) expect(again).toHaveLength(2);
    expect(doubled.length).toBeLessThanOrEqual((killed.get('email') ?? 0) + (killed.get('redis') ?? 0));
    for (const part of new Set(PARTS)) expect(house.restarts(part)).toBeGreaterThan(0);
  },
  LONG ? 600_000 : 240_000,
);

/** Whether people are there, by the wall clock of the desk. */
const clock = new Intl.DateTimeFormat('en-GB', {
  timeZone: 'Europe/Berlin',
  weekday: 'short',
  hour: '2-digit',
  hourCycle: 'h23',
});
function isStaffed(at: number): boolean {
  const parts = Object.fromEntries(clock.formatToParts(at).map(({ type, value }) => [type, value]));
  const hour = Number(parts.hour);
  return !['Sat', 'Sun'].includes(parts.weekday ?? '') && hour >= 8 && hour < 17;
}

/** Minute by minute, until so many have gone by in which people are there. */
function expected(receivedAt: number): number {
  let at = receivedAt;
  for (let left = RESPONSE_MINUTES; left > 0; at += MINUTE) if (isStaffed(at)) left -= 1;
  return at;
}

test('each is told the time by which a person answers, in service hours', async () => {
  const told = new Intl.DateTimeFormat('en-GB', {
    ...({ weekday: 'long', day: 'numeric', month: 'long', hour: '2-digit', minute: '2-digit' } as const),
    ...({ timeZone: 'Europe/Berlin', timeZoneName: 'short' } as const),
  });
  for (const { sender, received_at, respond_by, status } of await acknowledged()) {
    expect(Math.abs(respond_by.getTime() - expected(received_at.getTime()))).toBeLessThanOrEqual(MINUTE);
    expect(status).toBe('acknowledged');
    const mail = sink.mails.find(({ to }) => to[0] === sender);
    const text = (mail?.raw ?? '').replace(/=\r\n/g, '').replace(/\r\n/g, ' ');
    expect(text).toContain(`answer you by ${told.format(respond_by)}`);
  }
});

test('an answer to an acknowledgement returns to its call, by the address alone', async () => {
  const { sender, reference } = (await acknowledged())[0] as Call;
  const mail = sink.mails.find(({ to }) => to[0] === sender);
  const replyTo = /<([^>]+)>/.exec(mail?.header('Reply-To') ?? '')?.[1] ?? '';
  const head = [`Delivered-To: ${replyTo}`];
  await dovecot.deliver(
    'helpdesk',
    letter({ from: sender, id: 'answer@people.example', subject: 'And the door as well', head }),
  );
  const [row] = await until('the answer', async () => {
    const rows = await house.query<{ reference: string | null }>(
      `select reference from contacts left join calls on calls.id = call_id where message_id = 'answer@people.example'`,
    );
    return rows.length > 0 ? rows : undefined;
  });
  expect(row?.reference).toBe(reference);
}, 60_000);

test('who sends the same seven times within minutes has one call of seven contacts, and one acknowledgement', async () => {
  const from = 'again@people.example';
  const text = 'The projector in room 4.12 shows nothing since the fire drill. There is a lecture at two.';
  for (let turn = 1; turn <= 7; turn++) {
    const subject = 'The projector in room 4.12 stays dark';
    await dovecot.deliver('helpdesk', letter({ from, id: `again-${turn}@people.example`, subject, text }));
    await sleep(400);
  }
  const logged = await until('all seven', async () => {
    const rows = await house.query<{ call_id: string; duplicate_of: string | null }>(
      `select call_id, duplicate_of from contacts where sender ->> 'email' = '${from}'`,
    );
    return rows.length >= 7 ? rows : undefined;
  });
  await until('the acknowledgement', async () => sink.mails.find(({ to }) => to[0] === from));
  await sleep(6_000);
  expect(logged.filter(({ duplicate_of }) => duplicate_of !== null)).toHaveLength(6);
  expect(new Set(logged.map(({ call_id }) => call_id)).size).toBe(1);
  expect(sink.mails.filter(({ to }) => to[0] === from)).toHaveLength(1);
}, 120_000);

/** Whoever gets mail from the desk answers it at once; how, decides the given letter. */
function answering(who: string, write: (mail: SunkMail, count: number) => Letter) {
  let seen = 0;
  let sent = 0;
  const timer = setInterval(() => {
    const mails = sink.mails.filter(({ to }) => to[0] === who);
    for (const mail of mails.slice(seen)) {
      sent += 1;
      void dovecot.deliver('helpdesk', letter(write(mail, sent)));
    }
    seen = mails.length;
  }, 100);
  return { sent: () => sent, stop: () => clearInterval(timer) };
}

test('machines that answer are not answered without end, and all their mails are in the log', async () => {
  const [vacation, robot] = ['away@people.example', 'robot@people.example'];
  // One says what it is. The other sends a new mail for each that it gets, with nothing that tells it from a person.
  const away = answering(vacation, (mail) => ({
    ...{ from: vacation, id: 'away-answer@people.example', subject: 'Out of office' },
    head: ['Auto-Submitted: auto-replied', `In-Reply-To: ${mail.header('Message-ID')}`],
  }));
  const loop = answering(robot, (_, count) => ({
    ...{ from: robot, id: `robot-${count}@people.example`, subject: `Case ${count} was opened for you` },
  }));
  await dovecot.deliver('helpdesk', letter({ from: vacation, id: 'away@people.example', subject: 'My key is lost' }));
  await dovecot.deliver('helpdesk', letter({ from: robot, id: 'robot-0@people.example', subject: 'My lamp is dark' }));
  await until('the robot is left alone', async () => {
    const rows = await house.query(`select from history where kind = 'acknowledgement.withheld'
      and detail ->> 'why' like 'this address has had 3 acknowledgements within an hour'`);
    return rows.length > 0 ? rows : undefined;
  });
  await sleep(3_000);
  for (const one of [away, loop]) one.stop();
  const sentTo = (who: string) => sink.mails.filter(({ to }) => to[0] === who).length;
  expect([sentTo(vacation), sentTo(robot)]).toEqual([1, 3]);
  const logged = await house.query<{ sender: string }>(
    `select sender ->> 'email' as sender from contacts where sender ->> 'email' in ('${vacation}', '${robot}')`,
  );
  expect(logged.length).toBe(2 + away.sent() + loop.sent());
}, 120_000);
