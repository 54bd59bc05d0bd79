import { randomBytes } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';

const PATH = '/api/now/table/incident';
/** Fields of an incident that can be written. What else is sent is passed over without a word, as the Table API does. */
const FIELDS = [
  ...['short_description', 'description', 'state', 'impact', 'urgency', 'category', 'caller_id', 'contact_type'],
  ...['correlation_id', 'correlation_display', 'close_code', 'close_notes', 'hold_reason', 'assignment_group'],
] as const;
/** Fields that take entries: what is written is added, and reads as empty. */
const JOURNALS = ['comments', 'work_notes'] as const;

/** A record as the Table API shows it: every value is text. */
export type IncidentRecord = Readonly<Record<string, string>>;
export type JournalEntry = { readonly element: string; readonly value: string; readonly by: string };

/** A tool for service management with the Table API of ServiceNow, as far as incidents go. */
export type IncidentTable = {
  /** Of the instance: everything before `/api/now`. */
  readonly url: string;
  readonly user: string;
  readonly password: string;
  readonly incidents: readonly IncidentRecord[];
  /** Comments and work notes of an incident. */
  journal(sysId: string): readonly JournalEntry[];
  /** Somebody who works there changes an incident. */
  change(sysId: string, fields: IncidentRecord): void;
  /** Requests that were answered, by method. */
  asked(method: string): number;
  /** Asked before each answer: true for a 503. */
  unwell(asks: () => boolean): void;
  stop(): Promise<void>;
};

type Refusal = { readonly status: number; readonly message: string; readonly detail: string };

const UNAUTHENTICATED: Refusal = {
  ...{ status: 401, message: 'User Not Authenticated', detail: 'Required to provide Auth information' },
};
const MISSING: Refusal = {
  ...{ status: 404, message: 'No Record found' },
  detail: "Record doesn't exist or ACL restricts the record retrieval",
};
const NOWHERE: Refusal = { status: 400, message: 'Requested URI does not represent any resource', detail: '' };
const UNWELL: Refusal = { status: 503, message: 'Service unavailable', detail: '' };
/** The data policy of incidents: nothing is resolved or closed without saying how. */
const UNEXPLAINED: Refusal = {
  ...{ status: 403, message: 'Operation Failed' },
  detail: 'Data Policy Exception: The following fields are mandatory: Resolution code, Resolution notes',
};

