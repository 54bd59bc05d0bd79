import { Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { ReadableStream } from 'node:stream/web';
import type { Archive, Stored } from '@callbook/archive';
import { CallbookError, isCallbookError, MINUTE } from '@callbook/contracts';
import type { SlackFile } from './file.ts';

/** A large file by a slow line; a line that hangs is given up then. */
const LONGEST = 10 * MINUTE;

export type DownloadDeps = {
  readonly archive: Archive;
  readonly botToken: string;
  /** Where files may lie. The token goes nowhere else. */
  readonly hosts: ReadonlySet<string>;
  /** Bytes. */
  readonly maxFileSize: number;
  readonly signal: AbortSignal;
};

/**
 * Fetches a file into the archive, streamed.
 * @throws CallbookError for good: `slack-file-too-large`, `slack-file-foreign`, `slack-file-missing`; to be tried again:
 * `slack-api`, `archive-full`, `archive-failed`.
 */
export async function download(file: SlackFile, deps: DownloadDeps): Promise<Stored> {
  const { maxFileSize, hosts } = deps;
  if (file.size !== undefined && file.size > maxFileSize) throw tooLarge(maxFileSize);
  const url = addressOf(file, hosts);
  const response = await requested(url, deps);
  // Slack shows a page to sign in at in place of a file that the token may not see.
  const type = response.headers.get('content-type') ?? '';
  const isPage = /^text\/html\b/i.test(type) && !/html/i.test(file.mediaType);
  if (response.status === 404 || response.status === 410 || (response.ok && isPage))
    throw new CallbookError('slack-file-missing', 'Slack does not hand out this file. The app may lack files:read.');
  if (response.status >= 300 && response.status < 400)
    throw new CallbookError(
      'slack-file-foreign',
      'Slack sends us elsewhere for this file, and the token goes nowhere else.',
    );
  if (response.status === 401 || response.status === 403)
    throw new CallbookError('slack-login', `Slack refuses to hand out a file (${response.status}). Check files:read.`);
  if (!response.ok || !response.body)
    throw new CallbookError('slack-api', `Slack answered ${response.status} for a file. It is tried again.`);
  const length = Number(response.headers.get('content-length') ?? Number.NaN);
  if (length > maxFileSize) {
    await response.body.cancel();
    throw tooLarge(maxFileSize);
  }
  return stored(response, length, deps);
}

async function stored(response: Response, length: number, { archive, maxFileSize, signal }: DownloadDeps) {
  let size = 0;
  const compressed = response.headers.has('content-encoding');
  const counted = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      size += chunk.length;
      if (size > maxFileSize) done(tooLarge(maxFileSize));
      else done(null, chunk);
    },
    flush(done) {
      const whole = Number.isNaN(length) || compressed || size === length;
      done(whole ? null : new CallbookError('slack-api', 'The line broke within a file. It is tried again.'));
    },
  });
  // Its failure ends `counted`, which the archive is reading from.
  const passing = pipeline(Readable.fromWeb(response.body as ReadableStream), counted, { signal }).catch(
    (error: unknown) => {
      if (!counted.destroyed) counted.destroy(error instanceof Error ? error : new Error(String(error)));
    },
  );
  try {
    return await archive.put(counted);
  } catch (error) {
    if (isCallbookError(error)) throw error;
    throw new CallbookError('slack-api', 'The line broke within a file. It is tried again.', { cause: error });
  } finally {
    counted.destroy();
    await passing;
  }
}

async function requested(url: URL, { botToken, signal }: DownloadDeps): Promise<Response> {
  try {
    return await fetch(url, {
      headers: { authorization: `Bearer ${botToken}` },
      redirect: 'manual',
      signal: AbortSignal.any([signal, AbortSignal.timeout(LONGEST)]),
    });
  } catch (cause) {
    throw new CallbookError('slack-api', 'Slack gave no answer for a file. It is tried again.', { cause });
  }
}

/** Where a file lies. Whoever shares a message writes that address: only Slack's own hosts are believed. */
function addressOf({ url, mode }: SlackFile, hosts: ReadonlySet<string>): URL {
  if (mode === 'tombstone' || mode === 'hidden_by_limit')
    throw new CallbookError('slack-file-missing', `Slack has this file no more (${mode}).`);
  const address = url !== undefined && URL.canParse(url) ? new URL(url) : undefined;
  const isHttp = address?.protocol === 'https:' || (address?.protocol === 'http:' && !isSlack(address));
  if (mode === 'external' || !address || !isHttp || address.username || address.password || !hosts.has(address.host))
    throw new CallbookError('slack-file-foreign', 'This file does not lie at Slack. It is only named.');
  return address;
}

function isSlack({ hostname }: URL): boolean {
  return hostname === 'slack.com' || hostname.endsWith('.slack.com');
}

function tooLarge(maxFileSize: number): CallbookError {
  return new CallbookError('slack-file-too-large', `It is larger than ${maxFileSize} bytes (maxFileSize).`);
}
