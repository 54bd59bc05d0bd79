import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  deskFetch,
  deskToken,
  type LoggedCall,
  logCall,
  quietLogger,
  someContact,
  startBrowser,
  type TestDatabase,
  testDatabase,
  testServices,
} from '@callbook/checks';
import { ConfigSchema } from '@callbook/contracts';
import { type Log, openLog } from '@callbook/log';
import { type IdentityProvider, startIdentityProvider } from '@callbook/peers';
import { createLifecycle, createSurface } from '@callbook/runtime';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { deskRole } from '../../../services/desk/src/index.ts';
import { violations } from './page/axe.ts';
import { freePort } from './slack/office.ts';

/** In a real browser: agents who come with their organisation's accounts, and what they do to many calls at once. */
const logger = quietLogger();
const lifecycle = createLifecycle(logger);
const home = mkdtempSync(join(tmpdir(), 'page-desk-'));
let database: TestDatabase;
let log: Log;
let origin: string;
let provider: IdentityProvider;
let browser: Browser;

beforeAll(async () => {
  database = await testDatabase();
  log = openLog({ url: database.url, connections: 2 }, logger);
  const port = await freePort();
  origin = `http://127.0.0.1:${port}`;
  provider = await startIdentityProvider({ redirectUri: `${origin}/api/auth/callback/oidc` });
  for (const [name, group] of [
    ['lin', 'desk-leads'],
    ['mira', 'desk'],
    ['visitor', 'canteen'],
  ] as const)
    provider.people.set(name, { name: `${name} of North`, email: `${name}@north.example`, groups: [group] });
  const { issuer, clientId, clientSecret } = provider;
  const roles = { lead: ['desk-leads'], agent: ['desk'] };
  const http = createSurface(logger, lifecycle);
  const config = ConfigSchema.parse({
    ...{ database: { url: database.url }, redis: { url: testServices().redisUrl } },
    departments: [{ name: 'IT' }, { name: 'Facilities' }],
    services: [
      { name: 'Lifts', department: 'Facilities', impact: 'high', urgency: 'high', questions: ['Is somebody in it?'] },
      { name: 'Printing', department: 'IT' },
    ],
    desk: {
      url: origin,
      oidc: { issuer, clientId, clientSecret, name: 'North', scopes: ['profile', 'email', 'groups'], roles },
    },
  });
  await deskRole.start({ config, home, logger, lifecycle, http });
  await http.listen('127.0.0.1', port);
  browser = await startBrowser();
}, 60_000);
afterAll(async () => {
  await browser?.close();
  await lifecycle.stop('the test is over');
  await provider.stop();
  await log.close();
  await database.drop();
  rmSync(home, { recursive: true, force: true });
});

/** A page of a browser of its own. */
async function newPage(): Promise<Page> {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, reducedMotion: 'reduce' });
  const page = await context.newPage();
  page.setDefaultTimeout(20_000);
  return page;
}

