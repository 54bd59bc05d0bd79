import { existsSync } from 'node:fs';
import type { Browser } from 'playwright-core';

/** First the one that has no windows: it opens a page in a third of the processor time. */
const PROGRAMS = ['chromium-headless-shell', 'chromium', 'chromium-browser', 'google-chrome'];

/** A Chromium of this machine, without a window. Reaches for nothing but the pages it is sent to; `*.test` is this machine. */
export async function startBrowser(): Promise<Browser> {
  const executablePath = PROGRAMS.map((name) => `/usr/bin/${name}`).find((path) => existsSync(path));
  if (!executablePath) throw new Error('Chromium is missing. Install it: apt-get install chromium');
  // Only here: two hundred files of tests look at no page, and it takes longer to load than all the rest.
  const { chromium } = await import('playwright-core');
  return chromium.launch({
    executablePath,
    args: [
      ...['--no-sandbox', '--disable-gpu', '--disable-quic', '--disable-background-networking', '--disable-sync'],
      '--host-resolver-rules=MAP *.test 127.0.0.1',
    ],
  });
}
