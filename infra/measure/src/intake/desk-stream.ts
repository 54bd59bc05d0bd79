import { once } from 'node:events';
import { get, type IncomingMessage } from 'node:http';
import { deskFetch, deskToken } from '@callbook/checks';
import type { Bench } from '../bench.ts';
import { type Arrivals, openArrivals } from './arrivals.ts';

/** Watches a desk's stream of events, as a page of an agent does: new calls by their references. */
export async function watchStream(bench: Bench, port: number): Promise<Arrivals & { close(): void }> {
  const arrivals = openArrivals('the stream of the desk');
  const { headers } = deskFetch(`http://127.0.0.1:${port}`, await deskToken(bench.databaseUrl, { scopes: ['read'] }));
  const request = get({ host: '127.0.0.1', port, path: '/api/stream', headers });
  const [response] = (await once(request, 'response')) as [IncomingMessage];
  if (response.statusCode !== 200) throw new Error(`The stream of the desk answers ${response.statusCode}.`);
  request.on('error', bench.breakDown);
  response.setEncoding('utf8');
  let rest = '';
  response.on('data', (text: string) => {
    const events = (rest + text).split('\n\n');
    rest = events.pop() ?? '';
    arrivals.arrived(events.flatMap(openedCall));
    if (events.some((event) => event.startsWith('event: resync')))
      bench.breakDown(new Error('The desk fell behind: it told its watchers to list anew.'));
  });
  let over = false;
  response.once('close', () => {
    if (!over && !bench.lifecycle.signal.aborted) bench.breakDown(new Error('The desk closed its stream.'));
  });
  return {
    ...arrivals,
    close() {
      over = true;
      request.off('error', bench.breakDown);
      request.on('error', () => undefined); // destroying it is one
      request.destroy();
    },
  };
}

function openedCall(event: string): string[] {
  const [, data] = /^event: call\.created\ndata: (.*)$/s.exec(event) ?? [];
  return data === undefined ? [] : [(JSON.parse(data) as { reference: string }).reference];
}
