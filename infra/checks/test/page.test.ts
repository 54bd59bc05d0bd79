import { gzipSync } from 'node:zlib';
import { numberedMail, type RunningHouse, startBrowser, startHouse } from '@callbook/checks';
import {
  type Dovecot,
  type MailSink,
  type SlackPeer,
  startDovecot,
  startMailSink,
  startSheetMaker,
  startSlack,
} from '@callbook/peers';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { violations } from './page/axe.ts';
import { pages as pagesOf } from './page/pdf.ts';
import { voicemail } from './page/voicemail.ts';

/** The whole house as an agent sees it, in a real browser, with nothing stubbed: from each channel to the open page. */
const TRAY = 'a-token-of-the-tray';
const LONG = process.env.CALLBOOK_LONG === '1';
/** Scans that are typed off. */
const SHEETS = LONG ? 10 : 1;

let dovecot: Dovecot;
let sink: MailSink;
let slack: SlackPeer;
let house: RunningHouse;
let browser: Browser;
let page: Page;
const faults: string[] = [];

async function openPage(path = '/'): Promise<Page> {
  const opened = await browser.newPage({ viewport: { width: 1440, height: 900 }, reducedMotion: 'reduce' });
  opened.on('pageerror', (error) => faults.push(String(error)));
  opened.on('console', (message) => message.type() === 'error' && faults.push(message.text()));
  opened.setDefaultTimeout(20_000);
  await opened.setExtraHTTPHeaders((await house.as({})).headers);
  await opened.goto(house.url.replace(/\/$/, '') + path);
  return opened;
}

beforeAll(async () => {
  [dovecot, sink, slack] = await Promise.all([
    startDovecot(),
    startMailSink(),
    startSlack({ workspaces: [{ name: 'North' }] }),
  ]);
  const [team] = slack.teams;
  const smtp = { host: sink.host, port: sink.port, security: 'none', nullSender: true, plusAddressing: true } as const;
  house = await startHouse({
    accounts: [{ ...dovecot.mailbox('helpdesk'), smtp }],
    slack: {
      apiUrl: slack.apiUrl,
      workspaces: [
        { ...{ team: team?.id, botToken: team?.botToken, appToken: team?.app.appToken }, receiver: 'socket' },
      ],
    },
    settings: { paper: { trays: [{ name: 'counter', folder: false, token: TRAY }] } },
    args: [],
  });
  browser = await startBrowser();
  page = await openPage();
}, 240_000);
afterAll(async () => {
  await browser?.close();
  await house?.stop();
  await Promise.all([slack?.stop(), sink?.stop(), dovecot?.stop()]);
}, 120_000);

const row = (name: string | RegExp) => page.getByRole('row', { name });
const trouble = (number: number) => row(`Trouble number ${number}`);
const call = (name: string | RegExp) => page.getByRole('article', { name });

/** Lays a scan into the tray. */
async function handIn(name: string, scan: Buffer): Promise<void> {
  const files = new FormData();
  files.append('files[]', new Blob([new Uint8Array(scan)], { type: 'image/png' }), name);
  const scans = new URL('/paper/scans', house.url);
  const answer = await fetch(scans, { method: 'POST', body: files, headers: { authorization: `Bearer ${TRAY}` } });
  expect(answer.status).toBe(202);
}

/** How long something took to be seen, on standard error: a machine with other work says little by it. */
async function seen(what: string, there: Promise<unknown>): Promise<void> {
  const start = performance.now();
  await there;
  process.stderr.write(`page: ${what} seen after ${Math.round(performance.now() - start)} ms\n`);
}

/** From the log to the call of this name, by the keyboard alone. */
async function openByKeys(words: string): Promise<void> {
  await page.keyboard.press('Escape');
  await page.keyboard.press('/');
  await page.keyboard.type(words);
  await page.waitForURL((url) => url.searchParams.get('q')?.includes(words) === true);
  await page.locator('[role=table][aria-busy=false]').waitFor();
  await row(new RegExp(words)).first().waitFor();
  await page.keyboard.press('Escape');
  await page.keyboard.press('j');
  await page.keyboard.press('o');
  await call(new RegExp(words)).waitFor();
}

test('an empty log says so', async () => {
  await page.getByText('Nothing has been logged yet.').waitFor();
  await page.getByText('Live', { exact: true }).waitFor();
});

