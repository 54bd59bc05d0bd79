import type { Catalogue, Targets } from '@callbook/contracts';
import {
  addKnownError,
  addTask,
  addWatcher,
  assertVisible,
  changeCall,
  changeKnownError,
  changeTask,
  getCall,
  getKnownError,
  type Log,
  type LogTransaction,
  linkCalls,
  linkKnownError,
  listKnownErrors,
  listTasks,
  type NoticeWays,
  noteOnCall,
  removeWatcher,
  replyToCall,
  unlinkCalls,
  unlinkKnownError,
} from '@callbook/log';
import type { Logger } from '@callbook/runtime';
import type { Request, Response } from 'express';
import type { Actor } from '../access/actor.ts';
import type { Handlers } from '../operation.ts';
import { InvalidRequest, parseRequest } from '../query.ts';
import { changeMany } from './bulk.ts';
import { changePlaced, departmentIn, placedIn } from './changing.ts';
import type { workingOperations } from './operations.ts';
import {
  BulkPatch,
  CallPatch,
  KnownErrorBody,
  KnownErrorLinkBody,
  KnownErrorPatch,
  KnownErrorQuery,
  LinkBody,
  NoteBody,
  ReplyBody,
  TaskBody,
  TaskPatch,
  TaskQuery,
  WatcherBody,
} from './queries.ts';

export type WorkingDeps = {
  readonly log: Log;
  readonly logger: Logger;
  readonly now: () => Date;
  readonly newId: () => string;
  readonly catalogue: Catalogue;
  readonly targets: Targets;
  canSend(channel: string, account: string): boolean;
  /** The account whose mails go to those who left an address in a form or at the counter. */
  readonly mailAccount?: string | undefined;
  readonly staff: NoticeWays;
};

