import type { Archive } from '@callbook/archive';
import { CallbookError, type Catalogue, type Channel, isCallbookError, type Targets } from '@callbook/contracts';
import {
  consolidating,
  countCalls,
  getCall,
  getContact,
  getStatistics,
  isOutage,
  type Log,
  listCalls,
  listContacts,
  listLedger,
  mergeByPerson,
  type NoticeWays,
  splitCall,
  unmergeCall,
} from '@callbook/log';
import { sendProblem } from '@callbook/runtime';
import { type ErrorRequestHandler, json, Router } from 'express';
import type { Entered } from './entry.ts';
import { statisticsCsv } from './figures/csv.ts';
import { definitions } from './figures/definitions.ts';
import { sendFile } from './files.ts';
import type { Handler } from './handler.ts';
import { sendHtml } from './html.ts';
import { openApi } from './openapi.ts';
import type { Operation } from './operation.ts';
import { operations } from './operations.ts';
import { openPresence } from './presence.ts';
import {
  CallEntry,
  CallQuery,
  ContactQuery,
  CountQuery,
  InvalidRequest,
  LedgerQuery,
  MergeBody,
  PresenceBody,
  parseRequest,
  SplitBody,
  StatisticsQuery,
} from './query.ts';
import type { Stream } from './stream.ts';
import { answer, workingHandlers } from './working/handlers.ts';

export type ApiDeps = {
  readonly log: Log;
  readonly archive: Archive;
  readonly stream: Stream;
  readonly now: () => Date;
  readonly newId: () => string;
  /** Takes a call that a person took: it is on disk when this resolves. */
  enter(entry: CallEntry): Promise<Entered>;
  /** Whose days and hours figures are told in where nothing else is asked for. */
  readonly timeZone: string;
  /** Whether anything can be sent by an account of a channel. */
  canSend(channel: Channel, account: string): boolean;
  readonly catalogue: Catalogue;
  readonly targets: Targets;
  /** How colleagues are written to. */
  readonly staff: NoticeWays;
};

/** Bytes of a request: an answer of 20,000 characters, whatever they are. */
const LIMIT = 200_000;

/** The paths of the API, each with its handler: a path without one does not compile. */
export function apiRouter(deps: ApiDeps): Router {
  const { log, archive, stream, now, newId, enter, timeZone } = deps;
  const figures = (asked: StatisticsQuery) => getStatistics(log.db, { timeZone, ...asked }, now());
  const presence = openPresence(now);
  const handlers: { readonly [Name in keyof typeof operations]: Handler } = {
    listCalls: async ({ query }, response) => response.json(await listCalls(log.db, parseRequest(CallQuery, query))),
    countCalls: async ({ query }, response) => response.json(await countCalls(log.db, parseRequest(CountQuery, query))),
    async enterCall({ body }, response) {
      const entered = await enter(parseRequest(CallEntry, body, 'body'));
      response.status(entered.reference === undefined ? 202 : 201).json(entered);
    },
    getCall: async ({ params }, response) => answer(response, await getCall(log.db, String(params.reference))),
    ...workingHandlers(deps),
    async mergeCall({ params, body }, response) {
      const reference = String(params.reference);
      const { into, by, why } = parseRequest(MergeBody, body, 'body');
      await consolidating(log, (trx) => mergeByPerson(trx, { reference, into, by, why, at: now().toISOString() }));
      response.json(await getCall(log.db, into));
    },
    async splitCall({ params, body }, response) {
      const reference = String(params.reference);
      const { call, contacts = [], by, why } = parseRequest(SplitBody, body, 'body');
      const done = { by, why, at: now().toISOString() };
      const parted = await consolidating(log, async (trx) => {
        if (call === undefined) return splitCall(trx, { ...done, reference, contacts, newId });
        await unmergeCall(trx, { ...done, reference: call, from: reference });
        return call;
      });
      response.json(await getCall(log.db, parted));
    },
    async noteLooking({ params, body }, response) {
      const { reference } = await getCall(log.db, String(params.reference));
      const { by: name, ...looking } = parseRequest(PresenceBody, body, 'body');
      response.json({ reference, people: presence.note(reference, { ...looking, name }) });
    },
    listContacts: async ({ query }, response) =>
      response.json(await listContacts(log.db, parseRequest(ContactQuery, query))),
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
      response.json(await listLedger(log.db, parseRequest(LedgerQuery, query), now())),
    getStatistics: async ({ query }, response) =>
      response.json({ ...(await figures(parseRequest(StatisticsQuery, query))), definitions }),
    async exportStatistics({ query }, response) {
      const statistics = await figures(parseRequest(StatisticsQuery, query));
      response.attachment(`callbook-${statistics.since}-${statistics.until}.csv`).type('text/csv; charset=utf-8');
      response.send(statisticsCsv(statistics));
    },
    stream: async (_, response) => stream.join(response),
  };

  const router = Router();
  for (const name of Object.keys(operations) as (keyof typeof operations)[]) {
    const { path, method = 'get', body }: Operation = operations[name];
    const parsers = body ? [json({ limit: LIMIT, type: 'application/json' })] : [];
    router[method](path.replace(/\{(\w+)\}/g, ':$1'), ...parsers, async (request, response) => {
      response.set('Cache-Control', 'no-store');
      await telling(handlers[name], log)(request, response);
    });
  }
  const document = openApi();
  router.get('/api/openapi.json', (_, response) => void response.json(document));
  router.use(apiProblems);
  return router;
}

/** Who would have overwritten another's change gets the call as it stands now. */
function telling(handler: Handler, log: Log): Handler {
  return async (request, response) => {
    try {
      await handler(request, response);
    } catch (error) {
      const { reference } = request.params;
      if (!isCallbookError(error, 'call-changed') || reference === undefined) throw error;
      sendProblem(response, error, { current: await getCall(log.db, String(reference)) });
    }
  };
}

/** Faults of requests with their places, and an absent Postgres as what it is; the rest is the surface's to answer. */
const apiProblems: ErrorRequestHandler = (error, _request, response, next) => {
  if (response.headersSent) return next(error);
  if (error instanceof InvalidRequest) return sendProblem(response, error, { errors: error.errors });
  if (isOutage(error))
    return sendProblem(
      response,
      new CallbookError('log-unavailable', 'The log cannot be read at this moment. Nothing is lost: try again soon.'),
    );
  next(error);
};
