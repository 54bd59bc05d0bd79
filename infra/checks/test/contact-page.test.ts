import { mkdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { type RunningHouse, startBrowser, startHouse } from '@callbook/checks';
import { type MailSink, startMailSink } from '@callbook/peers';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Browser, BrowserContext, Page } from 'playwright-core';

/** The public page as people see it: read aloud, in light and dark, on paper, and without JavaScript. */
const AXE = createRequire(import.meta.url).resolve('axe-core/axe.min.js');
/** `UPDATE=1` writes the pictures that the documentation shows. */
const PICTURES = fileURLToPath(new URL('../../../docs/contact/', import.meta.url));

const hours = { timeZone: 'Europe/Berlin', open: ['mon-fri 08:00-17:00', 'sat 09:00-12:00'] };
const settings = {
  http: { publicUrl: 'https://help.northbank.example' },
  organisation: { name: 'Northbank Council', languages: ['en', 'de'] },
  country: 'DE',
  response: { serviceHours: { ...hours, publicHolidays: { country: 'DE', state: 'BE' } }, minutes: 480 },
  departments: [
    { name: 'IT' },
    { name: 'Facilities' },
    { name: 'People', private: true, serviceHours: { ...hours, open: ['tue-thu 09:00-12:00'] } },
  ],
  services: [
    { name: 'Password', department: 'IT', respondMinutes: 30, resolveMinutes: 60 },
    { name: 'Laptop', department: 'IT' },
    { name: 'Room booking', department: 'Facilities' },
  ],
  priorities: {
    ...{ P1: { respondMinutes: 15, resolveMinutes: 240 }, P2: { respondMinutes: 60, resolveMinutes: 480 } },
    ...{ P3: { respondMinutes: 240, resolveMinutes: 1440 }, P4: { respondMinutes: 480 } },
  },
  contact: {
    phones: [{ number: '+49 30 901820', about: 'also out of hours' }],
    counters: [{ place: 'Town hall, ground floor', open: ['mon-fri 10:00-12:00'] }],
    slack: ['#help'],
    outOfHours: { en: 'What cannot wait: call the porter, +49 30 901888.' },
  },
};

let sink: MailSink;
let house: RunningHouse;
let browser: Browser;

beforeAll(async () => {
  sink = await startMailSink();
  const smtp = {
    ...{ host: sink.host, port: sink.port, security: 'none' as const },
    ...{ nullSender: true, plusAddressing: false },
  };
  const account = { name: 'helpdesk', address: 'help@northbank.example', aliases: [], trustedReceivers: [], smtp };
  house = await startHouse({ accounts: [account], settings, args: ['--roles', 'desk,consolidation,delivery,email'] });
  browser = await startBrowser();
}, 90_000);
afterAll(async () => {
  await browser?.close();
  await house?.stop();
  await sink?.stop();
}, 30_000);

async function open(path: string, colorScheme: 'light' | 'dark' = 'light', width = 1100): Promise<Page> {
  // Our own policy forbids scripts, also those of a test.
  const page = await browser.newPage({ colorScheme, bypassCSP: true, viewport: { width, height: 900 } });
  await page.goto(at(path));
  return page;
}

/** The path of a page of the house. */
const at = (path: string) => `${house.url.replace(/\/$/, '')}${path}`;

