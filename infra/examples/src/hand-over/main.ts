import { variables } from './environment.ts';
import { startHandOver } from './hand-over.ts';
import { settingsOf } from './settings.ts';

const handOver = await startHandOver(settingsOf(variables), (line) => process.stdout.write(`${line}\n`));
process.stdout.write(`Receives webhooks at ${handOver.url}\n`);
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void handOver.stop());
