import type { MakeAnswer, MakeRequest } from './maker.ts';
import { randomOf } from './random.ts';
import { roundSheet } from './round.ts';
import { scannedSheet } from './scanned.ts';

/** The process of `startSheetMaker`. It ends with the process that started it. */

async function make(request: MakeRequest): Promise<unknown> {
  if (request.make === 'round') return roundSheet(...request.what);
  const [sheet, writing, degrading, seed] = request.what;
  return scannedSheet(sheet, writing, degrading, randomOf(seed));
}

process.on('message', (request: MakeRequest) => {
  make(request).then(
    (made) => process.send?.({ id: request.id, made } satisfies MakeAnswer),
    (error: Error) => process.send?.({ id: request.id, error } satisfies MakeAnswer),
  );
});