/** Looks until there is something, as a person does who waits for a mail. */
async function soon<T>(look: () => T | undefined | Promise<T | undefined>): Promise<T> {
  for (const end = Date.now() + 30_000; ; ) {
    const found = await look();
    if (found !== undefined) return found;
    if (Date.now() > end) throw new Error('It did not come.');
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

async function violations(page: Page): Promise<string[]> {
  await page.evaluate(readFileSync(AXE, 'utf8'));
  const found: { id: string; nodes: { html: string }[] }[] = await page.evaluate(
    '(async () => (await axe.run({ runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"] })).violations)()',
  );
  return found.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' | ')}`);
}

async function keep(page: Page, name: string): Promise<void> {
  if (!process.env.UPDATE) return;
  mkdirSync(PICTURES, { recursive: true });
  await page.screenshot({ path: `${PICTURES}${name}.png`, fullPage: true });
}

describe.each(['light', 'dark'] as const)('in %s', (scheme) => {
  test.each([1100, 360])(
    'the page of %d pixels has nothing that keeps anybody out',
    async (width) => {
      const page = await open('/contact?lang=en', scheme, width);
      expect(await violations(page)).toEqual([]);
      const wide = await page.evaluate('document.documentElement.scrollWidth > document.documentElement.clientWidth');
      expect(wide).toBe(false);
      await keep(page, `${scheme}-${width}`);
      await page.close();
    },
    60_000,
  );

  test('a form with faults says what is wrong, where it is', async () => {
    const page = await open('/contact?lang=de', scheme);
    await page.getByLabel('E-Mail-Adresse', { exact: true }).first().fill('ada@');
    await page.getByLabel('Was können wir für Sie tun').fill('Der Drucker streikt');
    await page.evaluate('document.querySelector("form").noValidate = true');
    await page.getByRole('button', { name: 'Absenden' }).click();
    await page.getByRole('alert').waitFor();
    expect(await violations(page)).toEqual([]);
    await keep(page, `faults-${scheme}`);
    await page.close();
  }, 60_000);
});

test('without JavaScript a message gets its reference, and who knows it sees how the call stands', async () => {
  const context = await browser.newContext({ javaScriptEnabled: false, locale: 'en-GB' });
  const page = await context.newPage();
  await page.goto(`${house.url.replace(/\/$/, '')}/contact`);
  await page.getByLabel('Your name').fill('Ada Lindqvist');
  await page.getByLabel('E-mail address', { exact: true }).first().fill('ada@northbank.example');
  await page.getByLabel('Who should help').selectOption('IT');
  await page.getByLabel('I cannot work').check();
  await page.getByLabel('What can we do for you').fill('My screen stays dark since this morning.');
  await page
    .getByLabel('Files')
    .setInputFiles({ name: 'dark.txt', mimeType: 'text/plain', buffer: Buffer.from('dark') });
  await page.getByRole('button', { name: 'Send', exact: true }).click();
  const reference = /CB-\d+/.exec((await page.getByText('Your reference is').textContent()) ?? '')?.[0] ?? '';
  await page.getByText('A person answers you by').waitFor();
  await page.getByRole('link', { name: 'Back to the page' }).click();
  await page.getByLabel('Reference').fill(reference);
  await page.getByLabel('Your e-mail address or telephone number').fill('ada@northbank.example');
  await page.getByRole('button', { name: 'Look it up' }).click();
  await page.getByRole('heading', { name: reference }).waitFor();
  await page.getByText('It waits for somebody to begin with it.').waitFor();
  await context.close();
  const rows = await house.query<{ first_channel: string; department: string; urgency: string; name: string }>(
    `select first_channel, department, calls.urgency, attachments.name from calls join contacts on call_id = calls.id
     join attachments on contact_id = contacts.id where reference = '${reference}'`,
  );
  expect(rows).toEqual([{ first_channel: 'web', department: 'IT', urgency: 'high', name: 'dark.txt' }]);
}, 90_000);

/** Somebody writes into the form; answers the reference. */
async function write(page: Page, email: string, text: string): Promise<string> {
  await page.goto(at('/contact?lang=en'));
  await page.getByLabel('E-mail address', { exact: true }).first().fill(email);
  await page.getByLabel('What can we do for you').fill(text);
  await page.getByRole('button', { name: 'Send', exact: true }).click();
  await page.getByRole('heading', { name: 'We have it' }).waitFor();
  // On a machine that is busy the reference follows.
  const asked = `select reference from calls join contacts on call_id = calls.id where text = '${text}'`;
  return soon(async () => (await house.query<{ reference: string }>(asked))[0]?.reference);
}

/** Asks for the link to somebody's calls; answers its path, as it stands in the mail. */
async function askFor(page: Page, email: string): Promise<string> {
  await page.goto(at('/contact?lang=en'));
  const ask = page.getByRole('region', { name: 'All your calls' });
  await ask.getByLabel('E-mail address').fill(email);
  await ask.getByRole('button', { name: 'Send me the link' }).click();
  await page.getByText(`If calls came from ${email}`).waitFor();
  const mail = await soon(() => sink.mails.find(({ to, raw }) => to[0] === email && raw.includes('/contact/link/')));
  expect([mail.from, mail.header('Auto-Submitted'), mail.header('Subject')]).toEqual([
    '',
    'auto-generated',
    'Your calls',
  ]);
  const text = mail.raw.replace(/=\r\n/g, '').replaceAll('=3D', '=');
  return /https:\/\/help\.northbank\.example(\/contact\/link\/[\w.-]+\?lang=en)/.exec(text)?.[1] ?? '';
}

describe('all calls of somebody', () => {
  const email = 'grace@northbank.example';
  let context: BrowserContext;
  let reference: string;
  let link: string;

  test('without JavaScript: a link comes by mail, shows them, and takes what is added', async () => {
    context = await browser.newContext({ javaScriptEnabled: false, locale: 'en-GB' });
    const page = await context.newPage();
    reference = await write(page, email, 'The badge reader at the side door blinks red.');
    await write(page, email, 'A chair for room 2.10, please.');
    link = await askFor(page, email);

    await page.goto(at(link));
    expect(page.url()).toBe(at('/contact/calls?lang=en'));
    expect(await page.getByRole('heading', { level: 2 }).allTextContents()).toEqual([
      expect.stringMatching(/^CB-\d+ A chair for room 2\.10, please\.$/),
      `${reference} The badge reader at the side door blinks red.`,
    ]);
    const answered = await house.ask(`/api/calls/${reference}/replies`, {
      ...{ method: 'POST', headers: { 'content-type': 'application/json' } },
      body: JSON.stringify({ text: 'We have reset it. Does it work now?' }),
    });
    expect(answered.status).toBe(202);
    await page.getByRole('link', { name: reference }).click();
    await page.getByText('We have reset it. Does it work now?').waitFor();
    await page.getByLabel('What else should we know').fill('It does, thank you.');
    await page.getByRole('button', { name: 'Send', exact: true }).click();
    await page.getByText(`It stands with ${reference}.`).waitFor();
    await soon(async () => (await house.query(`select from contacts where text = 'It does, thank you.'`))[0]);
    await page.getByRole('link', { name: reference }).click();
    expect(await page.getByRole('listitem').allTextContents()).toEqual([
      expect.stringContaining('blinks red'),
      expect.stringContaining('We have reset it.'),
      expect.stringContaining('It does, thank you.'),
    ]);
    await page.getByRole('button', { name: 'It is solved' }).click();
    await page.getByText('It is closed.').waitFor();
    await page.getByLabel('★★★★★ 5 stars').check();
    await page
      .getByRole('region', { name: `How was ${reference} dealt with?` })
      .getByRole('button')
      .click();
    expect(await page.getByLabel('★★★★★ 5 stars').isChecked()).toBe(true);
    const [call] = await house.query<{ status: string; rating: number; contacts: number }>(
      `select status, rating, (select count(*)::int from contacts where call_id = calls.id) as contacts
       from calls where reference = '${reference}'`,
    );
    expect(call).toEqual({ status: 'closed', rating: 5, contacts: 2 });
    await context.close();
  }, 120_000);

  test.each([
    ['light', 390],
    ['dark', 1100],
  ] as const)(
    'have nothing that keeps anybody out, in %s, of %d pixels, and print',
    async (colorScheme, width) => {
      const page = await browser.newPage({ colorScheme, bypassCSP: true, viewport: { width, height: 900 } });
      await page.goto(at(link));
      for (const [path, name] of [
        ['/contact/calls?lang=en', 'calls'],
        [`/contact/calls/${reference}?lang=en`, 'call'],
      ] as const) {
        await page.goto(at(path));
        expect(await violations(page)).toEqual([]);
        expect(await page.evaluate('document.documentElement.scrollWidth > document.documentElement.clientWidth')).toBe(
          false,
        );
        await keep(page, `${name}-${colorScheme}-${width}`);
        await page.emulateMedia({ media: 'print' });
        expect(await page.getByRole('button').count()).toBe(0);
        await page.emulateMedia({ media: 'screen' });
      }
      await page.getByRole('button', { name: 'Send', exact: true }).first().click();
      await page.getByText('Say what we can do for you.').waitFor();
      expect(await violations(page)).toEqual([]);
      await page.close();
    },
    60_000,
  );

  test('are not written into any log line, nor is the link', async () => {
    const lines = readFileSync(`${house.home}/logs/callbook.log`, 'utf8');
    expect(lines).toContain('"level"');
    for (const secret of [link.split(/[/?]/)[3] ?? '', 'badge reader', email]) expect(lines).not.toContain(secret);
  });
});

test.each(['en', 'de'])(
  'it prints on one sheet of A4, in %s',
  async (language) => {
    const page = await open(`/contact?lang=${language}`);
    const pdf = (await page.pdf({ preferCSSPageSize: true })).toString('latin1');
    expect(pdf.match(/\/Type\s*\/Page\b/g)).toHaveLength(1);
    const [, width, height] = /\/MediaBox\s*\[0 0 ([\d.]+) ([\d.]+)\]/.exec(pdf) ?? [];
    expect([width, height].map((points) => Math.round((Number(points) * 25.4) / 72))).toEqual([210, 297]);

    // As large as the sheet between its margins of 14 mm.
    await page.emulateMedia({ media: 'print' });
    await page.setViewportSize({ width: 688, height: 1017 });
    const printed = await page.evaluate<{ of: string; left: number; right: number; bottom: number }[]>(`
      [...document.querySelectorAll("h1, .lead, section, form, button, nav")].filter((one) => one.checkVisibility()).map((one) => {
        const { left, right, bottom } = one.getBoundingClientRect();
        return { of: one.getAttribute("aria-labelledby") ?? (one.className || one.tagName), left, right, bottom };
      })`);
    // All that FITS asks for, and nothing that only a screen can do.
    expect(printed.map(({ of }) => of)).toEqual(['H1', 'lead', 'reach', 'hours', 'tell', 'expect', 'closed']);
    expect(printed.filter(({ left, right, bottom }) => left < 0 || right > 688 || bottom > 1017)).toEqual([]);
    expect(printed[0]?.left).toBe(0);
    expect(await page.locator('.paper').textContent()).toBe('https://help.northbank.example/contact');
    expect(await page.locator('.paper').isVisible()).toBe(true);
    await keep(page, `print-${language}`);
    await page.close();
  },
  60_000,
);
