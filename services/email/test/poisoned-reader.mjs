// A reader as the adapter's own, to which mails can do harm. Run by readers.test.ts.
import { setImmediate } from 'node:timers/promises';
import { readMail } from '../dist/reader/read.js';
import { serveReader } from '../dist/reader/serve.js';

const never = new Promise(() => undefined);
const HARM = {
  abort: () => process.abort(),
  async loop() {
    for (;;);
  },
  async heap() {
    const kept = [];
    for (;;) kept.push(Array.from({ length: 1_000 }, (_, i) => ({ i })));
  },
  async memory() {
    const kept = [];
    for (;;) {
      kept.push(Buffer.alloc(10_000_000, 1));
      await setImmediate();
    }
  },
  wait: () => never,
  throw: () => Promise.reject(new Error('thrown')),
  later() {
    process.nextTick(() => {
      throw new Error('thrown where nobody catches');
    });
    return never;
  },
};

await serveReader(async (archive, reading) => {
  const mail = Buffer.from(reading.bytes ?? []).toString('latin1');
  const seen = reading.headerOnly ? mail.split('\r\n\r\n')[0] : mail;
  const harm = HARM[/harm=(\w+)/.exec(seen ?? '')?.[1] ?? ''];
  return harm ? harm() : readMail(archive, reading);
});
