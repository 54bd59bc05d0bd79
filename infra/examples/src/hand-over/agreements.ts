import { existsSync, readFileSync } from 'node:fs';
import { open, rename } from 'node:fs/promises';
import { z } from 'zod';

/** What both sides last agreed on about a call: only what differs from it is news, on either side. */
const Agreement = z.object({
  sysId: z.string(),
  /** Of the incident. */
  state: z.string(),
  /** Of the incident, in its numbers. */
  impact: z.string(),
  urgency: z.string(),
  /** Of the call. An event with a lower version is older than what we know. */
  status: z.enum(['new', 'acknowledged', 'in-progress', 'waiting', 'resolved', 'closed']),
  version: z.number(),
  /** The call was merged or hidden: nothing goes either way. */
  ended: z.boolean(),
});
export type Agreement = z.infer<typeof Agreement>;

const Book = z.object({
  calls: z.record(z.string(), Agreement),
  /** Ids of the webhooks that were done with lately, the newest last. */
  done: z.array(z.string()),
  /** `sys_updated_on` of the last incident that was looked at. */
  seenUntil: z.string().optional(),
});

/** A repeat comes within three days: that many webhooks are remembered. */
const REMEMBERED = 10_000;

export type Agreements = {
  get(reference: string): Agreement | undefined;
  set(reference: string, agreement: Agreement): void;
  isDone(webhookId: string): boolean;
  done(webhookId: string): void;
  seenUntil(): string | undefined;
  seen(until: string): void;
  /** Writes it all down: whole, or not at all. */
  save(): Promise<void>;
};

/** Opens the file in which the agreements stand; it is made when it is not there. */
export function openAgreements(path: string): Agreements {
  const book = existsSync(path) ? Book.parse(JSON.parse(readFileSync(path, 'utf8'))) : { calls: {}, done: [] };
  const calls = new Map(Object.entries(book.calls));
  const done = new Set(book.done);
  let { seenUntil } = book;
  return {
    get: (reference) => calls.get(reference),
    set: (reference, agreement) => void calls.set(reference, agreement),
    isDone: (id) => done.has(id),
    done(id) {
      done.add(id);
      for (const oldest of done) {
        if (done.size <= REMEMBERED) break;
        done.delete(oldest);
      }
    },
    seenUntil: () => seenUntil,
    seen(until) {
      seenUntil = until;
    },
    async save() {
      const file = await open(`${path}.new`, 'w');
      try {
        await file.writeFile(JSON.stringify({ calls: Object.fromEntries(calls), done: [...done], seenUntil }));
        await file.sync();
      } finally {
        await file.close();
      }
      await rename(`${path}.new`, path);
    },
  };
}
