import { createHash } from 'node:crypto';
import { createServer } from 'node:net';
import { type RunningHouse, seeded, startHouse } from '@callbook/checks';
import { type Call, type Caller, startTwilio, type TwilioPeer, type WebhookName, waveFile } from '@callbook/peers';
import { afterAll, beforeAll, expect, test } from '@jest/globals';

/** Short: sixty calls. Long (`infra/test --long`): three hundred. Every process is killed twice in either. */
const LONG = process.env.CALLBOOK_LONG === '1';
const CALLS = LONG ? 300 : 60;
const AT_ONCE = 6;
const SEED = Number(process.env.SEED ?? Date.now() % 1_000_000);
const PARTS = ['voice', 'consolidation', 'redis', 'postgres'];
const NUMBER = '+493012345678';
/** A second of a caller's is twenty milliseconds: an audio that is five minutes late comes after six seconds. */
const SCALE = 0.02;

/** As the README has it: what the number plays while Callbook cannot be reached. */
const BIN = 'https://handler.twilio.com/twiml/EH1';
const THANKS = 'https://handler.twilio.com/twiml/EH2';
const bins = {
  [BIN]: `<Response><Say>Leave a message.</Say><Record finishOnKey="#" maxLength="300" action="${THANKS}"/></Response>`,
  [THANKS]: '<Response><Say>Thank you.</Say><Hangup/></Response>',
};

const random = seeded(SEED);
let twilio: TwilioPeer;
let house: RunningHouse;

beforeAll(async () => {
  process.stderr.write(`calls: SEED=${SEED}\n`);
  const port = await freePort();
  const publicUrl = `http://127.0.0.1:${port}`;
  const address = (name: string) => `${publicUrl}/voice/twilio/${name}#rc=3&rp=5xx,ct,rt`;
  twilio = await startTwilio({
    numbers: [{ number: NUMBER, voiceUrl: address('incoming'), fallbackUrl: BIN, statusUrl: address('status') }],
    ...{ bins, scale: SCALE, unwell: () => random() < 0.1 },
  });
  const { accountSid, authToken, url: apiUrl } = twilio;
  const greeting = { language: 'en-GB', open: 'Hello.', closed: 'Hello.', prompt: 'Speak.', thanks: 'Thanks.' };
  const menu = [{ digit: 1, department: 'it', say: 'One.' }];
  const numbers = [{ number: NUMBER, greetings: [{ ...greeting, menu }] }];
  const accounts = [{ name: 'hotline', accountSid, authToken, numbers }];
  house = await startHouse({
    args: ['--separate', '--roles', 'consolidation,desk,voice'],
    voice: { port, twilio: { publicUrl, apiUrl, accounts, reconcile: { minutes: 0.05 } } },
  });
}, 240_000);
afterAll(async () => {
  await twilio?.stop();
  await house?.stop();
}, 120_000);

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as { port: number };
  await new Promise<void>((resolve) => server.close(() => resolve()));
  return port;
}

const sleep = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));
const oneOf = <T>(...choices: T[]): T => choices[Math.floor(random() * choices.length)] as T;

/** Two seconds of noise that is nobody else's. */
function noise(): Buffer {
  return waveFile(Int16Array.from({ length: 16_000 }, () => Math.round((random() - 0.5) * 20_000)));
}

/** Somebody who calls, and whatever may go wrong meanwhile. */
function somebody(number: number): Caller {
  const webhooks: Caller['webhooks'] = {};
  for (const name of ['incoming', 'menu', 'recorded', 'recording', 'status'] satisfies WebhookName[])
    if (random() < 0.2) webhooks[name] = oneOf('lost', 'doubled', 'late');
  const hangsUp = random() < 0.2 ? oneOf('ringing', 'greeting', 'menu', 'recording') : undefined;
  return {
    ...{ from: `+4930${1_000_000 + number}`, to: NUMBER, webhooks },
    says: random() < 0.2 ? oneOf('nothing', 'a click') : noise(),
    ...(hangsUp && { hangsUp }),
    ...(random() < 0.5 && { presses: '1' }),
    audioAfter: random() < 0.3 ? 300 * random() : 1,
  };
}

async function callAll(): Promise<Map<string, Caller>> {
  const callers = new Map<string, Caller>();
  let number = 0;
  const line = async () => {
    while (number < CALLS) {
      const caller = somebody(++number);
      const call = await twilio.call(caller);
      callers.set(call.sid, caller);
      await sleep(random() * 1_000);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, line));
  return callers;
}