/** Starts one, with a user that programs sign in as. */
export async function startIncidentTable(): Promise<IncidentTable> {
  const [user, password] = ['callbook.integration', randomBytes(12).toString('hex')];
  const records: Record<string, string>[] = [];
  const journals = new Map<string, JournalEntry[]>();
  const asked = new Map<string, number>();
  let unwell = () => false;

  function write(record: Record<string, string>, fields: Record<string, unknown>, by: string): Refusal | undefined {
    const next = { ...record };
    for (const name of FIELDS) if (fields[name] !== undefined) next[name] = String(fields[name]);
    if (['6', '7'].includes(next.state ?? '') && !(next.close_code && next.close_notes)) return UNEXPLAINED;
    Object.assign(record, next, { sys_updated_on: timeOf(new Date()), sys_updated_by: by });
    record.sys_mod_count = String(Number(record.sys_mod_count) + 1);
    for (const element of JOURNALS) {
      const value = fields[element];
      if (value !== undefined && record.sys_id)
        journals.set(record.sys_id, [...(journals.get(record.sys_id) ?? []), { element, value: String(value), by }]);
    }
    return undefined;
  }

  function create(fields: Record<string, unknown>, by: string) {
    const at = timeOf(new Date());
    const record: Record<string, string> = {
      ...Object.fromEntries([...FIELDS, ...JOURNALS].map((name) => [name, ''])),
      ...{ sys_id: randomBytes(16).toString('hex'), number: `INC${String(10_001 + records.length).padStart(7, '0')}` },
      ...{ state: '1', impact: '3', urgency: '3', sys_created_on: at, sys_created_by: by, sys_mod_count: '-1' },
    };
    const refused = write(record, fields, by);
    if (!refused) records.push(record);
    return { refused, record };
  }

  const server = createServer(async (request, response) => {
    const { method = '' } = request;
    asked.set(method, (asked.get(method) ?? 0) + 1);
    if (unwell()) return refuse(response, UNWELL);
    const expected = `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`;
    if (request.headers.authorization !== expected) return refuse(response, UNAUTHENTICATED);
    const url = new URL(request.url ?? '/', 'http://instance');
    const [, sysId] = /^\/api\/now\/table\/incident(?:\/([0-9a-f]{32}))?$/.exec(url.pathname) ?? [undefined, undefined];
    if (!url.pathname.startsWith(PATH)) return refuse(response, NOWHERE);
    if (sysId === undefined && method === 'GET') return list(response, url.searchParams, records);
    if (sysId === undefined && method === 'POST') {
      const { refused, record } = create(await fieldsOf(request), user);
      if (refused) return refuse(response, refused);
      return answer(response, 201, record, { location: `${PATH}/${record.sys_id}` });
    }
    const record = records.find((one) => one.sys_id === sysId);
    if (!record) return refuse(response, MISSING);
    if (method === 'GET') return answer(response, 200, record);
    if (method !== 'PATCH') return refuse(response, NOWHERE);
    const refused = write(record, await fieldsOf(request), user);
    if (refused) return refuse(response, refused);
    answer(response, 200, record);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));

  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    ...{ user, password, incidents: records },
    journal: (sysId) => journals.get(sysId) ?? [],
    change(sysId, fields) {
      const record = records.find((one) => one.sys_id === sysId);
      const refused = record ? write(record, fields, 'beth.anglin') : MISSING;
      if (refused) throw new TypeError(refused.detail);
    },
    asked: (method) => asked.get(method) ?? 0,
    unwell(asks) {
      unwell = asks;
    },
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** To the second, in UTC: `2026-11-29 04:12:09`. */
function timeOf(date: Date): string {
  return date.toISOString().slice(0, 19).replace('T', ' ');
}

async function fieldsOf(request: IncomingMessage): Promise<Record<string, unknown>> {
  const fields = await json(request);
  return typeof fields === 'object' && fields !== null ? { ...fields } : {};
}

function answer(response: ServerResponse, status: number, result: object, headers: Record<string, string> = {}): void {
  response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify({ result }));
}

function refuse(response: ServerResponse, { status, message, detail }: Refusal): void {
  const body = { error: { message, detail: detail || null }, status: 'failure' };
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}

/** `sysparm_query`, `sysparm_fields`, `sysparm_limit` and `sysparm_offset`, as the Table API has them. */
function list(response: ServerResponse, query: URLSearchParams, records: readonly IncidentRecord[]): void {
  const terms = (query.get('sysparm_query') ?? '').split('^').filter((term) => term !== '');
  const order = terms.find((term) => term.startsWith('ORDERBY'))?.slice('ORDERBY'.length);
  const found = records.filter((record) => terms.every((term) => holds(record, term)));
  const sorted = order ? found.toSorted((a, b) => (a[order] ?? '').localeCompare(b[order] ?? '')) : found;
  const from = Number(query.get('sysparm_offset') ?? 0);
  const page = sorted.slice(from, from + Number(query.get('sysparm_limit') ?? 10_000));
  const fields = query.get('sysparm_fields')?.split(',');
  const shown = fields
    ? page.map((record) => Object.fromEntries(fields.map((name) => [name, record[name] ?? ''])))
    : page;
  answer(response, 200, shown, { 'x-total-count': String(found.length) });
}

/** One term of an encoded query. What the instance does not understand it passes over. */
function holds(record: IncidentRecord, term: string): boolean {
  const [, field = '', operator, value = ''] = /^([a-z_]+)(>=|!=|=|ISNOTEMPTY)(.*)$/.exec(term) ?? [];
  const has = record[field] ?? '';
  if (operator === '=') return has === value;
  if (operator === '!=') return has !== value;
  if (operator === '>=') return has >= value;
  if (operator === 'ISNOTEMPTY') return has !== '';
  return true;
}
