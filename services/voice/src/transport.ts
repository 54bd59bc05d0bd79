import { CallbookError, isCallbookError, SECOND, type TwilioConfig } from '@callbook/contracts';
import { sendProblem } from '@callbook/runtime';
import express, { type Request, type Response, Router } from 'express';
import type { Form } from './form.ts';
import { signer } from './signature.ts';
import type { Station } from './station.ts';
import { type Webhook, type WebhookKind, webhookKinds } from './webhook.ts';

/** Twilio's webhooks have about 1 kB; a transcript has some more. */
const BODY_LIMIT = '64kb';
/** The caller waits meanwhile. Our own disk takes milliseconds. */
const PATIENCE = 1.5 * SECOND;

/** The webhooks of all accounts. */
export function webhooks(stations: readonly Station[], twilio: TwilioConfig): Router {
  const router = Router();
  const parser = express.urlencoded({ extended: false, limit: BODY_LIMIT, verify: keepBytes });
  for (const [name, kind] of Object.entries(webhookKinds))
    router.post(`/${name}`, parser, async (request, response) => {
      const began = performance.now();
      const form: Form = request.body ?? {};
      const path = request.originalUrl;
      const station = signer({ signature: request.get('x-twilio-signature'), path, form }, stations, twilio);
      if (typeof station === 'string') {
        stations[0]?.metrics.refused(station);
        // Anyone may send anything; what names our account and is signed wrongly tells of a wrong setting.
        const level = station === 'wrong' ? 'warn' : 'debug';
        stations[0]?.logger[level]({ webhook: name, reason: station }, 'refused: check publicUrl and authToken');
        return sendProblem(response, new CallbookError('voice-signature', 'This is not signed as Twilio signs it.'));
      }
      const raw = { bytes: bytesOf(request), mediaType: 'application/x-www-form-urlencoded' };
      const webhook: Webhook = { station, form, raw, query: request.query };
      const fault = await taken(kind, webhook);
      station.metrics.webhook(name, fault ? 'not-taken' : 'taken', (performance.now() - began) / 1000);
      if (fault) station.logger.error({ err: fault, webhook: name }, 'a webhook could not be taken');
      respond(response, kind, webhook, fault);
    });
  return router;
}

function respond(response: Response, kind: WebhookKind, webhook: Webhook, fault?: CallbookError) {
  // In a call: what could not be kept here is found at Twilio later, when there is room again.
  if (fault && !kind.inCall) return sendProblem(response, fault);
  response.type('text/xml').send(kind.answer(webhook));
}

/** Waits for our disk, and not for long. Undefined when it was taken. */
async function taken(kind: WebhookKind, webhook: Webhook): Promise<CallbookError | undefined> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<CallbookError>((resolve) => {
    const error = new CallbookError('spool-failed', `The disk took longer than ${PATIENCE} ms.`);
    timer = setTimeout(() => resolve(error), PATIENCE);
  });
  const taking = kind.take(webhook).then(
    () => undefined,
    (error: unknown) =>
      isCallbookError(error)
        ? error
        : new CallbookError('internal', 'This failed on our side. It has been logged.', { cause: error }),
  );
  try {
    return await Promise.race([taking, late]);
  } finally {
    clearTimeout(timer);
  }
}

const bodies = new WeakMap<object, Uint8Array>();

/** The bytes themselves are the original. */
function keepBytes(request: object, _response: unknown, bytes: Buffer): void {
  bodies.set(request, bytes);
}

function bytesOf(request: Request): Uint8Array {
  return bodies.get(request) ?? new Uint8Array();
}
