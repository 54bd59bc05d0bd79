import { CallbookError, MINUTE, SECOND } from '@callbook/contracts';
import { type Logger, sendProblem } from '@callbook/runtime';
import { isValidSlackRequest } from '@slack/bolt';
import express, { type Request, type Response, Router } from 'express';
import type { Refusal } from './metrics.ts';
import { isJson, type Json, text } from './payload.ts';
import { takeUnreadable } from './take-unreadable.ts';
import { faultOf, receive, type Served } from './transport.ts';

/** Messages have up to 40,000 characters, and their blocks repeat them. */
const BODY_LIMIT = '4mb';
/** Slack's own recommendation. */
const STALE = 5 * MINUTE;

export type HttpDeps = {
  /** The workspaces whose requests come this way, by team. */
  readonly served: ReadonlyMap<string, Served>;
  readonly refused: (reason: Refusal) => void;
  readonly logger: Logger;
  readonly now: () => Date;
};

/** Slack's requests: events, interactivity and commands, all at one path. */
export function httpReceiver(deps: HttpDeps): Router {
  const router = Router();
  router.post('/', express.raw({ type: () => true, limit: BODY_LIMIT }), async (request, response) => {
    const bytes = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
    const signers = signedBy(request, bytes.toString('utf8'), deps);
    if (typeof signers === 'string') return refuse(response, signers, deps);
    const raw = { bytes, mediaType: request.get('content-type')?.split(';')[0] || 'application/octet-stream' };
    const body = bodyOf(bytes.toString('utf8'));
    const [signer] = signers.values();
    if (!body) {
      if (signer) await takeUnreadable(signer.station, raw, 'it is no JSON');
      return void response.sendStatus(200);
    }
    if (text(body, 'type') === 'url_verification') return void response.json({ challenge: text(body, 'challenge') });
    const incoming = {
      ...{ receiver: 'http' as const, body, raw: rawOf(body, raw) },
      retryNum: retryNumOf(request.get('x-slack-retry-num')),
      retryReason: request.get('x-slack-retry-reason'),
      ack: async (answer?: unknown) => void answered(response, answer),
    };
    try {
      if ((await receive(incoming, signers)) === 'wrong-team') refuse(response, 'wrong-team', deps);
    } catch (error) {
      const fault = faultOf(error);
      deps.logger.error({ err: error }, 'a request of Slack could not be taken; Slack sends it again');
      if (!response.headersSent) sendProblem(response, fault);
    }
  });
  return router;
}

/** The workspaces that this may be from, for each has a secret of its own; or why it is from none. */
function signedBy(request: Request, body: string, { served, now }: HttpDeps): Map<string, Served> | Refusal {
  const timestamp = Number(request.get('x-slack-request-timestamp') || Number.NaN);
  const signature = request.get('x-slack-signature');
  if (!signature || Number.isNaN(timestamp)) return 'unsigned';
  if (Math.abs(now().getTime() - timestamp * SECOND) > STALE) return 'stale';
  const headers = { 'x-slack-signature': signature, 'x-slack-request-timestamp': timestamp };
  const signers = [...served].filter(([, { station }]) => {
    const { signingSecret } = station.workspace;
    return signingSecret && isValidSlackRequest({ signingSecret, body, headers, nowMilliseconds: now().getTime() });
  });
  return signers.length > 0 ? new Map(signers) : 'wrong-signature';
}

function refuse(response: Response, reason: Refusal, { refused, logger }: HttpDeps): void {
  refused(reason);
  // Anyone may send anything. What is signed rightly for another workspace tells of a wrong setting.
  logger[reason === 'wrong-team' ? 'warn' : 'debug']({ reason }, 'a request was refused: check team and signingSecret');
  sendProblem(response, new CallbookError('slack-signature', 'This is not signed as Slack signs it, or not for us.'));
}

/** Events come as JSON, what people press as JSON in a form, and commands as a form. */
function bodyOf(said: string): Json | undefined {
  if (said.trimStart().startsWith('{')) return parsed(said);
  const form = Object.fromEntries(new URLSearchParams(said));
  return typeof form.payload === 'string' ? parsed(form.payload) : form;
}

function parsed(json: string): Json | undefined {
  try {
    const value: unknown = JSON.parse(json);
    return isJson(value) ? value : undefined;
  } catch (error) {
    if (error instanceof SyntaxError || (error as Error).name === 'SyntaxError') return undefined;
    throw error;
  }
}

/** Of what comes as JSON in a form, the JSON is what people can read later. */
function rawOf(body: Json, raw: { readonly bytes: Buffer; readonly mediaType: string }) {
  if (raw.mediaType !== 'application/x-www-form-urlencoded' || body.command !== undefined) return raw;
  const payload = new URLSearchParams(raw.bytes.toString('utf8')).get('payload');
  return payload === null ? raw : { bytes: Buffer.from(payload), mediaType: 'application/json' };
}

function retryNumOf(header: string | undefined): number | undefined {
  const number = Number(header ?? Number.NaN);
  return Number.isInteger(number) ? number : undefined;
}

function answered(response: Response, answer: unknown): void {
  if (answer === undefined || answer === '') response.status(200).end();
  else if (typeof answer === 'string') response.status(200).type('text/plain').send(answer);
  else response.status(200).json(answer);
}
