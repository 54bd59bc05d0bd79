import type { Archive } from '@callbook/archive';
import { CallbookError, type Catalogue, type Channel, isCallbookError, type Targets } from '@callbook/contracts';
import {
  assertVisible,
  consolidating,
  countCalls,
  declineSuggestion,
  getCall,
  getContact,
  getRequester,
  getStatistics,
  isOutage,
  joinByPerson,
  type Log,
  listCalls,
  listContacts,
  listLedger,
  listRequesters,
  mergeByPerson,
  type NoticeWays,
  partRequesters,
  splitCall,
  standingRequester,
  unmergeCall,
  type Visibility,
} from '@callbook/log';
import { type Logger, sendProblem } from '@callbook/runtime';
import { type ErrorRequestHandler, json, type RequestHandler, Router } from 'express';
import { assertPermitted, NOBODY } from './access/actor.ts';
import type { Gate } from './access/gate.ts';
import { type AccessHandlerDeps, accessHandlers } from './access/handlers.ts';
import { assertOwnOrigin } from './access/origin.ts';
import { statisticsCsv } from './figures/csv.ts';
import { definitions } from './figures/definitions.ts';
import { sendFile } from './files.ts';
import { type HealthDeps, healthHandlers } from './health/handlers.ts';
import { sendHtml } from './html.ts';
import { openApi } from './openapi.ts';
import type { Handler, Handlers, Operation } from './operation.ts';
import { operations } from './operations.ts';
import { type PaperDeps, paperHandlers } from './paper/handlers.ts';
import { openPresence } from './presence.ts';
import {
  CallEntry,
  CallQuery,
  ContactQuery,
  CountQuery,
  DeclineBody,
  InvalidRequest,
  JoinBody,
  LedgerQuery,
  MergeBody,
  PartBody,
  PresenceBody,
  parseRequest,
  RequesterQuery,
  SplitBody,
  StatisticsQuery,
} from './query.ts';
import { type ReviewDeps, reviewHandlers } from './review/handlers.ts';
import type { Stream } from './stream.ts';
import type { Entered } from './taking.ts';
import { viewHandlers } from './views/handlers.ts';
import { catalogueView } from './working/catalogue.ts';
import { answer, workingHandlers } from './working/handlers.ts';

export type ApiDeps = AccessHandlerDeps &
  ReviewDeps &
  PaperDeps &
  HealthDeps & {
    readonly log: Log;
    readonly logger: Logger;
    readonly gate: Gate;
    readonly archive: Archive;
    readonly stream: Stream;
    /** Takes a call that a person took: it is on disk when this resolves. */
    enter(entry: CallEntry, by: string): Promise<Entered>;
    /** Whose days and hours figures are told in where nothing else is asked for. */
    readonly timeZone: string;
    /** Whether anything can be sent by an account of a channel. */
    canSend(channel: Channel, account: string): boolean;
    /** The account whose mails go to those who left an address in a form or at the counter. */
    readonly mailAccount?: string | undefined;
    readonly catalogue: Catalogue;
    /** Accounts of voice that text messages are sent from. */
    readonly textAccounts: readonly string[];
    readonly targets: Targets;
    /** How colleagues are written to. */
    readonly staff: NoticeWays;
  };

/** Bytes of a request: an answer of 20,000 characters, whatever they are. */
const LIMIT = 200_000;

/**
 * The paths of the API, each with its handler: a path without one does not compile. Who may is decided here for all of
 * them, before a request is read; so is that nobody asks about a call that they may not see.
 */