/** What agents do to calls, each in one transaction with what it causes. */
export function workingHandlers(deps: WorkingDeps): Handlers<typeof workingOperations> {
  const { log, now, newId, catalogue, targets, canSend, mailAccount, staff } = deps;
  const deed = ({ name }: Actor) => ({
    ...{ by: name, at: now().toISOString(), messageId: newId() },
    ...{ canSend, mailAccount, targets, staff },
  });
  const referenceIn = ({ params }: Request) => String(params.reference);
  const writing = (work: (trx: LogTransaction) => Promise<void>) => log.db.transaction().execute(work);
  /** Does something to a call, and answers with the whole of it. */
  const onCall = async (
    request: Request,
    response: Response,
    actor: Actor,
    work: (trx: LogTransaction, call: { readonly reference: string }) => Promise<void>,
    status = 200,
  ) => {
    const reference = referenceIn(request);
    await writing((trx) => work(trx, { reference }));
    answer(response.status(status), await getCall(log.db, actor.visibility, reference));
  };
  const article = async (response: Response, id: string) => response.json(await getKnownError(log.db, id));

  return {
    async changeCall(request, response, actor) {
      const { version, ...change } = parseRequest(CallPatch, request.body, 'body');
      const placed = placedIn(catalogue, change);
      const given = { ...deed(actor), version: version ?? matched(request) };
      await onCall(request, response, actor, (trx, call) => changePlaced(trx, { ...given, ...call }, placed, newId));
    },
    async changeCalls({ body }, response, actor) {
      const { calls, ...change } = parseRequest(BulkPatch, body, 'body');
      response.json({ items: await changeMany({ ...deps, deed }, actor, calls, placedIn(catalogue, change)) });
    },
    async replyToCall(request, response, actor) {
      const reference = referenceIn(request);
      const { text, knownError, status, waitingUntil, version } = parseRequest(ReplyBody, request.body, 'body');
      const given = { ...deed(actor), reference };
      const written = await log.db.transaction().execute(async (trx) => {
        const words = [text, knownError && (await getKnownError(trx, knownError)).text].filter(
          (one) => one !== undefined,
        );
        const reply = { text: words.join('\n\n'), knownError, version: version ?? matched(request) };
        const answered = await replyToCall(trx, { ...given, ...reply });
        if (knownError) await linkKnownError(trx, { ...given, knownError });
        if (status) await changeCall(trx, { ...given, quiet: true, change: { status, waitingUntil } });
        return answered;
      });
      response.status(202).json(written);
    },
    async noteOnCall(request, response, actor) {
      const note = parseRequest(NoteBody, request.body, 'body');
      await onCall(request, response, actor, (trx, call) => noteOnCall(trx, { ...deed(actor), ...call, ...note }), 201);
    },
    async addTask(request, response, actor) {
      const task = parseRequest(TaskBody, request.body, 'body');
      const department = departmentIn(catalogue, task.department);
      const given = { ...deed(actor), ...task, department, id: newId() };
      await onCall(request, response, actor, (trx, call) => addTask(trx, { ...given, ...call }), 201);
    },
    async changeTask(request, response, actor) {
      const { version, department, ...change } = parseRequest(TaskPatch, request.body, 'body');
      const placed = department === undefined ? change : { ...change, department: departmentIn(catalogue, department) };
      const given = { ...deed(actor), version, id: String(request.params.id), change: placed };
      await onCall(request, response, actor, (trx, call) => changeTask(trx, { ...given, ...call }));
    },
    listTasks: async ({ query }, response, { visibility }) =>
      response.json(await listTasks(log.db, visibility, parseRequest(TaskQuery, query))),
    async linkCall(request, response, actor) {
      const { reference: other, kind } = parseRequest(LinkBody, request.body, 'body');
      await assertVisible(log.db, actor.visibility, other);
      await onCall(
        request,
        response,
        actor,
        (trx, call) => linkCalls(trx, { ...deed(actor), ...call, other, kind }),
        201,
      );
    },
    async unlinkCall(request, response, actor) {
      const other = String(request.params.other);
      await assertVisible(log.db, actor.visibility, other);
      await onCall(request, response, actor, (trx, call) => unlinkCalls(trx, { ...deed(actor), ...call, other }));
    },
    async watchCall(request, response, actor) {
      const watching = parseRequest(WatcherBody, request.body, 'body');
      await onCall(
        request,
        response,
        actor,
        (trx, call) => addWatcher(trx, { ...deed(actor), ...call, ...watching }),
        201,
      );
    },
    async unwatchCall(request, response, actor) {
      const watcher = String(request.params.watcher);
      await onCall(request, response, actor, (trx, call) => removeWatcher(trx, { ...deed(actor), ...call, watcher }));
    },
    async linkKnownError(request, response, actor) {
      const link = parseRequest(KnownErrorLinkBody, request.body, 'body');
      await onCall(
        request,
        response,
        actor,
        (trx, call) => linkKnownError(trx, { ...deed(actor), ...call, ...link }),
        201,
      );
    },
    async unlinkKnownError(request, response, actor) {
      const knownError = String(request.params.id);
      await onCall(request, response, actor, (trx, call) =>
        unlinkKnownError(trx, { ...deed(actor), ...call, knownError }),
      );
    },
    listKnownErrors: async ({ query }, response) =>
      response.json(await listKnownErrors(log.db, parseRequest(KnownErrorQuery, query))),
    async addKnownError({ body }, response, actor) {
      const written = parseRequest(KnownErrorBody, body, 'body');
      const id = newId();
      await writing((trx) =>
        addKnownError(trx, {
          ...written,
          ...inDepartment(catalogue, written),
          id,
          by: actor.name,
          at: now().toISOString(),
        }),
      );
      await article(response.status(201), id);
    },
    getKnownError: async ({ params }, response) => article(response, String(params.id)),
    async changeKnownError({ params, body }, response, actor) {
      const { version, ...change } = parseRequest(KnownErrorPatch, body, 'body');
      const given = { id: String(params.id), version, by: actor.name, at: now().toISOString() };
      await writing((trx) =>
        changeKnownError(trx, { ...given, change: { ...change, ...inDepartment(catalogue, change) } }),
      );
      await article(response, given.id);
    },
  };
}

/** A whole call, with its version as its ETag. */
export function answer(response: Response, call: Awaited<ReturnType<typeof getCall>>): void {
  response.set('ETag', `"${call.version}"`).json(call);
}

/** The version in `If-Match`. @throws InvalidRequest for what is no ETag of ours. */
function matched(request: Request): number | undefined {
  const given = request.get('if-match');
  if (given === undefined || given.trim() === '*') return undefined;
  const [, version] = /^\s*(?:W\/)?"(\d{1,9})"\s*$/.exec(given) ?? [];
  if (version === undefined) throw new InvalidRequest([{ path: ['If-Match'], message: 'no ETag of a call' }], 'body');
  return Number(version);
}

function inDepartment(catalogue: Catalogue, { department }: { readonly department?: string | null | undefined }) {
  return department ? { department: departmentIn(catalogue, department) } : {};
}
