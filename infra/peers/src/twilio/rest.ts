import type { IncomingMessage, ServerResponse } from 'node:http';
import { type Account, callResource, recordingResource } from './account.ts';

/** An answer of the REST API. */
type Answer = { readonly status: number; readonly json?: object; readonly audio?: Buffer };

const NOT_FOUND: Answer = { status: 404, json: { code: 20404, message: 'The requested resource was not found' } };
const UNAUTHORIZED: Answer = { status: 401, json: { code: 20003, message: 'Authenticate' } };
const UNWELL: Answer = { status: 503, json: { code: 20503, message: 'Service unavailable' } };

export type RestOptions = {
  readonly account: Account;
  /** Asked before each answer: true for a 503. */
  readonly unwell: () => boolean;
  readonly now: () => number;
};

/** Answers as Twilio's REST API of 2010-04-01 does, as far as calls and recordings go. */
export function answerRest(request: IncomingMessage, response: ServerResponse, options: RestOptions): void {
  const { status, json, audio } = answer(request, options);
  const body = audio ?? Buffer.from(json ? JSON.stringify(json) : '');
  response.writeHead(status, {
    'Content-Type': audio ? 'audio/x-wav' : 'application/json',
    'Content-Length': body.length,
  });
  response.end(body);
}

function answer(request: IncomingMessage, { account, unwell, now }: RestOptions): Answer {
  const expected = `Basic ${Buffer.from(`${account.sid}:${account.token}`).toString('base64')}`;
  if (request.headers.authorization !== expected) return UNAUTHORIZED;
  if (unwell()) return UNWELL;
  const url = new URL(request.url ?? '/', 'http://twilio');
  const prefix = `/2010-04-01/Accounts/${account.sid}/`;
  if (!url.pathname.startsWith(prefix)) return NOT_FOUND;
  const [kind, name] = url.pathname.slice(prefix.length).split('/');
  const query = url.searchParams;

  if (kind === 'Calls.json') return page(url, 'calls', callsOf(account, query));
  if (kind === 'Recordings.json') return page(url, 'recordings', recordingsOf(account, query));
  if (kind === 'Calls') {
    const call = account.calls.find(({ sid }) => `${sid}.json` === name);
    return call ? { status: 200, json: callResource(account, call) } : NOT_FOUND;
  }
  if (kind !== 'Recordings') return NOT_FOUND;

  const [sid, form = 'wav'] = (name ?? '').split('.');
  const recording = account.recordings.find((one) => one.sid === sid);
  if (!recording || recording.status === 'deleted') return NOT_FOUND;
  if (request.method === 'DELETE') {
    Object.assign(recording, { status: 'deleted', audio: Buffer.alloc(0) });
    return { status: 204 };
  }
  if (form === 'json') return { status: 200, json: recordingResource(account, recording) };
  const ready = form === 'wav' && recording.status === 'completed' && recording.readyAt <= now();
  return ready ? { status: 200, audio: recording.audio } : NOT_FOUND;
}

function callsOf(account: Account, query: URLSearchParams): object[] {
  return account.calls
    .filter(({ to, from, status }) => is(query, 'To', to) && is(query, 'From', from) && is(query, 'Status', status))
    .filter(({ startedAt }) => within(query, 'StartTime', startedAt))
    .map((call) => callResource(account, call))
    .reverse();
}

function recordingsOf(account: Account, query: URLSearchParams): object[] {
  return account.recordings
    .filter(({ callSid, createdAt }) => is(query, 'CallSid', callSid) && within(query, 'DateCreated', createdAt))
    .filter(({ status }) => status !== 'deleted' || query.get('IncludeSoftDeleted') === 'true')
    .map((recording) => recordingResource(account, recording))
    .reverse();
}

function is(query: URLSearchParams, name: string, value: string): boolean {
  return (query.get(name) ?? value) === value;
}

/** `StartTime>=…` and `StartTime<=…`, with the sign as part of the name: to the second, as Twilio keeps times. */
function within(query: URLSearchParams, name: string, date: Date): boolean {
  const second = Math.floor(date.getTime() / 1000) * 1000;
  const [after, before] = [query.get(`${name}>`), query.get(`${name}<`)];
  return (after === null || second >= Date.parse(after)) && (before === null || second <= Date.parse(before));
}

/** Newest first, 50 on a page unless asked otherwise, with the address of the next page. */
function page(url: URL, name: string, resources: readonly object[]): Answer {
  const size = Math.min(1000, Number(url.searchParams.get('PageSize') ?? 50));
  const at = Number(url.searchParams.get('Page') ?? 0);
  const next = new URL(url);
  next.searchParams.set('Page', String(at + 1));
  const more = resources.length > (at + 1) * size;
  return {
    status: 200,
    json: {
      [name]: resources.slice(at * size, (at + 1) * size),
      page: at,
      page_size: size,
      uri: url.pathname + url.search,
      next_page_uri: more ? next.pathname + next.search : null,
    },
  };
}
