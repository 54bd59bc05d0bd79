import type { Archive } from '@callbook/archive';
import { CallbookError } from '@callbook/contracts';
import { getCall, getContact, isOutage, type Log, listCalls, listContacts, listLedger } from '@callbook/log';
import { sendProblem } from '@callbook/runtime';
import { type ErrorRequestHandler, type Request, type Response, Router } from 'express';
import { sendFile } from './files.ts';
import { sendHtml } from './html.ts';
import { openApi } from './openapi.ts';
import { operations } from './operations.ts';
import { CallQuery, ContactQuery, InvalidRequest, LedgerQuery, parseQuery } from './query.ts';
import type { Stream } from './stream.ts';

export type ApiDeps = {
  readonly log: Log;
  readonly archive: Archive;
  readonly stream: Stream;
  readonly now: () => Date;
};

type Handler = (request: Request, response: Response) => Promise<unknown>;

/** The paths of the API, each with its handler: a path without one does not compile. */
export function apiRouter({ log, archive, stream, now }: ApiDeps): Router {
  const handlers: { readonly [Name in keyof typeof operations]: Handler } = {
    listCalls: async ({ query }, response) => response.json(await listCalls(log.db, parseQuery(CallQuery, query))),
    getCall: async ({ params }, response) => response.json(await getCall(log.db, String(params.reference))),
    listContacts: async ({ query }, response) =>
      response.json(await listContacts(log.db, parseQuery(ContactQuery, query))),
    getContact: async ({ params }, response) => response.json(await getContact(log.db, String(params.id))),
    async getOriginal({ params }, response) {
      const { original, reference, channel } = await getContact(log.db, String(params.id));
      const name = `${reference ?? 'contact'}-${channel}.${original.mediaType === 'message/rfc822' ? 'eml' : 'bin'}`;
      await sendFile(response, archive, { ...original, name });
    },
    getHtml: async ({ params }, response) => sendHtml(response, archive, await getContact(log.db, String(params.id))),
    async getAttachment({ params }, response) {
      const { attachments } = await getContact(log.db, String(params.id));
      const attachment = /^\d{1,4}$/.test(String(params.position)) ? attachments[Number(params.position)] : undefined;
      if (!attachment) throw new CallbookError('not-found', `This contact has no attachment ${params.position}.`);
      await sendFile(response, archive, attachment);
    },
    listLedger: async ({ query }, response) =>
      response.json(await listLedger(log.db, parseQuery(LedgerQuery, query), now())),
    stream: async (_, response) => stream.join(response),
  };

  const router = Router();
  for (const name of Object.keys(operations) as (keyof typeof operations)[])
    router.get(operations[name].path.replace(/\{(\w+)\}/g, ':$1'), async (request, response) => {
      response.set('Cache-Control', 'no-store');
      await handlers[name](request, response);
    });
  const document = openApi();
  router.get('/api/openapi.json', (_, response) => void response.json(document));
  router.use(apiProblems);
  return router;
}

/** Faults of requests with their places, and an absent Postgres as what it is; the rest is the surface's to answer. */
const apiProblems: ErrorRequestHandler = (error, _request, response, next) => {
  if (response.headersSent) return next(error);
  if (error instanceof InvalidRequest) return sendProblem(response, error, error.errors);
  if (isOutage(error))
    return sendProblem(
      response,
      new CallbookError('log-unavailable', 'The log cannot be read at this moment. Nothing is lost: try again soon.'),
    );
  next(error);
};
