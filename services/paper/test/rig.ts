import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Archive, openArchive } from '@callbook/archive';
import { type MemoryIntake, memoryIntake, quietLogger } from '@callbook/checks';
import { ConfigSchema, type Contact } from '@callbook/contracts';
import { createLifecycle, createSurface } from '@callbook/runtime';
import { byAnyOf, byTicket, byToken } from '../src/access.ts';
import { PATH } from '../src/config.ts';
import { watchFolder } from '../src/folder/watch.ts';
import { createMetrics } from '../src/metrics.ts';
import type { Station } from '../src/station.ts';
import { uploads } from '../src/transport.ts';

export const TOKEN = 'token-of-a-tray-in-a-test';
export const SECRET = 'what-the-desk-of-a-test-signs-with';

export type Rig = {
  readonly intake: MemoryIntake;
  readonly archive: Archive;
  readonly station: Station;
  readonly folder: string;
  readonly url: string;
  /** Hands files in. */
  send(files: readonly { readonly name: string; readonly bytes: Uint8Array }[], token?: string): Promise<Response>;
  only(): Contact;
  /** Another process of the same adapter looks at the same folder, from its own memory. */
  watch(intake?: MemoryIntake): void;
  stop(): Promise<void>;
};

/** The adapter with one tray, an intake in memory, and a folder that nobody looks at until `watch`. */
export async function startRig(settings: object = {}): Promise<Rig> {
  const home = mkdtempSync(join(tmpdir(), 'paper-'));
  const folder = join(home, 'tray');
  mkdirSync(folder);
  const logger = quietLogger();
  const lifecycle = createLifecycle(logger);
  const http = createSurface(logger, lifecycle);
  const archive = await openArchive({ folder: join(home, 'archive') }, '/nowhere', logger);
  const intake = memoryIntake();
  const trays = [{ name: 'counter', folder, token: TOKEN, department: 'IT' }];
  const { paper } = ConfigSchema.parse({
    paper: { trays, settleSeconds: 0.05, unfinishedMinutes: 0.01, ...settings },
  });
  const [tray] = paper.trays;
  if (!tray) throw new TypeError('the settings above have a tray');
  const station: Station = {
    ...{ tray, paper, archive, intake, metrics: createMetrics(http.metrics), logger, signal: lifecycle.signal },
    ...{ now: () => new Date(), newId: () => crypto.randomUUID() },
  };
  http.mount(
    PATH,
    uploads(byAnyOf(byToken([station]), byTicket([station], SECRET, station.now)), () => {}),
  );
  const url = `http://127.0.0.1:${await http.listen('127.0.0.1', 0)}${PATH}/scans`;
  return {
    ...{ intake, archive, station, folder, url },
    send(files, token = TOKEN) {
      const body = new FormData();
      for (const { name, bytes } of files) body.append('files[]', new Blob([bytes as Uint8Array<ArrayBuffer>]), name);
      return fetch(url, { method: 'POST', body, headers: { authorization: `Bearer ${token}` } });
    },
    only() {
      const [contact, ...others] = intake.contacts.values();
      if (!contact || others.length > 0) throw new Error(`${others.length + (contact ? 1 : 0)} contacts`);
      return contact;
    },
    watch(own = intake) {
      const { ended } = watchFolder({ ...station, intake: own }, { path: folder, own: false });
      lifecycle.onStop('folder', () => ended);
    },
    async stop() {
      await lifecycle.stop('the test is over');
      rmSync(home, { recursive: true, force: true });
    },
  };
}

/** Waits until something is so. */
export async function until(holds: () => unknown, milliseconds = 20_000): Promise<void> {
  for (const end = Date.now() + milliseconds; !holds(); ) {
    if (Date.now() > end) throw new Error(`not so within ${milliseconds} ms: ${holds}`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}
