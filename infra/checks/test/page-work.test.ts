import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Archive, openArchive } from '@callbook/archive';
import {
  deskFetch,
  deskToken,
  type LoggedCall,
  logCall,
  memoryIntake,
  quietLogger,
  someContact,
  startBrowser,
  type TestDatabase,
  testDatabase,
  testServices,
} from '@callbook/checks';
import { recordContacts } from '@callbook/consolidation';
import { ConfigSchema } from '@callbook/contracts';
import { type Log, makeInvitation, openLog } from '@callbook/log';
import { createLifecycle, createSurface } from '@callbook/runtime';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { v7 } from 'uuid';
import { deskRole } from '../../../services/desk/src/index.ts';
import { takeMail } from '../../../services/email/src/take.ts';
import { hostileMail, hugeTable } from './page/hostile-mail.ts';

/** Agents at work in a real browser: what they may not see, what two of them do at once, and mail that means them harm. */
const logger = quietLogger();
const lifecycle = createLifecycle(logger);
const home = mkdtempSync(join(tmpdir(), 'page-work-'));
let database: TestDatabase;
let log: Log;
let archive: Archive;
let origin: string;
let browser: Browser;

beforeAll(async () => {
  database = await testDatabase();
  log = openLog({ url: database.url, connections: 2 }, logger);
  archive = await openArchive({}, home, logger);
  const http = createSurface(logger, lifecycle);
  const config = ConfigSchema.parse({
    database: { url: database.url },
    redis: { url: testServices().redisUrl },
    departments: [{ name: 'IT' }, { name: 'HR', private: true }],
  });
  await deskRole.start({ config, home, logger, lifecycle, http });
  origin = `http://127.0.0.1:${await http.listen('127.0.0.1', 0)}`;
  browser = await startBrowser();
}, 60_000);
afterAll(async () => {
  await browser?.close();
  await lifecycle.stop('the test is over');
  await archive.close();
  await log.close();
  await database.drop();
  rmSync(home, { recursive: true, force: true });
});

/** A page of its own, of an agent who is signed in by a token, or of nobody yet. */
async function pageOf(name?: string): Promise<Page> {
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 }, reducedMotion: 'reduce' });
  page.setDefaultTimeout(20_000);
  if (name) await page.setExtraHTTPHeaders(deskFetch(origin, await deskToken(database.url, { name })).headers);
  return page;
}

const callOf = (page: Page, title: string | RegExp) => page.getByRole('article', { name: title });

function open(subject: string, call: object = {}): Promise<LoggedCall> {
  return logCall(log, { call, contacts: [{ contact: someContact({ subject, text: `${subject}. Please help.` }) }] });
}

test('somebody who is invited to read signs up, reads, and is offered nothing that changes anything', async () => {
  await open('The lift is stuck');
  const wages = await open('My wages are short');
  await database.query(`update calls set department = 'HR' where id = $1`, [wages.id]);
  const invitation = { id: v7(), role: 'read-only' as const, by: 'a test', at: new Date() };
  const secret = await log.db.transaction().execute((trx) => makeInvitation(trx, invitation));
  const page = await pageOf();
  await page.goto(`${origin}/sign-in#invitation=${secret}`);
  await page.getByLabel('Name').fill('Ruth Reader');
  await page.getByLabel('E-mail').fill('ruth@example.org');
  await page.getByLabel('Password', { exact: true }).fill('a long enough password');
  await page.getByRole('button', { name: 'Begin' }).click();

  await page.getByRole('row', { name: /The lift is stuck/ }).click();
  await callOf(page, 'The lift is stuck').getByText('Please help.').waitFor();
  for (const name of ['New call', 'Resolve', 'More', 'Send'])
    expect(await page.getByRole('button', { name, exact: true }).count()).toBe(0);
  expect(await page.getByRole('textbox', { name: 'Reply' }).count()).toBe(0);
  // The calls of a private department are not there, by any way.
  expect(await page.getByText('My wages').count()).toBe(0);
  await page.goto(`${origin}/calls/${wages.reference}`);
  await page.getByText(`${wages.reference} cannot be shown`).waitFor();
  await page.close();
}, 60_000);

test('of two agents on one call the second overwrites nothing, and sees what the first did', async () => {
  const { reference } = await open('The tap drips');
  const [mira, grace] = [await pageOf('Mira'), await pageOf('Grace')];
  // Grace's line is slow: what others do reaches her page late.
  await grace.route('**/api/stream', () => undefined);
  for (const page of [mira, grace]) {
    await page.goto(`${origin}/calls/${reference}`);
    await callOf(page, 'The tap drips').waitFor();
  }
  await mira.getByText('Grace looks at this too').waitFor({ timeout: 30_000 });

  await mira.getByRole('button', { name: 'Assign to me' }).click();
  await mira.getByText('Assigned to Mira').first().waitFor();
  await grace.getByRole('button', { name: 'Assign to me' }).click();
  await grace.getByRole('alert').getByText('Somebody else changed this just now').waitFor();
  await grace.locator('input[value=Mira]').waitFor();
  const call = await (await deskFetch(origin, await deskToken(database.url))(`/api/calls/${reference}`)).json();
  expect(call).toMatchObject({ assignee: 'Mira' });
  for (const page of [mira, grace]) await page.close();
}, 90_000);

