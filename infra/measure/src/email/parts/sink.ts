import type { AddressInfo } from 'node:net';
import { SMTPServer } from 'smtp-server';
import { doTasks } from '../../part.ts';

// The ceiling of the door: smtp-server alone, which reads a mail, throws it away and says 250.

/** Listens at a port that is free, and answers with it. */
async function listen(): Promise<number> {
  const server = new SMTPServer({
    disabledCommands: ['AUTH', 'STARTTLS'],
    authOptional: true,
    disableReverseLookup: true,
    onData: (stream, _session, done) => void stream.resume().once('end', () => done()),
  });
  server.on('error', (error) => process.stderr.write(`${error.message}\n`));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return (server.server.address() as AddressInfo).port;
}

const tasks = { listen };
export type SinkTasks = typeof tasks;
doTasks(tasks);