describe('what comes in while the page is open appears in it', () => {
  test('an e-mail', async () => {
    await dovecot.deliver('helpdesk', numberedMail(1));
    await trouble(1).waitFor(); // the first one warms everything up
    for (const number of [2, 3]) {
      await dovecot.deliver('helpdesk', numberedMail(number));
      await seen('e-mail', trouble(number).waitFor());
    }
  }, 60_000);

  test('a voicemail', async () => {
    await dovecot.deliver('helpdesk', voicemail(1).toString('latin1'));
    await seen('voicemail', row(/Voicemail.*\+49301234561/).waitFor());
  }, 60_000);

  test('a message in Slack', async () => {
    const [team] = slack.teams;
    const user = team?.addUser({ realName: 'Anna Berg', email: 'anna.berg@north.example' });
    if (!team || !user) throw new Error('no workspace');
    team.post({ user, in: team.direct(user), text: 'My badge opens no door any more' });
    await seen('Slack', row(/Slack.*My badge opens no door/).waitFor());
  }, 60_000);

  test('a scan', async () => {
    const paper = await browser.newPage({ viewport: { width: 600, height: 800 } });
    await paper.setContent('<h1>The lift is stuck on the second floor</h1>');
    const scan = await paper.screenshot();
    await paper.close();
    await handIn('scan.png', scan);
    await seen('scan', row(/Paper/).waitFor());
  }, 60_000);
});

test('a call opens beside the log, and an answer to it appears in it', async () => {
  await trouble(2).click();
  await call('Trouble number 2').getByText('My trouble has the number 2.').waitFor();
  const answer = numberedMail(2)
    .replace('<trouble-2@', '<answer-2@')
    .replace('MIME-Version', 'In-Reply-To: <trouble-2@example.org>\r\nMIME-Version')
    .replace('Please call me.', 'It has gone by itself. <b>Sorry!</b>');
  await dovecot.deliver('helpdesk', answer);
  await call('Trouble number 2').getByText('It has gone by itself. <b>Sorry!</b>').waitFor();
  await page.keyboard.press('Escape');
  await call('Trouble number 2').waitFor({ state: 'hidden' });
}, 60_000);

test('the log is searched while typing, and what was found is marked', async () => {
  await page.keyboard.press('/');
  await page.keyboard.type('Person 3');
  await trouble(1).waitFor({ state: 'hidden' });
  await trouble(3).locator('mark', { hasText: 'Person' }).waitFor();
  await page.getByRole('button', { name: 'Clear the search' }).click();
  await trouble(1).waitFor();
});

test('filters stand in the address, and a view of them can be kept', async () => {
  await page.getByRole('button', { name: 'Channel', exact: true }).click();
  await page.getByRole('menuitemcheckbox', { name: 'Slack' }).click();
  await page.waitForURL(/channel=slack/);
  await trouble(1).waitFor({ state: 'hidden' });
  await row(/My badge/).waitFor();
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Keep as a view' }).click();
  await page.getByLabel('Name of the view').fill('From Slack');
  await page.keyboard.press('Enter');
  await page.getByRole('link', { name: 'All calls' }).click();
  await trouble(1).waitFor();
  await page.getByRole('link', { name: /From Slack 1/ }).click();
  await trouble(1).waitFor({ state: 'hidden' });
  await page.getByRole('link', { name: 'All calls' }).click();
});

