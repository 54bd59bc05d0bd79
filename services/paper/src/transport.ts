import { CallbookError, isCallbookError } from '@callbook/contracts';
import { sendProblem } from '@callbook/runtime';
import { type Request, type Response, Router } from 'express';
import type { Access, Caller } from './access.ts';
import { keyOf } from './normalise.ts';
import type { Taken } from './take.ts';
import { receive } from './upload.ts';

/** Where scans are handed in. */
export function uploads(access: Access, answered: (status: number, seconds: number) => void): Router {
  const router = Router();
  router.post('/scans', async (request, response) => {
    const began = performance.now();
    response.once('finish', () => answered(response.statusCode, (performance.now() - began) / 1000));
    const caller = await access(request);
    if (!caller) return refuse(request, response, REFUSED);
    try {
      const taken = await receive(request, caller);
      response.status(202).json({ files: taken.map(answerOf) });
    } catch (error) {
      // Who went away hears nothing, and sends it again.
      if (request.destroyed && !request.complete) return;
      if (!isCallbookError(error)) caller.station.logger.error({ err: error }, 'an upload failed');
      refuse(request, response, isCallbookError(error) ? error : unnamed(error));
    }
  });
  // Whoever was cut off asks what has arrived, and sends the rest.
  router.get('/scans/:sha256', async (request, response) => {
    const caller = await access(request);
    if (!caller) return refuse(request, response, REFUSED);
    response.json(await answerAbout(caller, String(request.params.sha256)));
  });
  return router;
}

const REFUSED = new CallbookError(
  'paper-refused',
  'Show the token of a tray (paper.trays in the configuration), or a ticket of the desk that is still good (POST /api/paper/tickets): Authorization: Bearer TOKEN.',
);

function answerOf({ name, sha256, size, key, state, fault }: Taken): object {
  return {
    ...(name !== undefined && { name }),
    ...{ sha256, size, key, state },
    contact: `/api/contacts?key=${key}`,
    ...(fault && { code: fault.code, message: fault.message }),
  };
}

async function answerAbout({ station }: Caller, sha256: string): Promise<object> {
  const { archive, intake, tray } = station;
  const key = keyOf(tray, sha256);
  // The archive may hold it for another contact's sake: what is not known to be recorded is sent again, at no harm.
  const size = intake.recorded.has(key) ? await archive.size(sha256) : undefined;
  if (size === undefined) throw new CallbookError('not-found', 'No such scan is known to be in the log. Send it.');
  return { sha256, size, key, state: 'known', contact: `/api/contacts?key=${key}` };
}

/** The rest of what comes is not listened to. */
function refuse(request: Request, response: Response, error: CallbookError): void {
  if (!request.complete) {
    response.set('Connection', 'close');
    response.once('finish', () => request.destroy());
  }
  sendProblem(response, error);
}

function unnamed(cause: unknown): CallbookError {
  return new CallbookError('internal', 'This failed on our side. It has been logged.', { cause });
}