async function killEachTwice(): Promise<void> {
  for (let kills = 0; kills < 2 * PARTS.length; ) {
    await sleep(500 + random() * 1_500);
    if (house.kill(PARTS[kills % PARTS.length] as string)) kills += 1;
  }
}

type Row = {
  source_id: string;
  revision_cause: string | null;
  sender: { phone?: string };
  details: { missed?: string };
  sha256: string | null;
};
const rows = () =>
  house.query<Row>(`select source_id, revision_cause, sender, details, sha256
    from contacts left join attachments on attachments.contact_id = contacts.id`);

const audioOf = (call: Call) =>
  twilio.recordings.filter(({ callSid, status }) => callSid === call.sid && status === 'completed');

/** How many contacts there are when all is told: the call, its end, each recording; and what was chosen, where it was heard. */
async function settled(milliseconds: number): Promise<Row[]> {
  const expected = twilio.calls.flatMap((call) => [
    call.sid,
    `${call.sid}/ended`,
    ...audioOf(call).map(({ sid }) => `${call.sid}/recording/${sid}`),
  ]);
  for (const end = Date.now() + milliseconds; ; await sleep(500)) {
    const found = await rows();
    const there = new Set(found.map(({ source_id }) => source_id));
    const missing = expected.filter((sourceId) => !there.has(sourceId));
    if (missing.length === 0) return found;
    if (Date.now() > end) throw new Error(`not within ${milliseconds} ms, seed ${SEED}: ${missing.join(', ')}`);
  }
}

test(
  'callers, faults and kills at random: each call is in the log once, with its audio or with why it has none',
  async () => {
    const [callers] = await Promise.all([callAll(), killEachTwice()]);
    await twilio.settled();
    await settled(120_000);
    await sleep(4_000);
    const found = await settled(10_000);

    expect(twilio.calls).toHaveLength(CALLS);
    const calls = found.filter(({ revision_cause }) => revision_cause === null);
    expect(calls.map(({ source_id }) => source_id).sort()).toEqual(twilio.calls.map(({ sid }) => sid).sort());
    expect(found).toHaveLength(new Set(found.map(({ source_id }) => source_id)).size);
    const bySource = new Map(found.map((row) => [row.source_id, row]));
    for (const call of twilio.calls) {
      expect(bySource.get(call.sid)?.sender.phone).toBe(call.from);
      const audio = audioOf(call);
      const stored = audio.map(({ sid }) => bySource.get(`${call.sid}/recording/${sid}`)?.sha256);
      expect(stored).toEqual(audio.map((one) => createHash('sha256').update(one.audio).digest('hex')));
      const ended = bySource.get(`${call.sid}/ended`)?.details;
      expect({ call: call.sid, missed: ended?.missed }).toEqual({ call: call.sid, missed: reason(call, callers) });
    }
    const [log] = await house.query<{ calls: number }>('select count(*)::int as calls from calls');
    expect(log?.calls).toBe(CALLS);
    for (const part of PARTS) expect(house.restarts(part)).toBeGreaterThanOrEqual(2);
  },
  LONG ? 900_000 : 300_000,
);

function reason(call: Call, callers: ReadonlyMap<string, Caller>): string | undefined {
  if (audioOf(call).length > 0) return undefined;
  const says = callers.get(call.sid)?.says;
  const recorded = twilio.recordings.some(({ callSid }) => callSid === call.sid);
  if (!recorded) return 'hung-up';
  return says === 'nothing' ? 'silent' : 'too-short';
}

type Entry = { seen: number; recorded: number; spooled: number; missing: number };

test('the ledger says that all of them were seen and recorded, and that none is missing', async () => {
  const counts = async () => {
    const response = await house.ask('/api/ledger?channel=voice&account=hotline');
    const { items } = (await response.json()) as { items: Entry[] };
    const sum = (name: keyof Entry) => items.reduce((total, entry) => total + entry[name], 0);
    return { seen: sum('seen'), recorded: sum('recorded'), spooled: sum('spooled'), missing: sum('missing') };
  };
  const all = { seen: CALLS, recorded: CALLS, spooled: 0, missing: 0 };
  for (const end = Date.now() + 60_000; Date.now() < end && JSON.stringify(await counts()) !== JSON.stringify(all); )
    await sleep(500);
  expect(await counts()).toEqual(all);
}, 90_000);

test('every voice stands in the archive as it was spoken, and none is taken for another', async () => {
  const found = (await rows()).flatMap(
    ({ revision_cause, sha256 }) => (revision_cause === 'recording' && sha256) || [],
  );
  expect(new Set(found).size).toBe(found.length);
  expect(found.length).toBe(twilio.recordings.filter(({ status }) => status === 'completed').length);
});
