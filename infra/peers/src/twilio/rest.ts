import type { IncomingMessage, ServerResponse } from 'node:http';
import {
  type Account,
  callResource,
  type Media,
  type Message,
  mediaResource,
  messageResource,
  recordingResource,
} from './account.ts';
import { newMessage, type SendingFault, type SendingRules } from './new-message.ts';

/** An answer of the REST API; `cut` where the line dies instead. */
type Answer =
  | { readonly status: number; readonly json?: object; readonly file?: Omit<Media, 'sid'>; readonly location?: string }
  | 'cut';

const NOT_FOUND: Answer = { status: 404, json: { code: 20404, message: 'The requested resource was not found' } };
const UNAUTHORIZED: Answer = { status: 401, json: { code: 20003, message: 'Authenticate' } };
const UNWELL: Answer = { status: 503, json: { code: 20503, message: 'Service unavailable' } };

export type RestOptions = {
  readonly account: Account;
  /** Asked before each answer: true for a 503. */
  readonly unwell: () => boolean;
  readonly now: () => number;
  readonly sending: SendingRules;
  /** Asked for each message that is to be sent: what goes wrong. */
  readonly sendingFault: (form: URLSearchParams) => SendingFault | undefined;
  /** A message was taken, and is on its way. */
  readonly taken: (message: Message, statusCallback: string | undefined) => void;
};

/** Answers as Twilio's REST API of 2010-04-01 does, as far as calls, recordings and messages go. */
export async function answerRest(
  request: IncomingMessage,
  response: ServerResponse,
  options: RestOptions,
): Promise<void> {
  const form = new URLSearchParams(await bodyOf(request));
  const answered = answer(request, form, options);
  if (answered === 'cut') return void response.socket?.destroy();
  const { status, json, file, location } = answered;
  const body = file?.bytes ?? Buffer.from(json ? JSON.stringify(json) : '');
  response.writeHead(status, {
    'Content-Type': file?.type ?? 'application/json',
    'Content-Length': body.length,
    ...(location && { Location: location }),
  });
  response.end(body);
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString();
}

function answer(request: IncomingMessage, form: URLSearchParams, options: RestOptions): Answer {
  const { account, unwell, now } = options;
  // Files lie elsewhere, under names that nobody can guess, and no account is asked for.
  const [, elsewhere] = /^\/elsewhere\/(ME[\da-f]{32})$/.exec(request.url ?? '') ?? [];
  if (elsewhere !== undefined) return fileOf(account, elsewhere);

  const expected = `Basic ${Buffer.from(`${account.sid}:${account.token}`).toString('base64')}`;
  if (request.headers.authorization !== expected) return UNAUTHORIZED;
  if (unwell()) return UNWELL;
  const url = new URL(request.url ?? '/', 'http://twilio');
  const prefix = `/2010-04-01/Accounts/${account.sid}/`;
  if (!url.pathname.startsWith(prefix)) return NOT_FOUND;
  const [kind, name] = url.pathname.slice(prefix.length).split('/');
  const query = url.searchParams;

  if (kind === 'Messages.json' && request.method === 'POST') return send(form, options);
  if (kind === 'Messages.json') return page(url, 'messages', messagesOf(account, query));
  if (kind === 'Messages') return mediaOf(account, url, name);
  if (kind === 'Calls.json') return page(url, 'calls', callsOf(account, query));
  if (kind === 'Recordings.json') return page(url, 'recordings', recordingsOf(account, query));
  if (kind === 'Calls') {
    const call = account.calls.find(({ sid }) => `${sid}.json` === name);
    return call ? { status: 200, json: callResource(account, call) } : NOT_FOUND;
  }
  if (kind !== 'Recordings') return NOT_FOUND;

  const [sid, format = 'wav'] = (name ?? '').split('.');
  const recording = account.recordings.find((one) => one.sid === sid);
  if (!recording || recording.status === 'deleted') return NOT_FOUND;
  if (request.method === 'DELETE') {
    Object.assign(recording, { status: 'deleted', audio: Buffer.alloc(0) });
    return { status: 204 };
  }
  if (format === 'json') return { status: 200, json: recordingResource(account, recording) };
  const ready = format === 'wav' && recording.status === 'completed' && recording.readyAt <= now();
  return ready ? { status: 200, file: { bytes: recording.audio, type: 'audio/x-wav' } } : NOT_FOUND;
}

function send(form: URLSearchParams, { account, sending, sendingFault, taken }: RestOptions): Answer {
  const fault = sendingFault(form);
  if (fault === 'limited') return { status: 429, json: { code: 20429, message: 'Too Many Requests', status: 429 } };
  if (fault === 'unwell') return UNWELL;
  const message = newMessage(form, sending);
  if ('code' in message) return { status: message.status, json: message };
  taken(message, form.get('StatusCallback') ?? undefined);
  if (fault === 'cut') return 'cut';
  if (fault === 'taken-and-500') return { status: 500, json: { code: 20500, message: 'Internal server error' } };
  return { status: 201, json: messageResource(account, message) };
}

function messagesOf(account: Account, query: URLSearchParams): object[] {
  const dated = ['DateSent', 'DateSent>', 'DateSent<'].some((name) => query.has(name));
  return account.messages
    .filter(({ to, from }) => is(query, 'To', to) && is(query, 'From', from))
    .filter(({ sentAt }) => !dated || (sentAt !== undefined && within(query, 'DateSent', sentAt)))
    .map((message) => messageResource(account, message))
    .reverse();
}

/** `Messages/SM….json`, `Messages/MM…/Media.json`, and a file itself, of which the API says only where it lies. */
function mediaOf(account: Account, url: URL, name = ''): Answer {
  const message = account.messages.find(({ sid }) => sid === name.replace(/\.json$/, ''));
  if (!message) return NOT_FOUND;
  if (name.endsWith('.json')) return { status: 200, json: messageResource(account, message) };
  const resources = message.media.map((media) => mediaResource(account, message, media));
  if (url.pathname.endsWith('/Media.json')) return page(url, 'media_list', resources);
  const file = message.media.find(({ sid }) => url.pathname.endsWith(`/${sid}`));
  return file ? { status: 307, location: `/elsewhere/${file.sid}` } : NOT_FOUND;
}

function fileOf(account: Account, mediaSid: string): Answer {
  const file = account.messages.flatMap(({ media }) => media).find(({ sid }) => sid === mediaSid);
  return file ? { status: 200, file } : NOT_FOUND;
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
