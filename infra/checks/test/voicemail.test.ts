import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type RunningHouse, startBrowser, startHouse } from '@callbook/checks';
import { type Dovecot, startDovecot } from '@callbook/peers';
import { environment } from '@callbook/runtime';
import { afterAll, beforeAll, expect, test } from '@jest/globals';

/** What a telephone system sends by mail, from the mailbox to what was heard. */
const PROGRAM = fileURLToPath(new URL('../../../services/command/bin/callbook.js', import.meta.url));
const SPEECH = new URL('../../../../shared/data/voice/jfk.wav', import.meta.url);
/** Debian's asterisk-core-sounds-en-wav. */
const PROMPT = '/usr/share/asterisk/sounds/en_US_f_Allison/vm-goodbye.wav';
const spoken = [SPEECH.pathname, PROMPT].find((path) => existsSync(path));
if (!spoken) process.stderr.write('voicemail: no recording of speech here; that it is heard is left out\n');

let dovecot: Dovecot;
let house: RunningHouse;
beforeAll(async () => {
  dovecot = await startDovecot();
  house = await startHouse({
    accounts: [dovecot.mailbox('helpdesk')],
    args: ['--roles', 'consolidation,desk,email,media'],
  });
}, 240_000);
afterAll(async () => {
  await house?.stop();
  await dovecot?.stop();
}, 120_000);

/** Half a second of nothing: PCM, 8 kHz, 16 bits, mono. */
function silence(): Buffer {
  const wave = Buffer.alloc(44 + 8_000);
  wave.write('RIFF', 0).valueOf();
  wave.writeUInt32LE(wave.length - 8, 4);
  wave.write('WAVEfmt ', 8);
  for (const [place, value] of [
    [16, 16],
    [24, 8_000],
    [28, 16_000],
    [40, 8_000],
  ] as const)
    wave.writeUInt32LE(value, place);
  for (const [place, value] of [
    [20, 1],
    [22, 1],
    [32, 2],
    [34, 16],
  ] as const)
    wave.writeUInt16LE(value, place);
  wave.write('data', 36);
  return wave;
}

function voicemail(number: number, sound: Buffer): Buffer {
  const lines = [
    ...['From: Asterisk PBX <asterisk@pbx.example>', 'To: helpdesk@example.org', `Message-ID: <${number}@pbx.example>`],
    ...['Date: Tue, 24 Nov 2026 09:12:55 +0000', 'Subject: [PBX]: New message in mailbox 200'],
    ...['X-Asterisk-CallerID: +493012345678', 'MIME-Version: 1.0', 'Content-Type: multipart/mixed; boundary=b', ''],
    ...['--b', 'Content-Type: text/plain', '', 'You have a new voicemail in mailbox 200.', ''],
    ...['--b', 'Content-Type: audio/x-wav; name=msg0001.wav', 'Content-Disposition: attachment; filename=msg0001.wav'],
    ...['Content-Transfer-Encoding: base64', '', sound.toString('base64').replace(/.{76}/g, '$&\r\n'), '--b--', ''],
  ];
  return Buffer.from(lines.join('\r\n'));
}

type Listed = {
  id: string;
  channel: string;
  account: string;
  sourceId: string;
  reference: string;
  from: object;
  media?: { state: string };
  details: { missed?: string; speechSeconds?: number };
  duplicateOf?: string;
  original: { size: number };
};
type Entry = { channel: string; seen: number; recorded: number; spooled: number; missing: number };

async function items<T>(path: string): Promise<T[]> {
  return ((await (await house.ask(path)).json()) as { items: T[] }).items;
}
const contacts = () =>
  items<Listed>('/api/contacts?channel=voice').then((all) => all.filter((one) => !('revises' in one)));

async function until<T>(look: () => Promise<T | undefined>, milliseconds: number): Promise<T> {
  for (const end = Date.now() + milliseconds; ; await new Promise((resolve) => setTimeout(resolve, 100))) {
    const found = await look();
    if (found) return found;
    if (Date.now() > end) throw new Error(`not within ${milliseconds} ms`);
  }
}

