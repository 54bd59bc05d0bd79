import { createHash } from 'node:crypto';
import { request } from 'node:http';
import { signScanTicket } from '@callbook/contracts';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { jpeg, pdf, png } from './files.ts';
import { type Rig, SECRET, startRig, TOKEN, until } from './rig.ts';

let rig: Rig;
beforeEach(async () => {
  rig = await startRig();
});
afterEach(() => rig.stop());

const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');
type Answer = { files: { name: string; sha256: string; key: string; state: string; code?: string }[] };

test('many files at a time are a contact each, and each is told of', async () => {
  const files = [
    { name: 'one.pdf', bytes: pdf(1) },
    { name: 'zwei Blätter.png', bytes: png() },
    { name: 'three.jpg', bytes: jpeg() },
    { name: 'four.pdf', bytes: Buffer.from('no scan at all') },
  ];
  const response = await rig.send(files);
  expect(response.status).toBe(202);
  const { files: told } = (await response.json()) as Answer;
  expect(told.map(({ name, state, code }) => [name, state, code])).toEqual([
    ['one.pdf', 'accepted', undefined],
    ['zwei Blätter.png', 'accepted', undefined],
    ['three.jpg', 'accepted', undefined],
    ['four.pdf', 'refused', 'scan-unsupported'],
  ]);
  expect(told.map((one) => one.sha256)).toEqual(files.map(({ bytes }) => sha256(bytes)));
  expect([...rig.intake.contacts.keys()].sort()).toEqual(told.map(({ key }) => key).sort());
  const [first, , , last] = told.map(({ key }) => rig.intake.contacts.get(key));
  expect(first).toMatchObject({
    ...{ channel: 'paper', account: 'counter', text: '', media: { kind: 'scan', state: 'pending' } },
    details: { channel: 'paper', way: 'upload', fileName: 'one.pdf', department: 'IT' },
    attachments: [{ name: 'one.pdf', mediaType: 'application/pdf', size: pdf(1).length }],
  });
  expect(last).toMatchObject({ media: { state: 'needs-person' }, problem: { code: 'scan-unsupported' } });
});

test('without the token, or with another one, nothing is taken', async () => {
  for (const token of ['', 'another-token-of-a-tray', TOKEN.slice(1)]) {
    const response = await rig.send([{ name: 'one.pdf', bytes: pdf(1) }], token);
    expect([response.status, ((await response.json()) as { code: string }).code]).toEqual([401, 'paper-refused']);
  }
  expect(rig.intake.calls()).toBe(0);
});

test('with a ticket of the desk a scan is taken, and says who handed it in', async () => {
  const until = Date.now() + 60_000;
  const response = await rig.send(
    [{ name: 'one.pdf', bytes: pdf(1) }],
    signScanTicket({ tray: 'counter', by: 'Zoë Núñez', until }, SECRET),
  );
  expect(response.status).toBe(202);
  expect(rig.only()).toMatchObject({ account: 'counter', details: { way: 'upload', takenBy: 'Zoë Núñez' } });
});

test('a ticket that is over, changed, of another desk or for no tray of ours takes nothing', async () => {
  const until = Date.now() + 60_000;
  const good = signScanTicket({ tray: 'counter', by: 'mira', until }, SECRET);
  const other = Buffer.from(JSON.stringify({ tray: 'counter', by: 'eve', until })).toString('base64url');
  for (const ticket of [
    signScanTicket({ tray: 'counter', by: 'mira', until: Date.now() - 1 }, SECRET),
    signScanTicket({ tray: 'counter', by: 'mira', until }, `${SECRET}.`),
    signScanTicket({ tray: 'attic', by: 'mira', until }, SECRET),
    good.replace(/^[^.]*/, other),
    good.slice(0, -1),
  ]) {
    const response = await rig.send([{ name: 'one.pdf', bytes: pdf(1) }], ticket);
    expect([response.status, ((await response.json()) as { code: string }).code]).toEqual([401, 'paper-refused']);
  }
  expect(rig.intake.calls()).toBe(0);
});

