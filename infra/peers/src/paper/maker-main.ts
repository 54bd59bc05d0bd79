import { parentPort } from 'node:worker_threads';
import type { MakeAnswer, MakeRequest } from './maker.ts';
import { randomOf } from './random.ts';
import { roundSheet } from './round.ts';
import { scannedSheet } from './scanned.ts';

/** The thread of `startSheetMaker`. */

async function make(request: MakeRequest): Promise<unknown> {
  if (request.make === 'round') return roundSheet(...request.what);
  const [sheet, writing, degrading, seed] = request.what;
  return scannedSheet(sheet, writing, degrading, randomOf(seed));
}

parentPort?.on('message', (request: MakeRequest) => {
  make(request).then(
    (made) => parentPort?.postMessage({ id: request.id, made } satisfies MakeAnswer),
    (error: Error) => parentPort?.postMessage({ id: request.id, error } satisfies MakeAnswer),
  );
});
