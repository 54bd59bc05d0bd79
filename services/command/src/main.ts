import { environment } from '@callbook/runtime';
import { runCommand } from './command.ts';

const stop = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => stop.abort());
process.exitCode = await runCommand(process.argv.slice(2), {
  environment: environment(),
  signal: stop.signal,
  output: process.stdout,
  notes: process.stderr,
});