describe('by the keyboard alone', () => {
  test('scans that are written by hand are typed off, one after another', async () => {
    const maker = startSheetMaker();
    const look = { language: 'en', departments: ['IT', 'Library'] } as const;
    const hand = { type: 'caveat', hand: true, inPlaces: true, size: 3.4, shade: 20, tick: 'cross' } as const;
    for (let number = 0; number < SHEETS; number++) {
      const code = { kind: 'call', version: 1, paper: 'A4', number: 1042 + number, page: 1 } as const;
      const fields = [
        { name: 'name', text: `TOM ${number}` },
        { name: 'matter', text: 'My badge opens no door' },
      ] as const;
      await handIn(
        `sheet-${number}.png`,
        await maker.scanned({ code, look, answers: { fields, ticks: [] } }, hand, { dpi: 150, degrees: 0 }, number),
      );
    }
    await maker.close();
    await page.keyboard.press('Escape');
    await page.keyboard.press('g');
    await page.keyboard.press('r');
    // So does what the tests before have handed in, and said.
    const waiting = SHEETS + 2;
    await page.getByText(`${waiting} to look at`).waitFor({ timeout: 120_000 });
    const start = performance.now();
    for (let left = waiting; left > 0; left--) {
      await page.getByText(`${left} to look at`).waitFor();
      await page.locator('form :is(input, textarea):focus').waitFor();
      await page.keyboard.press('Control+A');
      await page.keyboard.type(`Typed off as number ${left}`);
      await page.keyboard.press('Control+Enter');
    }
    await page.getByText('Nothing to look at').waitFor();
    process.stderr.write(
      `page: ${waiting} scans and recordings typed off in ${Math.round(performance.now() - start)} ms\n`,
    );
    await page.keyboard.press('g');
    await page.keyboard.press('l');
    await row(/Typed off as number/)
      .first()
      .waitFor();
  }, 300_000);

  test('a call is answered, and the answer is a mail', async () => {
    await openByKeys('Trouble number 3');
    await page.keyboard.press('r');
    await page.keyboard.type('Have you tried to turn it off?');
    await page.keyboard.press('Control+Enter');
    await call(/Trouble number 3/)
      .getByText('Have you tried to turn it off?')
      .waitFor();
    await call(/Trouble number 3/)
      .getByText('sent by email')
      .waitFor();
    expect(sink.mails.map(({ raw }) => raw).join()).toContain('Have you tried to turn it off?');
  }, 60_000);

  test('a call by telephone is written down, and what may be the same is shown meanwhile', async () => {
    await page.keyboard.press('Escape');
    await page.keyboard.press('c');
    await page.getByRole('dialog', { name: 'New call' }).waitFor();
    await page.keyboard.type('Walter Gropius');
    await page.keyboard.press('Enter');
    await page.keyboard.type('His badge opens no door');
    await page.getByRole('region', { name: 'Perhaps the same' }).getByText('My badge opens no door').waitFor();
    await page.keyboard.press('Control+Enter');
    await page.getByRole('dialog', { name: 'New call' }).waitFor({ state: 'hidden' });
    // The answer has the reference only where the log was quick: then the call is open already.
    await page.goto(house.url);
    await row(/His badge opens no door/).waitFor();
  }, 60_000);

  test('the keys are shown', async () => {
    await page.keyboard.press('?');
    await page.getByRole('dialog', { name: 'Keys' }).getByText('Quick entry').waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('dialog', { name: 'Keys' }).waitFor({ state: 'hidden' });
  });
});

/** Where axe looks, and what is there when the page is. In the short form it looks at those in the dark that have own colours. */
const PAGES: [path: string, there: string][] = [
  ['/', 'CB-'],
  ['/figures', 'Day by day'],
  ['/paper', 'Drop scans anywhere'],
  ['/channels', 'Nothing is missing'],
  ['/review', 'Nothing to look at'],
  ['/settings', 'This browser'],
  ['/api/docs', '/api/calls/count'],
];

describe.each([
  ['light', PAGES],
  ['dark', LONG ? PAGES : PAGES.slice(0, 3)],
] as const)('in %s, axe finds no fault with', (colorScheme, pages) => {
  beforeAll(() => page.emulateMedia({ colorScheme, reducedMotion: 'reduce' }));

  test.each(pages)(
    '%s',
    async (path, there) => {
      await page.goto(new URL(path, house.url).href);
      await page.getByText(there).first().waitFor();
      expect(await violations(page)).toEqual([]);
    },
    60_000,
  );

  test('a call, its voicemail, and quick entry', async () => {
    await page.goto(new URL('/', house.url).href);
    for (const name of [/Trouble number 3/, /\+49301234561/, /My badge/]) {
      await row(name).first().click();
      await call(name).waitFor();
      expect(await violations(page)).toEqual([]);
    }
    await page.keyboard.press('c');
    await page.getByRole('dialog', { name: 'New call' }).waitFor();
    expect(await violations(page)).toEqual([]);
    await page.keyboard.press('Escape');
  }, 120_000);
});

