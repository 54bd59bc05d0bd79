import { Readable } from 'node:stream';
import type { Archive, Stored } from '@callbook/archive';
import type { SMTPServerDataStream } from 'smtp-server';
import type { Envelope } from '../envelope.ts';
import { type TakeDeps, takeMail } from '../take.ts';
import { Refusal } from './refusal.ts';

/** Up to this many bytes a mail is held in memory; a larger one goes to the archive as it comes, and is read there. */
const HELD = 512 * 1024;
/** A mail that has passed so many servers runs in circles, most likely (RFC 5321 §6.3). It is somebody's words all the same. */
const HOPS = 100;

/** A mail that is in the archive. `bytes` are all of it where it is small. */
export type Kept = { readonly original: Stored; readonly bytes?: Buffer; readonly hops: number };

/**
 * Puts a mail into the archive as it comes, in memory that does not depend on its size. When that fails, the rest of
 * the mail is read all the same: the client hears of it only after its last line, and would take a cut for a fault of
 * the line.
 *
 * Its name, and so the key of the contact, is the hash of what came between DATA and the final dot, and of nothing
 * else. A client whose 250 got lost sends these bytes again, from another connection and at another time: a Received
 * or a Return-Path of ours among them would make a second contact of it. They are kept beside it, as its envelope.
 * @throws Refusal when it is longer than announced; CallbookError of the archive; the stream's own error.
 */
export async function keepMail(archive: Archive, stream: SMTPServerDataStream): Promise<Kept> {
  try {
    return await keep(archive, bounded(stream));
  } catch (error) {
    if (!stream.destroyed) for await (const _ of stream.iterator({ destroyOnReturn: false }));
    throw error;
  }
}

async function keep(archive: Archive, chunks: AsyncGenerator<Buffer, void>): Promise<Kept> {
  const held: Buffer[] = [];
  let size = 0;
  while (size <= HELD) {
    const next = await chunks.next();
    if (next.done) {
      const bytes = Buffer.concat(held);
      return { original: await archive.put(bytes), bytes, hops: hopsOf(bytes) };
    }
    held.push(next.value);
    size += next.value.length;
  }
  const hops = hopsOf(Buffer.concat(held));
  const original = await archive.put(Readable.from(joined(held, chunks), { objectMode: false }));
  return { original, hops };
}

async function* bounded(stream: SMTPServerDataStream): AsyncGenerator<Buffer, void> {
  for await (const chunk of stream.iterator({ destroyOnReturn: false })) {
    if (stream.sizeExceeded) throw new Refusal(552, '5.3.4', 'This mail is longer than is taken here');
    yield chunk as Buffer;
  }
}

async function* joined(first: Buffer[], rest: AsyncGenerator<Buffer, void>): AsyncGenerator<Buffer, void> {
  yield* first.splice(0);
  yield* rest;
}

/** How many servers it has passed, by the Received headers. */
function hopsOf(bytes: Buffer): number {
  const end = bytes.indexOf('\r\n\r\n');
  const head = bytes.toString('latin1', 0, end < 0 ? bytes.length : end);
  return head.match(/^received:/gim)?.length ?? 0;
}

/** One account that a mail is for, and what was said of it. */
export type Addressed = { readonly account: string; readonly envelope: Envelope };

/**
 * Takes a kept mail for each account that it is addressed to: one contact each. What became of each, in their order;
 * those that worked stay taken when others fail, and a second try finds them.
 */
export async function takeFor(
  deps: TakeDeps,
  { original, bytes, hops }: Kept,
  addressed: readonly Addressed[],
): Promise<PromiseSettledResult<unknown>[]> {
  if (hops > HOPS) deps.logger.warn({ sha256: original.sha256, hops }, 'a mail has passed more servers than mail does');
  const results: PromiseSettledResult<unknown>[] = [];
  // One after another: each reading of a large mail needs its own memory.
  for (const one of addressed) {
    const taken = takeMail(deps, { ...one, original, ...(bytes && { bytes }) });
    results.push(...(await Promise.allSettled([taken])));
  }
  return results;
}
