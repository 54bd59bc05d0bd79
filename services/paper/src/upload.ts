import { pipeline } from 'node:stream/promises';
import { CallbookError } from '@callbook/contracts';
import { Busboy, type BusboyFileStream, type BusboyHeaders, type BusboyInstance } from '@fastify/busboy';
import type { Request } from 'express';
import type { Caller } from './access.ts';
import { type Taken, take } from './take.ts';

/** Of one request. Scans of a day come in several. */
const MOST_FILES = 1000;
const LIMITS = { files: MOST_FILES, fields: 20, fieldSize: 1000, parts: MOST_FILES + 20, headerPairs: 50 };

/**
 * Takes the files of a request (RFC 7578), one after another as they come: none of them is held in memory. When this
 * resolves all of them are on our disk.
 * @throws CallbookError `request-invalid`, or what `take` throws: then some may be taken, and sending all again is right.
 */
export async function receive(request: Request, { station, takenBy }: Caller): Promise<Taken[]> {
  const parser = parserOf(request);
  const takings: Promise<Taken>[] = [];
  const contents: BusboyFileStream[] = [];
  const failed = new Promise<never>((_, reject) => {
    parser.on('file', (_field: string, content: BusboyFileStream, name: string) => {
      const taking = take(station, { content, name, takenBy, way: 'upload' });
      takings.push(taking);
      contents.push(content);
      // The parser would wait for ever for somebody who reads the rest of this file.
      taking.catch(reject);
    });
    parser.once('filesLimit', () => reject(invalid(`Send up to ${MOST_FILES} files at a time.`)));
    parser.once('partsLimit', () => reject(invalid('This has too many parts.')));
  });
  const parsed = pipeline(request, parser).catch((cause: unknown) => {
    throw request.complete ? invalid('This is no multipart/form-data, or it is cut off.', cause) : cause;
  });
  try {
    await Promise.race([parsed, failed]);
  } catch (error) {
    // Of what was cut off nothing more will come, and the parser does not tell those who wait for it.
    for (const content of contents) content.destroy(error as Error);
    await Promise.allSettled(takings);
    throw error;
  }
  const taken = await Promise.all(takings);
  if (taken.length === 0) throw invalid('There is no file in it. Send files as multipart/form-data, in files[].');
  return taken;
}

function parserOf(request: Request): BusboyInstance {
  const type = request.get('content-type') ?? '';
  if (!/^multipart\/form-data\b/i.test(type)) throw invalid('Send files as multipart/form-data, in files[].');
  try {
    return new Busboy({ headers: request.headers as BusboyHeaders, limits: LIMITS });
  } catch (error) {
    throw invalid('This multipart/form-data has no boundary.', error);
  }
}

function invalid(message: string, cause?: unknown): CallbookError {
  return new CallbookError('request-invalid', message, { cause });
}