describe('on the page of paper', () => {
  let clerk: Page;
  const file = (name: string) => clerk.getByRole('listitem', { name });
  // An agent with a session, since that is what this is about.
  beforeAll(async () => {
    const invitation = { method: 'POST', body: JSON.stringify({ role: 'agent' }) };
    const made = await house.ask('/api/invitations', {
      ...invitation,
      headers: { 'content-type': 'application/json' },
    });
    clerk = await browser.newPage({ viewport: { width: 1440, height: 900 }, reducedMotion: 'reduce' });
    clerk.on('pageerror', (error) => faults.push(String(error)));
    clerk.setDefaultTimeout(60_000);
    await clerk.goto(new URL(((await made.json()) as { path: string }).path, house.url).href);
    await clerk.getByLabel('Name').fill('Zoë Clerk');
    await clerk.getByLabel('E-mail').fill('zoe@example.org');
    await clerk.getByLabel('Password', { exact: true }).fill('a long enough password');
    await clerk.getByRole('button', { name: 'Begin' }).click();
    await clerk.getByText('Live', { exact: true }).waitFor();
  }, 240_000);
  afterAll(() => clerk?.close());

  test('a scan that is chosen is sent as soon as the line holds, read, and acknowledged where it says to', async () => {
    const maker = startSheetMaker();
    const print = { type: 'helvetica', hand: false, inPlaces: true, size: 3.6, shade: 10, tick: 'cross' } as const;
    const code = { kind: 'call', version: 1, paper: 'A4', number: 1099, page: 1 } as const;
    const fields = [
      { name: 'email', text: 'marta@example.org' },
      { name: 'matter', text: 'The projector stays dark.' },
    ] as const;
    const ticks = [
      { group: 'urgency', value: 'low' },
      { group: 'bestTime', value: 'any' },
      { group: 'department', value: '1' },
    ] as const;
    const sheet = { code, look: { language: 'en', departments: ['IT'] }, answers: { fields, ticks } } as const;
    const scan = await maker.scanned(sheet, print, { dpi: 150, degrees: 0 }, 1);
    await maker.close();
    await clerk.keyboard.press('g');
    await clerk.keyboard.press('p');
    await clerk.getByText('Drop scans anywhere').waitFor();
    await clerk.context().setOffline(true);
    const chosen = { name: 'form.png', mimeType: 'image/png', buffer: scan };
    await clerk.getByLabel('Scans', { exact: true }).setInputFiles(chosen);
    await file('form.png').getByText('it is sent again by itself').waitFor();
    await clerk.context().setOffline(false);
    await file('form.png').getByText('Read', { exact: true }).waitFor({ timeout: 120_000 });
    await file('form.png').getByText('The projector stays dark.').waitFor();
    const reference = await file('form.png').getByRole('link', { name: /^CB-/ }).textContent();

    // The same file again is the same call.
    await clerk.getByLabel('Scans', { exact: true }).setInputFiles({ name: 'again.png', mimeType: '', buffer: scan });
    await file('again.png').getByText('handed in before').waitFor();
    await file('again.png')
      .getByRole('link', { name: String(reference) })
      .waitFor();

    await file('form.png')
      .getByRole('link', { name: String(reference) })
      .click();
    const opened = clerk.getByRole('article', { name: 'The projector stays dark.' });
    await opened.getByText('handed in by Zoë Clerk').waitFor();
    await opened.getByText('acknowledged by email').or(opened.getByText('Acknowledged')).first().waitFor();
    const told = () => sink.mails.filter(({ raw }) => raw.includes('To: marta@example.org'));
    for (const end = Date.now() + 30_000; told().length === 0 && Date.now() < end; ) await clerk.waitForTimeout(100);
    expect(told().map(({ raw }) => raw.includes(String(reference)))).toEqual([true]);
    const slip = opened.getByRole('link', { name: 'Slip with the reference' });
    expect(await slip.getAttribute('href')).toBe(`/api/calls/${reference}/slip`);
    await clerk.goBack();
  }, 240_000);

  test('what is dropped is taken, page by page; what is no scan is kept, and says what to do', async () => {
    const dropped = [
      { name: 'batch.pdf', base64: pagesOf(['The lift is stuck.', 'So is the door.']).toString('base64') },
      { name: 'letter.docx', base64: Buffer.from('no scan').toString('base64') },
    ];
    const given = await clerk.evaluateHandle(
      `(() => { const given = new DataTransfer();
        for (const { name, base64 } of ${JSON.stringify(dropped)})
          given.items.add(new File([Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0))], name));
        return given; })()`,
    );
    await clerk.getByRole('heading', { name: 'Paper' }).dispatchEvent('drop', { dataTransfer: given });
    await file('letter.docx').getByText('scan-unsupported').waitFor();
    await file('letter.docx').getByText('Save or scan it as one of these').waitFor();
    await file('batch.pdf').getByText('2 pages: 2 read').waitFor({ timeout: 120_000 });
    for (const colorScheme of ['light', 'dark'] as const) {
      await clerk.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      expect(await violations(clerk)).toEqual([]);
    }
    await clerk.setViewportSize({ width: 390, height: 844 });
    expect(await clerk.evaluate<number>('document.documentElement.scrollWidth')).toBeLessThanOrEqual(390);
    await clerk.setViewportSize({ width: 1440, height: 900 });
    // Where nothing is sure, one goes to what a person has to look at, and finds that one.
    await file('batch.pdf').getByRole('link', { name: 'Look at it' }).click();
    await clerk.getByRole('textbox', { name: 'What it says' }).waitFor();
    await clerk.getByText('The lift is stuck.').first().waitFor();
    await clerk.goBack();
  }, 240_000);

  test('forms are printed by the keyboard alone', async () => {
    await clerk.goto(new URL('/paper', house.url).href);
    await clerk.getByRole('textbox', { name: 'Copies' }).focus();
    await clerk.keyboard.press('Control+A');
    await clerk.keyboard.type('3');
    const [download] = await Promise.all([clerk.waitForEvent('download'), clerk.keyboard.press('Enter')]);
    expect(download.suggestedFilename()).toMatch(/^call-F-\d+\.pdf$/);
    await clerk.getByRole('status').getByText('3 call forms in').waitFor();
    expect(await house.query("select printed_by from forms where printed_by = 'Zoë Clerk'")).toHaveLength(3);
  }, 60_000);

  test('a scanner’s mail with two scans is two calls', async () => {
    const part = (name: string, words: string) => [
      ...['--b', 'Content-Type: application/pdf', `Content-Disposition: attachment; filename=${name}`],
      ...['Content-Transfer-Encoding: base64', '', pagesOf([words]).toString('base64').replace(/.{76}/g, '$&\r\n')],
    ];
    const mail = [
      ...['From: scanner-3@example.org', 'To: helpdesk@callbook.example', 'Message-ID: <two@scanner.example>'],
      ...['Subject: Message from KM_C258', 'MIME-Version: 1.0', 'Content-Type: multipart/mixed; boundary=b', ''],
      ...['--b', 'Content-Type: text/plain', '', 'Scanned from MFP-07. Resolution: 300 dpi'],
      ...part('scan0001.pdf', 'The heating is cold.'),
      ...part('scan0002.pdf', 'The window does not close.'),
      ...['--b--', ''],
    ];
    await dovecot.deliver('helpdesk', mail.join('\r\n'));
    await clerk.goto(house.url);
    for (const words of ['The heating is cold.', 'The window does not close.'])
      await clerk.getByRole('row', { name: words }).first().waitFor({ timeout: 120_000 });
  }, 150_000);
});

test('on a telephone nothing is wider than the screen', async () => {
  await page.setViewportSize({ width: 390, height: 844 });
  for (const path of ['/', '/review', '/paper', '/figures', '/channels', '/settings']) {
    await page.goto(new URL(path, house.url).href);
    await page.getByRole('navigation', { name: 'Pages' }).waitFor();
    expect(await page.evaluate<number>('document.documentElement.scrollWidth')).toBeLessThanOrEqual(390);
  }
}, 60_000);

test('the first load has less than 350 kB of JavaScript', async () => {
  const html = await (await house.ask('/')).text();
  const files = [...html.matchAll(/(?:src|href)="(\/assets\/[^"]+\.js)"/g)].map(([, path = '']) => path);
  expect(files).not.toEqual([]);
  const sizes = files.map(
    async (path) => gzipSync(Buffer.from(await (await fetch(new URL(path, house.url))).arrayBuffer())).length,
  );
  const bytes = (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0);
  process.stderr.write(`page: initial_js_kb_gzip ${Math.round(bytes / 1000)}\n`);
  expect(bytes).toBeLessThan(350_000);
});

test('nothing went wrong in the browser', () => {
  expect(faults).toEqual([]);
});
