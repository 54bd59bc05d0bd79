import type { Bench } from '../bench.ts';
import { type Figure, figure } from '../figure.ts';
import { openContactsQueue } from '../intake/contacts-queue.ts';
import { startPart } from '../part.ts';
import { freePort } from '../port.ts';
import { startAdapter } from './adapter.ts';
import type { GiverTasks } from './parts/giver.ts';
import type { SinkTasks } from './parts/sink.ts';

const RUNS = 3;
const COUNT = 1_200;
const WARM_UP = 300;
const CONNECTIONS = 20;

/** How many mails a second the door takes over, each safe on disk, while nobody works on them behind it. */
export async function measureGiving(bench: Bench): Promise<Figure[]> {
  const queue = openContactsQueue(bench);
  await queue.pause();
  const giver = await startPart<GiverTasks>(bench, 'giver', 'email/parts/giver');
  const sink = await startPart<SinkTasks>(bench, 'sink', 'email/parts/sink');
  const sinkPort = await sink.ask('listen', undefined as never);
  const give = async (port: number, name: string, count: number) =>
    (count * 1000) / (await giver.ask('give', { port, name, count, connections: CONNECTIONS }));

  const door: number[] = [];
  const alone: number[] = [];
  for (let run = 1; run <= RUNS; run += 1) {
    bench.say(`the door, run ${run} of ${RUNS}`);
    const port = await freePort();
    const adapter = await startAdapter(bench, `door-${run}`, {
      accounts: [{ name: 'helpdesk', address: 'helpdesk@callbook.example' }],
      smtp: { port, perMinute: 1_000_000 },
    });
    await give(port, `warm-up-${run}`, WARM_UP);
    door.push(await give(port, `door-${run}`, COUNT));
    await adapter.end();
    await give(sinkPort, `warm-up-${run}`, WARM_UP);
    alone.push(await give(sinkPort, `door-${run}`, COUNT));
  }
  await queue.empty();
  await queue.resume();
  await Promise.all([giver.stop(), sink.stop()]);
  return [figure('smtp_accept_per_s', '/s', door, { smtp_server: alone })];
}
