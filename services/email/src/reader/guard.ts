import { Worker } from 'node:worker_threads';

/** Milliseconds between two looks. */
const PACE = 250;

/** Runs by itself, for it must not depend on how this process loads its modules. */
const LOOK = `
  const { adapter, limit, pace } = require('node:worker_threads').workerData;
  setInterval(() => {
    if (process.ppid !== adapter || process.memoryUsage.rss() > limit) process.kill(process.pid, 'SIGKILL');
  }, pace);
`;

/**
 * Ends this process when it takes more than so many bytes of memory, or when the one that started it is gone. It looks
 * from a thread of its own, because a reader in need of it does not come to its own timers.
 */
export function startGuard(limit: number): void {
  new Worker(LOOK, { eval: true, execArgv: [], workerData: { adapter: process.ppid, limit, pace: PACE } }).unref();
}