test('is a voice contact with its caller, and its mail is marked and counted as any other', async () => {
  const mails = [1, 2].map((number) => voicemail(number, silence()));
  for (const mail of mails) await dovecot.drop('helpdesk', mail);
  await dovecot.drop('helpdesk', Buffer.from('From: ada@example.net\r\nTo: helpdesk@example.org\r\n\r\nHello.\r\n'));
  const found = await until(async () => {
    const all = await contacts();
    return all.length === 2 ? all : undefined;
  }, 30_000);
  expect(found.map(({ from }) => from)).toEqual([{ phone: '+493012345678' }, { phone: '+493012345678' }]);
  // The same silence twice is two telephone calls.
  expect(found.filter(({ duplicateOf }) => duplicateOf)).toEqual([]);
  for (const { account, sourceId, id, original } of found) {
    const same = await items<Listed>(`/api/contacts?channel=voice&account=${account}&sourceId=${sourceId}`);
    expect(same.map((one) => one.id)).toEqual([id]);
    const kept = await house.ask(`/api/contacts/${id}/original`);
    expect((await kept.arrayBuffer()).byteLength).toBe(original.size);
  }

  await until(async () => {
    const entries = await items<Entry>('/api/ledger?account=helpdesk');
    const sum = (name: 'seen' | 'recorded' | 'spooled' | 'missing') => entries.reduce((all, one) => all + one[name], 0);
    const whole = entries.every(({ channel }) => channel === 'email') && sum('seen') === 3 && sum('recorded') === 3;
    return whole && sum('spooled') === 0 && sum('missing') === 0;
  }, 30_000);
  // Our keyword is the first that this folder has: Dovecot writes it as `a` behind the name of the file.
  const marked = () => readdirSync(join(dovecot.maildir('helpdesk'), 'cur')).filter((name) => /:2,\w*a/.test(name));
  await until(async () => marked().length === 3 || undefined, 120_000);
  const audited = spawnSync(process.execPath, [PROGRAM, 'audit', 'email'], {
    ...{ cwd: house.home, encoding: 'utf8' },
    env: { PATH: environment().variables.PATH, CALLBOOK_HOME: house.home },
  });
  expect([audited.status, audited.stdout]).toEqual([0, expect.stringContaining('Nothing is missing.')]);
}, 90_000);

test('is listened to: silence is a missed call, and speech waits for a person where no engine is', async () => {
  // Who says nothing and calls again is on one call.
  const reference = await until(async () => {
    const all = await contacts();
    const calls = [...new Set(all.map((one) => one.reference))];
    return all.every(({ media }) => media?.state === 'done') && calls.length === 1 ? calls[0] : undefined;
  }, 60_000);
  const call = (await (await house.ask(`/api/calls/${reference}`)).json()) as { contacts: Listed[] };
  const silent = call.contacts.filter((one) => !('revises' in one));
  expect(silent.map(({ details }) => details.missed)).toEqual(['silent', 'silent']);

  if (!spoken) return;
  await dovecot.drop('helpdesk', voicemail(3, readFileSync(spoken)));
  const heard = await until(
    async () => (await contacts()).find(({ media }) => media?.state === 'needs-person'),
    60_000,
  );
  expect(heard.reference).not.toBe(reference);
}, 150_000);

test('stands on the page as what it is, and how often somebody called', async () => {
  const browser = await startBrowser();
  try {
    const page = await browser.newPage({ viewport: { width: 1280, height: 720 } });
    await page.setExtraHTTPHeaders((await house.as({})).headers);
    await page.goto(house.url);
    await page.getByRole('row', { name: /missed call, 2×.*Telephone call from \+493012345678/ }).click();
    const call = page.getByRole('article', { name: 'Telephone call from +493012345678' });
    await call.getByText('missed: silent').nth(1).waitFor();
    expect(await call.getByText('missed: silent').count()).toBe(2);
    expect(await call.getByText('being listened to').count()).toBe(0);
  } finally {
    await browser.close();
  }
}, 60_000);
