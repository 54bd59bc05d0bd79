import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { type Bench, openBench } from './bench.ts';
import { type Subject, subjects } from './catalogue.ts';
import { machineLine, thisMachine } from './machine.ts';
import { table } from './table.ts';

const names = subjects.map(({ name }) => name);
const USAGE = `infra/bench SUBJECT [--json FILE] [--long]
Measures Callbook on a Postgres and a Redis of its own, each figure beside its ceiling in the same run.

  SUBJECT   ${[...names, 'all'].join(', ')}
  --json    also writes the figures to this file
  --long    also measures what takes many minutes (a spool of a million contacts)
`;
const EX_USAGE = 64; // of sysexits.h

/** Runs what the command line asks for, and gives the status to end with. */
async function main(args: string[]): Promise<number> {
  const { values, positionals, fault } = commandLine(args);
  if (fault !== undefined) return said(process.stderr, `${fault}\n\n${USAGE}`, EX_USAGE);
  if (values.help) return said(process.stdout, USAGE, 0);
  const [subject, ...more] = positionals;
  if (subject === undefined || more.length > 0) return said(process.stderr, USAGE, EX_USAGE);
  const chosen = subjects.filter(({ name }) => subject === 'all' || subject === name);
  if (chosen.length === 0) return said(process.stderr, `There is no subject ${subject}.\n\n${USAGE}`, EX_USAGE);

  const bench = await openBench({ long: values.long, say: (line) => process.stderr.write(`… ${line}\n`) });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
    process.once(signal, () => bench.breakDown(new Error(`stopped by ${signal}`)));
  try {
    const measured = await measure(bench, chosen);
    process.stdout.write(`\n${machineLine(measured.machine)}\n\n${table(measured.figures)}`);
    if (values.json !== undefined) writeFileSync(values.json, `${JSON.stringify({ subject, ...measured }, null, 2)}\n`);
    return 0;
  } finally {
    await bench.lifecycle.stop('the bench is over');
  }
}

const options = {
  json: { type: 'string' },
  long: { type: 'boolean', default: false },
  help: { type: 'boolean', short: 'h', default: false },
} as const;

function commandLine(args: string[]) {
  try {
    return { ...parseArgs({ args, allowPositionals: true, options }), fault: undefined };
  } catch (error) {
    return { ...parseArgs({ args: [], allowPositionals: true, options }), fault: (error as Error).message };
  }
}

async function measure(bench: Bench, chosen: readonly Subject[]) {
  const machine = await thisMachine(bench.databaseUrl, bench.redisUrl);
  const figures = [];
  for (const { measure } of chosen) figures.push(...(await Promise.race([measure(bench), bench.broken])));
  return { machine, figures };
}

function said(stream: NodeJS.WriteStream, text: string, status: number): number {
  stream.write(text);
  return status;
}

let status = 1;
try {
  status = await main(process.argv.slice(2));
} catch (error) {
  process.stderr.write(`\n✗ ${error instanceof Error ? error.message : error}\n`);
}
// Not left to the event loop: a measurement that broke down may still be waiting for what will never come.
process.exit(status);
