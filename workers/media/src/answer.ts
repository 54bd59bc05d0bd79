import { isCallbookError } from '@callbook/contracts';
import type { Answer } from './child.ts';

/** Makes this process a child that answers one request of `askChild`, and ends. */
export function answerParent<Request, Found>(work: (request: Request) => Promise<Found>): void {
  const send = (answer: Answer<Found>) => process.send?.(answer, () => process.exit(0));
  process.once('message', (request: Request) => {
    work(request).then(
      (found) => send({ found }),
      (error: unknown) => send({ code: isCallbookError(error) ? error.code : 'internal', message: String(error) }),
    );
  });
  // Nobody is left to answer to.
  process.once('disconnect', () => process.exit(0));
}