test('the same once more is known, and can be asked for by its hash before', async () => {
  const file = { name: 'one.pdf', bytes: pdf(1) };
  const ask = () => fetch(`${rig.url}/${sha256(file.bytes)}`, { headers: { authorization: `Bearer ${TOKEN}` } });
  expect((await ask()).status).toBe(404);
  await rig.send([file]);
  rig.intake.record();
  expect(await (await ask()).json()).toMatchObject({ state: 'known', size: file.bytes.length });
  const again = (await (await rig.send([{ ...file, name: 'another name.pdf' }])).json()) as Answer;
  expect(again.files).toMatchObject([{ state: 'known', sha256: sha256(file.bytes) }]);
  expect(rig.only().details).toMatchObject({ fileName: 'one.pdf' });
  expect((await fetch(`${rig.url}/${sha256(file.bytes)}`)).status).toBe(401);
});

test.each([
  ['no multipart', { 'content-type': 'application/pdf' }, 'x'],
  ['no boundary', { 'content-type': 'multipart/form-data' }, 'x'],
  ['nothing in it', { 'content-type': 'multipart/form-data; boundary=b' }, '--b--\r\n'],
  [
    'a field and no file',
    { 'content-type': 'multipart/form-data; boundary=b' },
    '--b\r\nContent-Disposition: form-data; name="x"\r\n\r\ny\r\n--b--\r\n',
  ],
  [
    'a file without an end',
    { 'content-type': 'multipart/form-data; boundary=b' },
    '--b\r\nContent-Disposition: form-data; name="files[]"; filename="x.pdf"\r\n\r\n%PDF-1.4',
  ],
])('a request with %s is refused, and nothing of it is a contact', async (_, headers, body) => {
  const response = await fetch(rig.url, {
    ...{ method: 'POST', body },
    headers: { ...headers, authorization: `Bearer ${TOKEN}` } as Record<string, string>,
  });
  expect([response.status, ((await response.json()) as { code: string }).code]).toEqual([400, 'request-invalid']);
  expect(rig.intake.calls()).toBe(0);
});

test('what is cut off on the way is no contact, what came before it is one, and the next is served', async () => {
  const part = (name: string) =>
    `--b\r\nContent-Disposition: form-data; name="files[]"; filename="${name}"\r\nContent-Type: application/pdf\r\n\r\n`;
  const { port } = new URL(rig.url);
  const cut = request({
    ...{ port, path: '/paper/scans', method: 'POST' },
    headers: { authorization: `Bearer ${TOKEN}`, 'content-type': 'multipart/form-data; boundary=b' },
  });
  cut.on('error', () => undefined);
  cut.write(Buffer.concat([Buffer.from(part('one.pdf')), pdf(1), Buffer.from(`\r\n${part('two.pdf')}%PDF-1.4`)]));
  await until(() => rig.intake.contacts.size === 1);
  cut.destroy();
  const response = await rig.send([{ name: 'three.pdf', bytes: pdf(3) }]);
  expect(response.status).toBe(202);
  expect([...rig.intake.contacts.values()].map(({ details }) => details)).toMatchObject([
    { fileName: 'one.pdf' },
    { fileName: 'three.pdf' },
  ]);
});

test('a disk that is full is told, and the same again is taken when there is room', async () => {
  rig.intake.refuse(1);
  const files = [1, 2, 3].map((number) => ({ name: `${number}.pdf`, bytes: pdf(number) }));
  expect((await rig.send(files)).status).toBe(507);
  expect((await rig.send(files)).status).toBe(202);
  expect(rig.intake.contacts.size).toBe(3);
});

test('a name that leads elsewhere is a name and no more', async () => {
  await rig.send([{ name: '../../etc/passwd.pdf', bytes: pdf(1) }]);
  expect(rig.only().details).toMatchObject({ fileName: 'passwd.pdf' });
});
