import { deskToken, startBrowser } from '@callbook/checks';
import type { Bench } from '../bench.ts';
import { type Figure, figure } from '../figure.ts';
import { fillLog } from '../growth/fill.ts';
import { anotherDatabase } from '../intake/another-database.ts';
import { freePort } from '../port.ts';
import { mainOf, startProgram } from '../program.ts';

type Page = Awaited<ReturnType<Awaited<ReturnType<typeof startBrowser>>['newPage']>>;

const CALLS = 10_000;
const ROUNDS = 12;
/** Milliseconds between two keys, so that one is drawn before the next. */
const PAUSE = 400;

/**
 * How long the page of the log takes to answer a key or a click: from the event until what it changed is drawn, as the
 * browser counts it (https://www.w3.org/TR/event-timing/), in steps of 8 ms. What takes less than 16 ms it does not tell.
 */
const LISTEN = `
  globalThis.heard = [];
  new PerformanceObserver((list) => {
    for (const { name, duration } of list.getEntries())
      if (name === 'keydown' || name === 'click') heard.push(duration);
  }).observe({ type: 'event', durationThreshold: 16, buffered: true });
`;

/** What agents do in the list of a log of ten thousand calls, in a browser that draws without a graphics card. */
export async function measurePage(bench: Bench): Promise<Figure[]> {
  const url = await anotherDatabase(bench.databaseUrl, 'page');
  await fillLog(url, CALLS, bench.say);
  const port = await freePort();
  await startProgram(bench, 'desk', mainOf('services/desk'), { DATABASE_URL: url, CALLBOOK_PORT: String(port) });
  const browser = await startBrowser();
  try {
    const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
    await page.setExtraHTTPHeaders({ authorization: `Bearer ${await deskToken(url)}` });
    await page.addInitScript(LISTEN);
    await page.goto(`http://127.0.0.1:${port}/`);
    const rows = page.locator('[data-reference]');
    await rows.first().waitFor();
    await page.waitForTimeout(5 * PAUSE);
    const key = (name: string) => () => page.keyboard.press(name);
    const click = () => rows.nth(3).click({ position: { x: 700, y: 15 } });
    const figures = [
      figure('page_move_ms', 'ms', await answered(page, key('j'))),
      figure('page_select_ms', 'ms', await answered(page, key('x'), key('j'))),
      figure('page_open_ms', 'ms', await answered(page, key('o'), key('Escape'), key('j'))),
      figure('page_click_ms', 'ms', await answered(page, click, key('Escape'))),
    ];
    // The slash leads into the field of the search.
    await page.keyboard.press('/');
    return [...figures, figure('page_type_ms', 'ms', await answered(page, key('e'), key('Backspace')))];
  } finally {
    await browser.close();
  }
}

/** Milliseconds of the deed, round by round, the first included; what makes the next round possible is not counted. */
async function answered(page: Page, deed: () => Promise<void>, ...back: (() => Promise<void>)[]): Promise<number[]> {
  const times: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    await page.evaluate('heard.length = 0');
    await deed();
    await page.waitForTimeout(PAUSE);
    times.push(Math.max(8, ...(await page.evaluate<number[]>('heard'))));
    for (const step of back) {
      await step();
      await page.waitForTimeout(PAUSE);
    }
  }
  return times;
}