test('two calls are merged by keys, and are two again by one', async () => {
  const [one, other] = [await open('No light in the cellar'), await open('The lamp downstairs is dark')];
  const page = await pageOf('Mira');
  await page.goto(`${origin}/calls/${one.reference}`);
  await callOf(page, 'No light in the cellar').waitFor();
  await page.keyboard.press('m');
  await page.getByRole('dialog', { name: `Merge into ${one.reference}` }).waitFor();
  await page.keyboard.type(other.reference);
  await page.getByRole('button', { name: `Merge ${other.reference}` }).waitFor();
  // What is shown at first are the other calls of the same person.
  await page.getByRole('dialog').getByRole('listitem').nth(1).waitFor({ state: 'detached' });
  await page.keyboard.press('Enter');
  await callOf(page, 'No light in the cellar').getByText('The lamp downstairs is dark. Please help.').waitFor();
  // The other's reference leads here now.
  await page.goto(`${origin}/calls/${other.reference}`);
  await page.waitForURL(new RegExp(one.reference));
  await callOf(page, 'No light in the cellar').waitFor();
  await page.keyboard.press('z');
  await page.getByText(`${other.reference} is a call of its own again`).waitFor();
  await page.goto(`${origin}/calls/${other.reference}`);
  await callOf(page, 'The lamp downstairs is dark').waitFor();
  await page.close();
}, 60_000);

/** The call that a mail opens, by the real adapter and the real consolidation. */
async function mailed(raw: string): Promise<string> {
  const intake = memoryIntake();
  const bytes = Buffer.from(raw);
  await takeMail(
    { archive, intake, logger, now: () => new Date(), newId: v7 },
    { account: 'helpdesk', original: await archive.put(bytes), bytes, internalDate: new Date() },
  );
  const contacts = [...intake.contacts.values()];
  await recordContacts(contacts, { log, newId: v7, now: () => new Date() });
  const [row] = await database.query<{ reference: string }>(
    'select reference from calls join contacts on call_id = calls.id where contacts.id = $1',
    [contacts[0]?.id],
  );
  return row?.reference ?? '';
}

test('of a mail that means harm nothing runs, and nothing is fetched', async () => {
  const reference = await mailed(hostileMail());
  const page = await pageOf('Mira');
  const strange: string[] = [];
  const ran: string[] = [];
  page.on('request', (request) => {
    const url = request.url();
    if (!url.startsWith(origin) && !/^(data|blob):/.test(url)) strange.push(url);
  });
  page.on('dialog', (dialog) => {
    ran.push(dialog.message());
    void dialog.dismiss();
  });
  page.on('popup', (popup) => ran.push(`a window: ${popup.url()}`));
  await page.goto(`${origin}/calls/${reference}`);
  await callOf(page, 'Please look').waitFor();
  await page.getByText('As sent', { exact: true }).click();
  const mail = page.frameLocator('iframe[title^="The mail of"]');
  await mail.getByText('This line is harmless.').waitFor();
  // What is slow to go off has gone off by then.
  await page.waitForTimeout(1_500);
  for (const frame of page.frames()) {
    expect(await frame.evaluate('typeof window.harmed')).toBe('undefined');
    if (frame === page.mainFrame()) continue;
    const found = 'document.querySelectorAll("script, object, embed, form, base, meta[http-equiv=refresh]").length';
    expect(await frame.evaluate(found)).toBe(0);
  }
  // Each link says where it goes, and goes nowhere that runs anything.
  const frame = page.frames().find((one) => one !== page.mainFrame());
  const links = await frame?.evaluate<string[]>('[...document.links].map((one) => one.getAttribute("href"))');
  expect(links?.length).toBeGreaterThan(0);
  for (const link of links ?? []) expect(link).toMatch(/^(https?:|mailto:|tel:)/);
  expect(ran).toEqual([]);
  expect(strange).toEqual([]);
  await page.close();
}, 60_000);

test('a mail that is one table of ten megabytes leaves the page quick', async () => {
  const reference = await mailed(hugeTable());
  const page = await pageOf('Mira');
  await page.goto(`${origin}/calls/${reference}`);
  await callOf(page, 'All our devices').waitFor();
  const start = performance.now();
  await page.keyboard.press('?');
  await page.getByRole('dialog', { name: 'Keys' }).waitFor();
  process.stderr.write(
    `page: a key is answered after ${Math.round(performance.now() - start)} ms beside 10 MB of mail\n`,
  );
  await page.keyboard.press('Escape');
  await page.close();
}, 60_000);
