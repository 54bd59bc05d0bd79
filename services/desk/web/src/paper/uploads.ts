import { useSyncExternalStore } from 'react';
import { Problem } from '../api/client.ts';
import { sendScan, type Taken } from './send-scan.ts';

/** A file on its way, or there. It goes on its way whatever page is shown. */
export type Upload = {
  readonly id: string;
  readonly name: string;
  readonly size: number;
  /** `broken`: the line is, and it is tried again by itself. `failed`: the desk did not take it, and says why. */
  readonly state: 'queued' | 'sending' | 'broken' | 'failed' | 'taken';
  /** Bytes. */
  readonly sent: number;
  readonly taken?: Taken;
  readonly problem?: Problem;
};

type Work = { readonly file: File; readonly tray: string | undefined; tries: number };

/** As many go at a time: more would make each slower. */
const AT_ONCE = 2;
/** Milliseconds until a broken one is tried again: longer each time, and at once where the browser says it is online. */
const AGAIN = [1_000, 3_000, 10_000, 30_000];

let made = 0;
let uploads: readonly Upload[] = [];
const works = new Map<string, Work>();
const watchers = new Set<() => void>();
let timer: ReturnType<typeof setTimeout> | undefined;

function change(id: string, news: Partial<Upload>): void {
  put(uploads.map((one) => (one.id === id ? { ...one, ...news } : one)));
}

function put(next: readonly Upload[]): void {
  uploads = next;
  for (const watcher of watchers) watcher();
}

export function useUploads(): readonly Upload[] {
  return useSyncExternalStore(
    (watcher) => {
      watchers.add(watcher);
      return () => watchers.delete(watcher);
    },
    () => uploads,
  );
}

/** Hands files in, one after another, the latest at the top of the list. */
export function upload(files: readonly File[], tray: string | undefined): void {
  const fresh = files.map((file): Upload => {
    made += 1;
    const id = String(made);
    works.set(id, { file, tray, tries: 0 });
    return { id, name: file.name, size: file.size, state: 'queued', sent: 0 };
  });
  put([...fresh, ...uploads]);
  next();
}

/** Tries one again that was not taken. */
export function retry(id: string): void {
  change(id, { state: 'queued', sent: 0 });
  next();
}

/** Takes one off the list, or all that are there. What was handed in stays in the log. */
export function forget(id?: string): void {
  const gone = uploads.filter((one) => (id === undefined ? one.state === 'taken' : one.id === id));
  for (const one of gone) works.delete(one.id);
  put(uploads.filter((one) => !gone.includes(one)));
}

/** In the order in which they were chosen. */
function next(): void {
  const stateOf = (id: string) => uploads.find((one) => one.id === id)?.state;
  const ids = [...works.keys()];
  const running = ids.filter((id) => stateOf(id) === 'sending').length;
  for (const id of ids.filter((one) => stateOf(one) === 'queued').slice(0, Math.max(0, AT_ONCE - running))) void go(id);
}

async function go(id: string): Promise<void> {
  const work = works.get(id);
  if (!work) return;
  change(id, { state: 'sending', sent: 0 });
  const { file, tray, tries } = work;
  work.tries += 1;
  try {
    const taken = await sendScan({ file, tray, again: tries > 0, onProgress: (sent) => change(id, { sent }) });
    works.delete(id);
    change(id, { state: 'taken', sent: file.size, taken });
  } catch (error) {
    const problem = error instanceof Problem ? error : new Problem(0, { code: 'internal', detail: String(error) });
    const broken = problem.code === 'unreachable' || problem.status === 502 || problem.status === 503;
    change(id, { state: broken ? 'broken' : 'failed', sent: 0, problem });
    if (broken) wakeIn(AGAIN[Math.min(tries, AGAIN.length - 1)] ?? 0);
  }
  next();
}

function wakeIn(milliseconds: number): void {
  clearTimeout(timer);
  timer = setTimeout(wake, milliseconds);
}

function wake(): void {
  for (const { id, state } of uploads) if (state === 'broken') change(id, { state: 'queued' });
  next();
}

window.addEventListener('online', wake);
window.addEventListener('beforeunload', (event) => {
  // A page that goes takes what it has not sent with it.
  if (uploads.some(({ state }) => state !== 'taken' && state !== 'failed')) event.preventDefault();
});
