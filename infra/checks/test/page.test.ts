import { numberedMail, type RunningHouse, startBrowser, startHouse } from '@callbook/checks';
import { type Dovecot, startDovecot } from '@callbook/peers';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';

/** The whole way as a newcomer sees it: a mail goes into a mailbox, and a call stands on the open page. */
let dovecot: Dovecot;
let house: RunningHouse;
let browser: Browser;
let page: Page;
const faults: string[] = [];

beforeAll(async () => {
  dovecot = await startDovecot();
  house = await startHouse({ accounts: [dovecot.mailbox('helpdesk')], args: [] });
  browser = await startBrowser();
  page = await browser.newPage({ viewport: { width: 1280, height: 720 } });
  page.on('pageerror', (error) => faults.push(String(error)));
  page.on('console', (message) => message.type() === 'error' && faults.push(message.text()));
  await page.setExtraHTTPHeaders((await house.as({})).headers);
  await page.goto(house.url);
}, 240_000);
afterAll(async () => {
  await browser?.close();
  await house?.stop();
  await dovecot?.stop();
}, 120_000);

const row = (number: number) => page.getByRole('row', { name: `Trouble number ${number}` });

test('an empty log says so', async () => {
  await page.getByText('Nothing has been logged yet.').waitFor();
  await page.getByText('Live', { exact: true }).waitFor();
});

test('a mail is a call on the open page within two seconds of its delivery', async () => {
  await dovecot.deliver('helpdesk', numberedMail(1));
  await row(1).waitFor({ timeout: 10_000 }); // the first one warms everything up
  for (const number of [2, 3, 4]) {
    await dovecot.deliver('helpdesk', numberedMail(number));
    await row(number).waitFor({ timeout: 2_000 });
  }
}, 30_000);

test('a call opens beside the log, and an answer to it appears in it', async () => {
  await row(2).click();
  const call = page.getByRole('article', { name: 'Trouble number 2' });
  await call.getByText('My trouble has the number 2.').waitFor();
  const answer = numberedMail(2)
    .replace('<trouble-2@', '<answer-2@')
    .replace('MIME-Version', 'In-Reply-To: <trouble-2@example.org>\r\nMIME-Version')
    .replace('Please call me.', 'It has gone by itself. <b>Sorry!</b>');
  await dovecot.deliver('helpdesk', answer);
  await call.getByText('It has gone by itself. <b>Sorry!</b>').waitFor({ timeout: 10_000 });
  await page.keyboard.press('Escape');
  await call.waitFor({ state: 'hidden' });
}, 30_000);

test('the log is searched while typing', async () => {
  await page.keyboard.press('/');
  await page.keyboard.type('Person 3');
  await row(1).waitFor({ state: 'hidden' });
  await row(3).waitFor();
});

test('nothing went wrong in the browser', () => {
  expect(faults).toEqual([]);
});
