import { Readable } from 'node:stream';
import type { Archive } from '@callbook/archive';
import type { Contact } from '@callbook/contracts';
import type { Arrival } from '../arrival.ts';
import { withTrace } from '../envelope.ts';
import { normalise } from '../normalise.ts';
import { parse } from '../parse.ts';

/** One mail to be read. */
export type Reading = {
  readonly arrival: Arrival;
  /** The mail, where it is at hand; else it is read from the archive. */
  readonly bytes?: Uint8Array | undefined;
  /** Of a mail that cannot be read as a whole: only its header. */
  readonly headerOnly?: boolean;
};

/** Makes a contact of an archived mail. */
export type Read = (reading: Reading) => Promise<Contact>;

/** Bytes in which a header ends, or is not read further. */
const HEADER = 128 * 1024;

/**
 * Reads a mail here and now: takes it apart and makes a contact of it.
 * @throws CallbookError of the archive.
 */
export async function readMail(archive: Archive, { arrival, bytes, headerOnly }: Reading): Promise<Contact> {
  const stored = bytes ? Readable.from([Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)]) : undefined;
  const source = stored ?? (await archive.get(arrival.original.sha256));
  const mail = await parse(headerOnly ? Readable.from([await headerOf(source)]) : source, archive);
  return normalise(arrival.envelope ? withTrace(mail, arrival.envelope) : mail, arrival);
}

async function headerOf(source: Readable): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of source) {
    chunks.push(chunk);
    length += chunk.length;
    if (length >= HEADER) break;
  }
  const head = Buffer.concat(chunks).subarray(0, HEADER);
  const ends = [head.indexOf('\r\n\r\n'), head.indexOf('\n\n')].filter((at) => at >= 0);
  return Buffer.concat([head.subarray(0, Math.min(...ends, head.length)), Buffer.from('\r\n\r\n')]);
}
