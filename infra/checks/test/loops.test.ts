import { HOUR, MINUTE } from '@callbook/contracts';
import { afterEach, describe, expect, test } from '@jest/globals';
import { type Callbook, type Correspondent, header, type Letter, letPass, openCallbook, write } from './loops/world.ts';

/** Mail that answers mail: nothing of ours goes round for ever, and all of it is in the log. By a simulated clock. */
const MORNING = new Date('2026-11-30T08:00:00.000Z');
const DAY_LONG = 24 * HOUR;

const open: Callbook[] = [];
afterEach(async () => {
  for (const desk of open.splice(0)) await desk.close();
});
async function callbook(address: string, acknowledgement: object = {}): Promise<Callbook> {
  const desk = await openCallbook(address, acknowledgement);
  open.push(desk);
  return desk;
}

/** Each mail of a mailbox is a contact of its log. */
async function expectAllLogged(desk: Callbook): Promise<void> {
  const [row] = await desk.database.query<{ contacts: number }>(
    'select count(distinct original_sha256)::int as contacts from contacts',
  );
  expect(row?.contacts).toBe(new Set(desk.received.map(({ raw }) => raw)).size);
}

/** The most that went to one address within a span. */
function mostWithin(desk: Callbook, to: string, span: number): number {
  const times = desk.sent.filter((mail) => mail.to === to).map(({ at }) => at);
  return Math.max(0, ...times.map((from) => times.filter((at) => at >= from && at < from + span).length));
}
const sentTo = (desk: Callbook, to: string) => desk.sent.filter((mail) => mail.to === to).length;

/** Says once to whoever writes that it is away, as RFC 3834 wants it: with a mark, to the envelope's sender. */
function vacation(address: string, log: Letter[]): Correspondent {
  return (mail, now) => {
    const to = header(mail, 'Return-Path').replace(/[<>]/g, '') || header(mail, 'From').replace(/^.*<|>.*$/g, '');
    const id = header(mail, 'Message-ID');
    const about = { from: address, to, subject: 'Out of office', id: `away-${log.length}@people.example` };
    const answer = write(about, now, 'Auto-Submitted: auto-replied', `In-Reply-To: ${id}`, `References: ${id}`);
    log.push(answer);
    return [answer];
  };
}

/** Answers everything with a new mail that has nothing of a machine, to whom the mail says that it is from. */
function robot(address: string, log: Letter[]): Correspondent {
  return (mail, now) => {
    const to = header(mail, 'From').replace(/^.*<|>.*$/g, '');
    const subject = `Case ${log.length} was opened for you`;
    const answer = write({ from: address, to, subject, id: `robot-${log.length}@robots.example` }, now);
    log.push(answer);
    return [answer];
  };
}

describe.each([
  ['ten minutes', { span: 10 * MINUTE }],
  ['a day', { span: DAY_LONG, step: 10 * MINUTE }],
])('in %s', (_, time) => {
  test('a vacation responder is acknowledged once, and a robot no more often than the caps allow', async () => {
    const desk = await callbook('desk@one.example');
    const [away, machine] = ['away@people.example', 'robot@robots.example'];
    const [awayWrote, robotWrote]: [Letter[], Letter[]] = [[], []];
    const correspondents = new Map([
      [away, vacation(away, awayWrote)],
      [machine, robot(machine, robotWrote)],
    ]);
    await letPass({ desks: [desk], correspondents }, { from: MORNING, ...time }, (now, tick) => [
      ...(tick === 0
        ? [write({ from: away, to: desk.address, subject: 'My key is lost', id: 'key@people.example' }, now)]
        : []),
      // Something makes the robot write anew, again and again.
      ...(tick % 6 === 0
        ? [
            write(
              { from: machine, to: desk.address, subject: `Lamp ${tick} is dark`, id: `l${tick}@robots.example` },
              now,
            ),
          ]
        : []),
    ]);
    expect(sentTo(desk, away)).toBe(1);
    expect(awayWrote).toHaveLength(1);
    expect(robotWrote.length).toBe(sentTo(desk, machine));
    expect(mostWithin(desk, machine, HOUR)).toBe(3);
    expect(mostWithin(desk, machine, DAY_LONG)).toBe(time.span === DAY_LONG ? 10 : 3);
    await expectAllLogged(desk);
    const [held] = await desk.database.query<{ count: number }>(
      `select count(*)::int as count from history where kind = 'acknowledgement.withheld'`,
    );
    expect(held?.count).toBeGreaterThan(0);
  }, 300_000);

  test('two Callbooks that face each other fall silent', async () => {
    const [one, other] = [await callbook('desk@one.example'), await callbook('help@two.example')];
    const desks = [one, other];
    await letPass({ desks, correspondents: new Map() }, { from: MORNING, ...time }, (now, tick) =>
      tick === 0
        ? [write({ from: other.address, to: one.address, subject: 'A ticket', id: 'ticket@two.example' }, now)]
        : [],
    );
    expect([one.sent.length, other.sent.length]).toEqual([1, 0]);
    for (const desk of desks) await expectAllLogged(desk);
  }, 300_000);

  test('two Callbooks whose marks a gateway takes away keep within their caps', async () => {
    const [one, other] = [await callbook('desk@one.example'), await callbook('help@two.example')];
    const desks = [one, other];
    // It takes every mark, gives each mail another id, and lets each subject begin anew.
    let passed = 0;
    const transit = ({ to, raw }: Letter): Letter => {
      passed += 1;
      const from = header({ raw }, 'From').replace(/^.*<|>.*$/g, '');
      const subject = `Forwarded number ${passed}`;
      return write({ from, to, subject, id: `${passed}@gateway.example` }, new Date(MORNING.getTime() + passed * 1000));
    };
    await letPass({ desks, correspondents: new Map(), transit }, { from: MORNING, ...time }, (now, tick) =>
      tick % 36 === 0
        ? [write({ from: other.address, to: one.address, subject: 'A ticket', id: `t${tick}@two.example` }, now)]
        : [],
    );
    for (const [desk, peer] of [
      [one, other],
      [other, one],
    ] as const) {
      expect(sentTo(desk, peer.address)).toBeGreaterThan(0);
      expect(mostWithin(desk, peer.address, HOUR)).toBeLessThanOrEqual(3);
      expect(mostWithin(desk, peer.address, DAY_LONG)).toBeLessThanOrEqual(10);
      await expectAllLogged(desk);
    }
  }, 300_000);
});

test('a flood from a hundred addresses is acknowledged until the breaker opens, and logged to its end', async () => {
  const most = 20;
  const desk = await callbook('desk@one.example', { allPerHour: most });
  const flood = (now: Date, tick: number) =>
    tick < 10
      ? Array.from({ length: 10 }, (_, at) => {
          const id = `${tick}-${at}@flood.example`;
          return write({ from: `p${id}`, to: desk.address, subject: `Flood ${tick} ${at}`, id }, now);
        })
      : [];
  await letPass({ desks: [desk], correspondents: new Map() }, { from: MORNING, span: 10 * MINUTE }, flood);
  expect(desk.sent).toHaveLength(most);
  await expectAllLogged(desk);
  const [row] = await desk.database.query<{ held: number; calls: number }>(
    `select (select count(*) from history where kind = 'acknowledgement.withheld' and detail ->> 'why' like '%flood')::int as held,
       (select count(*) from calls)::int as calls`,
  );
  expect(row).toEqual({ held: 100 - most, calls: 100 });
}, 300_000);