export function apiRouter(deps: ApiDeps): Router {
  const { log, archive, stream, gate, now, newId, enter, timeZone } = deps;
  const figures = (asked: StatisticsQuery, visibility: Visibility) =>
    getStatistics(log, visibility, { timeZone, ...asked }, now());
  const presence = openPresence(now);
  const handlers: Handlers<typeof operations> = {
    ...accessHandlers(deps),
    listCalls: async ({ query }, response, { visibility }) =>
      response.json(await listCalls(log.db, visibility, parseRequest(CallQuery, query))),
    countCalls: async ({ query }, response, { visibility }) =>
      response.json((await countCalls(log.db, visibility, [parseRequest(CountQuery, query)]))[0]),
    async enterCall({ body }, response, { name }) {
      const entered = await enter(parseRequest(CallEntry, body, 'body'), name);
      response.status(entered.reference === undefined ? 202 : 201).json(entered);
    },
    getCall: async ({ params }, response, { visibility }) =>
      answer(response, await getCall(log.db, visibility, String(params.reference))),
    ...workingHandlers(deps),
    ...viewHandlers(deps),
    ...reviewHandlers(deps),
    ...paperHandlers(deps),
    ...healthHandlers(deps),
    async mergeCall({ params, body }, response, { name: by, visibility }) {
      const reference = String(params.reference);
      const { into, why } = parseRequest(MergeBody, body, 'body');
      await assertVisible(log.db, visibility, into);
      await consolidating(log, (trx) => mergeByPerson(trx, { reference, into, by, why, at: now().toISOString() }));
      response.json(await getCall(log.db, visibility, into));
    },
    async splitCall({ params, body }, response, { name: by, visibility }) {
      const reference = String(params.reference);
      const { call, contacts = [], why } = parseRequest(SplitBody, body, 'body');
      const done = { by, why, at: now().toISOString() };
      const parted = await consolidating(log, async (trx) => {
        if (call === undefined) return splitCall(trx, { ...done, reference, contacts, newId });
        await unmergeCall(trx, { ...done, reference: call, from: reference });
        return call;
      });
      response.json(await getCall(log.db, visibility, parted));
    },
    async noteLooking({ params, body }, response, { name, visibility }) {
      const { reference } = await getCall(log.db, visibility, String(params.reference));
      const looking = parseRequest(PresenceBody, body, 'body');
      response.json({ reference, people: presence.note(reference, { ...looking, name }) });
    },
    async declineSuggestion({ params, body }, response, { name: by, visibility }) {
      const [reference, other] = [String(params.reference), String(params.other)];
      const { why } = parseRequest(DeclineBody, body, 'body');
      await assertVisible(log.db, visibility, other);
      const at = now().toISOString();
      await consolidating(log, (trx) => declineSuggestion(trx, { reference, other, by, why, at }));
      response.json(await getCall(log.db, visibility, reference));
    },
    getCatalogue: async (_, response) =>
      response.json({ ...catalogueView(deps.catalogue, deps.targets), textAccounts: deps.textAccounts }),
    listRequesters: async ({ query }, response) =>
      response.json(await listRequesters(log.db, parseRequest(RequesterQuery, query))),
    getRequester: async ({ params }, response, { visibility }) =>
      response.json(await getRequester(log.db, visibility, String(params.id))),
    async joinRequester({ params, body }, response, { name: by, visibility }) {
      const into = String(params.id);
      const { with: from, why = 'a person said so' } = parseRequest(JoinBody, body, 'body');
      const join = { id: newId(), from, into, by, why, at: now().toISOString() };
      await consolidating(log, (trx) => joinByPerson(trx, join));
      response.json(await getRequester(log.db, visibility, into));
    },
    async partRequester({ params, body }, response, { name: by, visibility }) {
      const id = String(params.id);
      parseRequest(PartBody, body, 'body');
      await consolidating(log, async (trx) => {
        await standingRequester(trx, id);
        await partRequesters(trx, id, by, now().toISOString());
      });
      response.json(await getRequester(log.db, visibility, id));
    },
    listContacts: async ({ query }, response, { visibility }) =>
      response.json(await listContacts(log.db, visibility, parseRequest(ContactQuery, query))),
    getContact: async ({ params }, response, { visibility }) =>
      response.json(await getContact(log.db, visibility, String(params.id))),
    async getOriginal({ params }, response, { visibility }) {
      const { original, reference, channel } = await getContact(log.db, visibility, String(params.id));
      const name = `${reference ?? 'contact'}-${channel}.${original.mediaType === 'message/rfc822' ? 'eml' : 'bin'}`;
      await sendFile(response, archive, { ...original, name });
    },
    getHtml: async ({ params }, response, { visibility }) =>
      sendHtml(response, archive, await getContact(log.db, visibility, String(params.id))),
    async getAttachment({ params }, response, { visibility }) {
      const { attachments } = await getContact(log.db, visibility, String(params.id));
      const attachment = /^\d{1,4}$/.test(String(params.position)) ? attachments[Number(params.position)] : undefined;
      if (!attachment) throw new CallbookError('not-found', `This contact has no attachment ${params.position}.`);
      await sendFile(response, archive, attachment);
    },
    listLedger: async ({ query }, response) =>
      response.json(await listLedger(log.db, parseRequest(LedgerQuery, query), now())),
    getStatistics: async ({ query }, response, { visibility }) =>
      response.json({ ...(await figures(parseRequest(StatisticsQuery, query), visibility)), definitions }),
    async exportStatistics({ query }, response, { visibility }) {
      const statistics = await figures(parseRequest(StatisticsQuery, query), visibility);
      response.attachment(`callbook-${statistics.since}-${statistics.until}.csv`).type('text/csv; charset=utf-8');
      response.send(statisticsCsv(statistics));
    },
    stream: async (_, response, { visibility }) => stream.join(response, visibility),
  };

  const router = Router();
  for (const name of Object.keys(operations) as (keyof typeof operations)[]) {
    const { path, method = 'get', needs, body }: Operation = operations[name];
    const places = path.replace(/\{(\w+)\}/g, ':$1');
    const parsers = body ? [json({ limit: LIMIT, type: 'application/json' })] : [];
    router[method](places, admitting(needs), ...parsers, async (request, response) => {
      await telling(handlers[name], log)(request, response, response.locals.actor);
    });
  }
  const document = openApi();
  router.get('/api/openapi.json', admitting('somebody'), (_, response) => void response.json(document));
  router.use(apiProblems);
  return router;

  function admitting(needs: Operation['needs']): RequestHandler {
    return async (request, response, next) => {
      response.set('Cache-Control', 'no-store');
      if (needs === 'nobody') assertOwnOrigin(request, deps.config.url);
      const actor = needs === 'nobody' ? NOBODY : await gate.enter(request, response);
      if (needs !== 'nobody' && needs !== 'somebody') assertPermitted(actor, needs);
      const { reference } = request.params;
      if (reference !== undefined) await assertVisible(log.db, actor.visibility, String(reference));
      response.locals.actor = actor;
      next();
    };
  }
}

/** Who would have overwritten another's change gets the call as it stands now. */
function telling(handler: Handler, log: Log): Handler {
  return async (request, response, actor) => {
    try {
      await handler(request, response, actor);
    } catch (error) {
      const { reference } = request.params;
      if (!isCallbookError(error, 'call-changed') || reference === undefined) throw error;
      sendProblem(response, error, { current: await getCall(log.db, actor.visibility, String(reference)) });
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
