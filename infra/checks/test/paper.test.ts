import { existsSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type RunningHouse, seeded, startHouse } from '@callbook/checks';
import { afterAll, beforeAll, expect, test } from '@jest/globals';

/** A heap of scans, while every process is killed. Short: each part once. Long (`infra/test --long`): 200 pages. */
const LONG = process.env.CALLBOOK_LONG === '1';
const PAGES = LONG ? 200 : 12;
const KILLS = LONG ? 40 : 5;
const SEED = Number(process.env.SEED ?? Date.now() % 1_000_000);
const PARTS = ['paper', 'media', 'consolidation', 'redis', 'postgres'];
const TOKEN = 'token-of-the-counter';

const folder = mkdtempSync(join(tmpdir(), 'tray-'));
let house: RunningHouse;
let door: string;
beforeAll(async () => {
  process.stderr.write(`paper: SEED=${SEED}\n`);
  const port = await freePort();
  door = `http://127.0.0.1:${port}/paper/scans`;
  const trays = [{ name: 'counter', folder, token: TOKEN }];
  house = await startHouse({
    settings: { paper: { trays, port, settleSeconds: 0.2 } },
    args: ['--separate', '--roles', 'consolidation,desk,media,paper'],
  });
}, 120_000);
afterAll(async () => {
  await house?.stop();
  rmSync(folder, { recursive: true, force: true });
}, 30_000);

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as { port: number };
  await new Promise<void>((resolve) => server.close(() => resolve()));
  return port;
}

/** A page with words on it, as a program writes it. */
function page(number: number): Buffer {
  const words = `BT /F 24 Tf 40 300 Td (The printer number ${number} is broken.) Tj ET`;
  return Buffer.from(
    [
      ...['%PDF-1.4', '1 0 obj << /Type /Catalog /Pages 2 0 R >> endobj'],
      '2 0 obj << /Type /Pages /Kids [3 0 R] /Count 1 >> endobj',
      '3 0 obj << /Type /Page /Parent 2 0 R /MediaBox [0 0 500 400] /Contents 4 0 R /Resources << /Font << /F 5 0 R >> >> >> endobj',
      `4 0 obj << /Length ${words.length} >> stream\n${words}\nendstream endobj`,
      '5 0 obj << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> endobj',
      ...['trailer << /Root 1 0 R >>', 'startxref', '0', '%%EOF', ''],
    ].join('\n'),
  );
}

const sleep = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));

/** As a scanner writes: under another name first. */
function drop(number: number): void {
  writeFileSync(join(folder, `${number}.pdf.part`), page(number));
  renameSync(join(folder, `${number}.pdf.part`), join(folder, `${number}.pdf`));
}

/** As a program hands in: until it is told that it was taken. */
async function handIn(number: number): Promise<void> {
  for (;;) {
    const body = new FormData();
    body.append('files[]', new Blob([page(number) as Uint8Array<ArrayBuffer>]), `${number}.pdf`);
    const request = { method: 'POST', body, headers: { authorization: `Bearer ${TOKEN}` } };
    const status = await fetch(door, request).then(
      (response) => response.status,
      () => 0,
    );
    if (status === 202) return;
    await sleep(300);
  }
}

type Counts = { scans: number; keys: number; read: number; calls: number; waiting: number };
async function counts(): Promise<Counts> {
  const [row] = await house.query<Counts>(`select
    (select count(*) from contacts where revises_key is null)::int as scans,
    (select count(distinct key) from contacts where revises_key is null)::int as keys,
    (select count(*) from contacts where revision_cause = 'reading' and text like '%is broken%')::int as read,
    (select count(*) from calls where merged_into is null)::int as calls,
    (select count(*) from media_work where finished_at is null)::int as waiting`);
  return row as Counts;
}

test(
  'pages that are dropped and handed in while every process is killed are a contact each, and each is read',
  async () => {
    mkdirSync(join(folder, 'done'), { recursive: true });
    const numbers = Array.from({ length: PAGES }, (_, at) => at + 1);
    const random = seeded(SEED);
    const half = PAGES / 2;
    for (const number of numbers.slice(0, half)) drop(number);
    const handing = Promise.all(numbers.slice(half).map(handIn));
    for (let kills = 0; kills < KILLS; ) {
      await sleep(300 + random() * 1_200);
      if (house.kill(PARTS[kills % PARTS.length] as string)) kills += 1;
    }
    await handing;
    const all = { scans: PAGES, keys: PAGES, read: PAGES, calls: PAGES, waiting: 0 };
    const left = () => readdirSync(folder).filter((name) => name !== 'done');
    for (const end = Date.now() + (LONG ? 1_800_000 : 480_000); ; await sleep(500)) {
      const now = await counts();
      if (now.read >= PAGES && now.waiting === 0 && left().length === 0) break;
      if (Date.now() > end) throw new Error(`seed ${SEED}: ${JSON.stringify(now)}, left: ${left()}`);
    }
    expect(await counts()).toEqual(all);
    expect(readdirSync(join(folder, 'done')).length).toBe(half);
    // All of it once more: nothing changes.
    for (const number of numbers.slice(0, half)) drop(number + half);
    for (const end = Date.now() + 60_000; left().length > 0; await sleep(200))
      if (Date.now() > end) throw new Error(`seed ${SEED}: left ${left()}`);
    expect(await counts()).toEqual(all);
    expect(existsSync(join(folder, 'problem'))).toBe(false);
    for (const part of PARTS) expect(house.restarts(part)).toBeGreaterThan(0);
  },
  LONG ? 2_400_000 : 600_000,
);