/** Comes to an address, and by the provider's door to what is there. */
async function signIn(page: Page, name: string, path = '/'): Promise<void> {
  await page.goto(origin + path);
  await page.getByRole('link', { name: 'Sign in with North' }).click();
  await page.waitForURL(/\/door\//);
  await page.getByLabel('Name').fill(name);
  await page.getByRole('button', { name: 'Sign in' }).click();
}

function open(subject: string, call: object = {}): Promise<LoggedCall> {
  return logCall(log, { call, contacts: [{ contact: someContact({ subject, text: `${subject}. Please help.` }) }] });
}
const ada = async () => deskFetch(origin, await deskToken(database.url, { name: 'Ada' }));

test('the account of the organisation opens the page that somebody came for, and signing out closes it', async () => {
  const { reference } = await open('The lift is stuck');
  const page = await newPage();
  await signIn(page, 'mira', `/calls/${reference}`);
  await page.getByRole('article', { name: 'The lift is stuck' }).waitFor();
  await page.goto(`${origin}/settings`);
  await page.getByRole('button', { name: 'Sign out' }).click();
  await page.getByRole('link', { name: 'Sign in with North' }).waitFor();
  await page.goto(`${origin}/calls/${reference}`);
  await page.waitForURL(/\/sign-in/);
  await page.context().close();
}, 60_000);

test('the page works where its address is a name in the house and the line is not secure', async () => {
  const { reference } = await open('The tap drips');
  const page = await newPage();
  await signIn(page, 'mira');
  await page.getByRole('link', { name: 'All calls' }).waitFor();
  // The same desk, which a browser trusts less than one on its own machine: it makes no ids there, for one thing.
  const plain = origin.replace('127.0.0.1', 'desk.test');
  const cookies = await page.context().cookies();
  await page.context().addCookies(cookies.map(({ name, value }) => ({ name, value, url: plain })));
  const faults: string[] = [];
  page.on('pageerror', ({ message }) => faults.push(message));
  await page.goto(`${plain}/calls/${reference}`);
  await page.getByRole('article', { name: 'The tap drips' }).waitFor();
  expect(await page.evaluate('isSecureContext')).toBe(false);
  await page.getByRole('button', { name: 'New call' }).click();
  await page.getByRole('dialog', { name: 'New call' }).waitFor();
  expect(faults).toEqual([]);
  await page.context().close();
}, 60_000);

test('an account that makes nobody an agent, and a provider that is away, are told of in plain words', async () => {
  const page = await newPage();
  await signIn(page, 'visitor');
  await page.getByRole('alert').getByText('nothing in it makes you an agent of this desk').waitFor();
  expect(await violations(page)).toEqual([]);
  provider.state = 'gone';
  await page.getByRole('link', { name: 'Sign in with North' }).click();
  await page.getByRole('alert').getByText('cannot be reached at this moment').waitFor();
  // The other way in is where it was.
  await page.getByLabel('Password', { exact: true }).waitFor();
  provider.state = 'well';
  await page.context().close();
}, 60_000);

test('what a lead keeps as a view and shares, others have with its number', async () => {
  await open('A printer without toner', { priority: 'P1' });
  const [lin, mira] = [await newPage(), await newPage()];
  await signIn(lin, 'lin', '/?priority=P1');
  await lin.getByRole('button', { name: 'Keep as a view' }).click();
  await lin.getByLabel('Name of the view').fill('First things');
  await lin.getByLabel('For everybody at the desk').check();
  await lin.keyboard.press('Enter');
  await lin.getByRole('link', { name: 'First things 1' }).waitFor();
  const asked: string[] = [];
  mira.on('request', (request) => asked.push(new URL(request.url()).pathname));
  await signIn(mira, 'mira');
  await mira.getByRole('link', { name: 'First things 1' }).click();
  await mira.waitForURL(/priority=P1/);
  expect(await mira.getByRole('button', { name: 'The view First things' }).count()).toBe(0);
  // Nine views with their numbers, and one question.
  expect(asked.filter((path) => path === '/api/views')).toHaveLength(1);
  expect(asked).not.toContain('/api/calls/count');
  await lin.getByRole('button', { name: 'The view First things' }).click();
  await lin.getByRole('menuitem', { name: 'Remove it for everybody' }).click();
  await lin.getByRole('link', { name: 'First things 1' }).waitFor({ state: 'detached' });
  for (const page of [lin, mira]) await page.context().close();
}, 90_000);

test('many calls are changed at once, and what could not be says why and stays selected', async () => {
  const [one, other] = [await open('No light on floor 1'), await open('No light on floor 2')];
  const page = await newPage();
  // What others do reaches this page late.
  await page.route('**/api/stream', () => undefined);
  await signIn(page, 'mira', '/?status=new');
  for (const { reference } of [one, other]) await page.getByRole('checkbox', { name: `Select ${reference}` }).check();
  await (await ada())(`/api/calls/${other.reference}`, {
    method: 'PATCH',
    body: JSON.stringify({ urgency: 'high' }),
    headers: { 'content-type': 'application/json' },
  });
  const bar = page.getByRole('region', { name: 'Selected calls' });
  await bar.getByText('2 calls selected').waitFor();
  await bar.getByRole('button', { name: 'Service' }).click();
  await page.getByRole('menuitem', { name: 'Lifts' }).click();
  await bar.getByRole('alert').getByText(`${other.reference} was changed by somebody else`).waitFor();
  await bar.getByText('1 call selected').waitFor();
  const stands = async ({ reference }: LoggedCall) => (await (await ada())(`/api/calls/${reference}`)).json();
  expect(await stands(one)).toMatchObject({ service: 'Lifts', department: 'Facilities', priority: 'P1' });
  expect(await stands(other)).not.toHaveProperty('service');
  // Who selects it another time has not failed yet.
  await bar.getByRole('button', { name: 'Select none' }).click();
  await bar.waitFor({ state: 'hidden' });
  await page.getByRole('checkbox', { name: `Select ${other.reference}` }).check();
  await bar.getByText('1 call selected').waitFor();
  expect(await bar.getByRole('alert').count()).toBe(0);
  await page.context().close();
}, 60_000);

test('a service is chosen in a call and in quick entry, and brings department and priority along', async () => {
  const { reference } = await open('Doors do not close');
  const page = await newPage();
  await signIn(page, 'mira', `/calls/${reference}`);
  await page.getByRole('combobox', { name: 'Service' }).click();
  await page.getByRole('option', { name: 'Lifts' }).click();
  await page.getByText('About Lifts').waitFor();
  await page.locator('input[role=combobox][value=Facilities]').waitFor();
  await page.getByRole('article').getByText('P1').first().waitFor();

  await page.getByRole('button', { name: 'New call' }).click();
  const entry = page.getByRole('dialog', { name: 'New call' });
  await entry.getByLabel('What they say').fill('It stopped between two floors');
  await entry.getByRole('combobox', { name: 'Service' }).fill('lif');
  await page.getByRole('option', { name: 'Lifts' }).click();
  await entry.getByText('Goes to Facilities, with priority P1').waitFor();
  await entry.getByText('Is somebody in it?').waitFor();
  const sent = page.waitForRequest((request) => request.method() === 'POST' && request.url().endsWith('/api/calls'));
  await entry.getByRole('button', { name: 'Log the call' }).click();
  const body = (await sent).postDataJSON();
  expect(body).toMatchObject({ service: 'Lifts' });
  expect(body).not.toHaveProperty('urgency');
  await page.context().close();
}, 60_000);
