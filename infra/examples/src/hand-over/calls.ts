import { z } from 'zod';
import type { CallStatus } from './states.ts';

const Answer = z.object({
  status: z.enum(['new', 'acknowledged', 'in-progress', 'waiting', 'resolved', 'closed']),
  version: z.number(),
});
export type CallAnswer = z.infer<typeof Answer>;
const Problem = z.object({ code: z.string() });

const PATIENCE = 15_000;
/** Somebody else may change the call between our look and our change: then we look again. */
const TRIES = 5;

export type CallChange = { readonly status: CallStatus; readonly resolution?: string; readonly why: string };

export type Calls = {
  /**
   * Changes a call as it stands: `decide` is given that, and says what to change, or nothing. Should somebody else change
   * it meanwhile, theirs stays and `decide` is asked again. Answers how the call stands then; undefined where the token
   * sees no such call.
   */
  change(reference: string, decide: (call: CallAnswer) => CallChange | undefined): Promise<CallAnswer | undefined>;
  /** Writes a note for the desk. */
  note(reference: string, text: string): Promise<void>;
};

/** The calls of a Callbook, by its API. */
export function openCalls({ url, token }: { url: string; token: string }): Calls {
  async function ask(method: string, path: string, body?: object, headers: Record<string, string> = {}) {
    const response = await fetch(`${url}/api/calls/${path}`, {
      method,
      headers: { authorization: `Bearer ${token}`, ...(body && { 'content-type': 'application/json' }), ...headers },
      ...(body && { body: JSON.stringify(body) }),
      signal: AbortSignal.timeout(PATIENCE),
    });
    const answer: unknown = await response.json();
    if (response.ok) return { answer };
    const { data } = Problem.safeParse(answer);
    if (data?.code === 'call-unknown' || data?.code === 'call-changed') return { code: data.code };
    throw new Error(`${method} of a call: ${response.status} ${data?.code ?? ''}`);
  }

  return {
    async change(reference, decide) {
      for (let left = TRIES; left > 0; left--) {
        const found = await ask('GET', reference);
        if (found.code === 'call-unknown') return undefined;
        const call = Answer.parse(found.answer);
        const change = decide(call);
        if (!change) return call;
        const changed = await ask('PATCH', reference, change, { 'if-match': `"${call.version}"` });
        if (changed.code === undefined) return Answer.parse(changed.answer);
      }
      throw new Error(`The call ${reference} is changed all the time.`);
    },
    async note(reference, text) {
      await ask('POST', `${reference}/notes`, { text });
    },
  };
}
