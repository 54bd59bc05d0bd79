import { z } from 'zod';

const FIELDS = ['sys_id', 'number', 'state', 'correlation_id', 'close_notes', 'sys_updated_on'] as const;
const Incident = z.object({
  ...{ sys_id: z.string(), number: z.string(), state: z.string(), correlation_id: z.string() },
  ...{ close_notes: z.string(), sys_updated_on: z.string() },
});
export type Incident = z.infer<typeof Incident>;

/** Who made these incidents, beside the reference of the call in `correlation_id`. */
const OURS = 'Callbook';
const PAGE = 100;
const PATIENCE = 15_000;

export type Incidents = {
  /** The incident of a call. `made`: there was none. */
  findOrMake(
    reference: string,
    fields: Readonly<Record<string, string>>,
  ): Promise<{ incident: Incident; made: boolean }>;
  read(sysId: string): Promise<Incident>;
  write(sysId: string, fields: Readonly<Record<string, string>>): Promise<Incident>;
  /** Ours, that have changed since an instant as the instance writes it, the oldest first. Those of that second again. */
  changedSince(instant: string): AsyncGenerator<Incident>;
};

/** The incidents of an instance, by its Table API: `/api/now/table/incident`. */
export function openIncidents({ url, user, password }: { url: string; user: string; password: string }): Incidents {
  const authorization = `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`;

  async function ask(method: string, path: string, query: Record<string, string>, body?: object): Promise<unknown> {
    const address = `${url}/api/now/table/incident${path}?${new URLSearchParams(query)}`;
    const response = await fetch(address, {
      method,
      headers: { authorization, accept: 'application/json', ...(body && { 'content-type': 'application/json' }) },
      ...(body && { body: JSON.stringify(body) }),
      signal: AbortSignal.timeout(PATIENCE),
    });
    const answer = z
      .object({ result: z.unknown(), error: z.object({ message: z.string() }).optional() })
      .parse(await response.json());
    if (!response.ok) throw new Error(`${method} of an incident: ${response.status} ${answer.error?.message ?? ''}`);
    return answer.result;
  }
  const shown = { sysparm_fields: FIELDS.join(',') };
  const one = async (method: string, path: string, body?: object) =>
    Incident.parse(await ask(method, path, shown, body));
  const list = async (query: string, offset: number) =>
    z
      .array(Incident)
      .parse(
        await ask('GET', '', { ...shown, sysparm_query: query, sysparm_limit: `${PAGE}`, sysparm_offset: `${offset}` }),
      );

  return {
    async findOrMake(reference, fields) {
      // The Table API knows no idempotency key: whoever creates twice has two. So it is looked for first, and one program
      // at a time does this. What was created before a crash is found here by its correlation id.
      const [known] = await list(`correlation_display=${OURS}^correlation_id=${reference}`, 0);
      if (known) return { incident: known, made: false };
      const ours = { correlation_id: reference, correlation_display: OURS };
      return { incident: await one('POST', '', { ...fields, ...ours }), made: true };
    },
    read: (sysId) => one('GET', `/${sysId}`),
    write: (sysId, fields) => one('PATCH', `/${sysId}`, fields),
    async *changedSince(instant) {
      const query = `correlation_display=${OURS}^sys_updated_on>=${instant}^ORDERBYsys_updated_on`;
      for (let offset = 0; ; offset += PAGE) {
        const page = await list(query, offset);
        yield* page;
        if (page.length < PAGE) return;
      }
    },
  };
}
