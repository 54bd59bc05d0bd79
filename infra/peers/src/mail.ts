import { existsSync, readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { environment } from '@callbook/runtime';
import { createTransport } from 'nodemailer';
import { type DemoNote, demoNoteIn } from './demo-note.ts';

const USAGE = `infra/mail SUBJECT [TEXT] [--from "Name <address>"]
Sends one mail to the help desk of the running demo (infra/up --demo).
`;

/** Sends one mail into the running demo. */
async function main(): Promise<number> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { from: { type: 'string' }, help: { type: 'boolean', short: 'h' } },
  });
  const [subject, text] = positionals;
  if (values.help === true || subject === undefined) {
    process.stdout.write(USAGE);
    return values.help === true ? 0 : 64; // EX_USAGE of sysexits.h
  }
  const note = readNote(demoNoteIn(environment().home));
  if (note === undefined) {
    process.stderr.write('There is no demo running here. Start one with: infra/up --demo\n');
    return 69; // EX_UNAVAILABLE
  }
  const from = values.from ?? 'Robin Newcomer <robin@northbank.example>';
  const transport = createTransport({ host: note.host, port: note.port, ignoreTLS: true });
  await transport.sendMail({ from, to: note.address, subject, text: text ?? subject });
  process.stdout.write(`Sent to ${note.address}: ${subject}\n`);
  return 0;
}

function readNote(file: string): DemoNote | undefined {
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : undefined;
}

try {
  process.exitCode = await main();
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : error}\n`);
  process.exitCode = 1;
}
