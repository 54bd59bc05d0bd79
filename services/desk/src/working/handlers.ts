import type { Catalogue, Targets } from '@callbook/contracts';
import {
  addKnownError,
  addTask,
  addWatcher,
  type CallChange,
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
import type { Request, Response } from 'express';
import type { Handler } from '../handler.ts';
import { InvalidRequest, parseRequest } from '../query.ts';
import type { workingOperations } from './operations.ts';
import {
  CallPatch,
  KnownErrorBody,
  KnownErrorLinkBody,
  KnownErrorPatch,
  KnownErrorQuery,
  LinkBody,
  NoteBody,
  RemovalQuery,
  ReplyBody,
  TaskBody,
  TaskPatch,
  TaskQuery,
  WatcherBody,
} from './queries.ts';

export type WorkingDeps = {
  readonly log: Log;
  readonly now: () => Date;
  readonly newId: () => string;
  readonly catalogue: Catalogue;
  readonly targets: Targets;
  canSend(channel: string, account: string): boolean;
  readonly staff: NoticeWays;
};

/** What agents do to calls, each in one transaction with what it causes. */
export function workingHandlers(deps: WorkingDeps): { readonly [Name in keyof typeof workingOperations]: Handler } {
  const { log, now, newId, catalogue, targets, canSend, staff } = deps;
  const deed = () => ({ at: now().toISOString(), messageId: newId(), canSend, targets, staff });
  const referenceIn = ({ params }: Request) => String(params.reference);
  const writing = (work: (trx: LogTransaction) => Promise<void>) => log.db.transaction().execute(work);
  /** Does something to a call, and answers with the whole of it. */
  const onCall = async (
    request: Request,
    response: Response,
    work: (trx: LogTransaction, call: { readonly reference: string }) => Promise<void>,
    status = 200,
  ) => {
    const reference = referenceIn(request);
    await writing((trx) => work(trx, { reference }));
    answer(response.status(status), await getCall(log.db, reference));
  };
  const article = async (response: Response, id: string) => response.json(await getKnownError(log.db, id));

  return {
    async changeCall(request, response) {
      const { by, version, ...change } = parseRequest(CallPatch, request.body, 'body');
      const placed = placedIn(catalogue, change);
      await onCall(request, response, async (trx, call) => {
        await changeCall(trx, { ...deed(), ...call, by, version: version ?? matched(request), change: placed });
      });
    },
    async replyToCall(request, response) {
      const reference = referenceIn(request);
      const { text, knownError, status, waitingUntil, version, by } = parseRequest(ReplyBody, request.body, 'body');
      const given = { ...deed(), reference, by };
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
    async noteOnCall(request, response) {
      const note = parseRequest(NoteBody, request.body, 'body');
      await onCall(request, response, (trx, call) => noteOnCall(trx, { ...deed(), ...call, ...note }), 201);
    },
    async addTask(request, response) {
      const task = parseRequest(TaskBody, request.body, 'body');
      const department = departmentIn(catalogue, task.department);
      const given = { ...deed(), ...task, department, id: newId() };
      await onCall(request, response, (trx, call) => addTask(trx, { ...given, ...call }), 201);
    },
    async changeTask(request, response) {
      const { by, version, department, ...change } = parseRequest(TaskPatch, request.body, 'body');
      const placed = department === undefined ? change : { ...change, department: departmentIn(catalogue, department) };
      const given = { ...deed(), by, version, id: String(request.params.id), change: placed };
      await onCall(request, response, (trx, call) => changeTask(trx, { ...given, ...call }));
    },
    listTasks: async ({ query }, response) => response.json(await listTasks(log.db, parseRequest(TaskQuery, query))),
    async linkCall(request, response) {
      const { reference: other, kind, by } = parseRequest(LinkBody, request.body, 'body');
      await onCall(request, response, (trx, call) => linkCalls(trx, { ...deed(), ...call, other, kind, by }), 201);
    },
    async unlinkCall(request, response) {
      const { by } = parseRequest(RemovalQuery, request.query);
      const other = String(request.params.other);
      await onCall(request, response, (trx, call) => unlinkCalls(trx, { ...deed(), ...call, other, by }));
    },
    async watchCall(request, response) {
      const watching = parseRequest(WatcherBody, request.body, 'body');
      await onCall(request, response, (trx, call) => addWatcher(trx, { ...deed(), ...call, ...watching }), 201);
    },
    async unwatchCall(request, response) {
      const { by } = parseRequest(RemovalQuery, request.query);
      const watcher = String(request.params.watcher);
      await onCall(request, response, (trx, call) => removeWatcher(trx, { ...deed(), ...call, watcher, by }));
    },
    async linkKnownError(request, response) {
      const link = parseRequest(KnownErrorLinkBody, request.body, 'body');
      await onCall(request, response, (trx, call) => linkKnownError(trx, { ...deed(), ...call, ...link }), 201);
    },
    async unlinkKnownError(request, response) {
      const { by } = parseRequest(RemovalQuery, request.query);
      const knownError = String(request.params.id);
      await onCall(request, response, (trx, call) => unlinkKnownError(trx, { ...deed(), ...call, knownError, by }));
    },
    listKnownErrors: async ({ query }, response) =>
      response.json(await listKnownErrors(log.db, parseRequest(KnownErrorQuery, query))),
    async addKnownError({ body }, response) {
      const written = parseRequest(KnownErrorBody, body, 'body');
      const id = newId();
      await writing((trx) =>
        addKnownError(trx, { ...written, ...inDepartment(catalogue, written), id, at: deed().at }),
      );
      await article(response.status(201), id);
    },
    getKnownError: async ({ params }, response) => article(response, String(params.id)),
    async changeKnownError({ params, body }, response) {
      const { by, version, ...change } = parseRequest(KnownErrorPatch, body, 'body');
      const given = { id: String(params.id), by, version, at: deed().at };
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

/** Names as the log has them; the department of a service comes with it. */
function placedIn(catalogue: Catalogue, { department, service, ...change }: CallChange): CallChange {
  const known = typeof service === 'string' ? catalogue.service(service) : undefined;
  if (typeof service === 'string' && !known) throw unknown('service', service);
  const given = typeof department === 'string' ? departmentIn(catalogue, department) : department;
  return { ...change, service: known?.name ?? service, department: given === undefined ? known?.department : given };
}

function inDepartment(catalogue: Catalogue, { department }: { readonly department?: string | null | undefined }) {
  return department ? { department: departmentIn(catalogue, department) } : {};
}

function departmentIn(catalogue: Catalogue, name: string): string {
  const known = catalogue.department(name);
  if (known === undefined) throw unknown('department', name);
  return known;
}

function unknown(what: 'department' | 'service', name: string): InvalidRequest {
  return new InvalidRequest([{ path: [what], message: `there is no ${what} ${name} in the configuration` }], 'body');
}
