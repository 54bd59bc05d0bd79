import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { ReadableStream } from 'node:stream/web';
import type { Archive } from '@callbook/archive';
import { CallbookError, type Contact, isCallbookError, MINUTE, type TwilioAccount } from '@callbook/contracts';
import { apiFault } from './api.ts';
import type { MediaFacts } from './facts.ts';
import { checkWav } from './wav.ts';

/** A long message by a slow line; a line that hangs is given up then. */
const LONGEST = 10 * MINUTE;
const REDIRECTS = 3;

export type DownloadDeps = {
  readonly archive: Archive;
  readonly account: Pick<TwilioAccount, 'accountSid' | 'authToken'>;
  readonly apiUrl: string;
  readonly signal: AbortSignal;
};

/**
 * Fetches a recording into the archive. Its address is made of what we configured and of its name, never of an address
 * that a request brings, so that nobody can send us (and our token) elsewhere.
 * @throws CallbookError `voice-recording-missing` (not there, or not yet), `voice-recording-invalid`, `voice-api`,
 * `voice-login`, `archive-full`, `archive-failed`.
 */
export async function download(recordingSid: string, deps: DownloadDeps): Promise<Contact['original']> {
  const { accountSid } = deps.account;
  const path = `2010-04-01/Accounts/${encodeURIComponent(accountSid)}/Recordings/${encodeURIComponent(recordingSid)}.wav`;
  const response = await requested(new URL(path, `${deps.apiUrl.replace(/\/+$/, '')}/`), deps);
  if (response.status === 404)
    throw new CallbookError('voice-recording-missing', `Twilio has no audio of recording ${recordingSid} yet.`);
  if (response.status !== 200 || !response.body) throw apiFault('fetching a recording', response.status);
  const type = response.headers.get('content-type') ?? '';
  if (!/^(audio\/|application\/octet-stream)/i.test(type))
    throw new CallbookError('voice-recording-invalid', `Twilio sent ${type.slice(0, 80)} in place of a recording.`);
  return { ...(await stored(response, response.body as ReadableStream, deps)), mediaType: 'audio/wav' };
}

/** Where Twilio keeps what comes with text messages: it says where, and our token does not go along. */
const MEDIA_HOSTS = /(?:^|\.)(?:twilio\.com|twiliocdn\.com|amazonaws\.com)$/;

/**
 * Fetches what came with a text message into the archive, by an address of our own making as above. Twilio sends whoever
 * asks on to where it keeps files.
 * @throws CallbookError `voice-media-missing`, `voice-api`, `voice-login`, `archive-full`, `archive-failed`.
 */
export async function downloadMedia(
  { messageSid, mediaSid, mediaType }: MediaFacts & { readonly messageSid: string },
  deps: DownloadDeps,
): Promise<Contact['original']> {
  const parts = [deps.account.accountSid, 'Messages', messageSid, 'Media', mediaSid].map(encodeURIComponent);
  const start = new URL(`2010-04-01/Accounts/${parts.join('/')}`, `${deps.apiUrl.replace(/\/+$/, '')}/`);
  const response = await requested(start, deps, (url) => url.protocol === 'https:' && MEDIA_HOSTS.test(url.hostname));
  if (response.status === 404)
    throw new CallbookError('voice-media-missing', `Twilio has no file ${mediaSid} of message ${messageSid} yet.`);
  if (response.status !== 200 || !response.body) throw apiFault('fetching a file', response.status);
  try {
    const stored = await deps.archive.put(Readable.fromWeb(response.body as ReadableStream));
    return { ...stored, mediaType };
  } catch (error) {
    throw isCallbookError(error) ? error : apiFault('fetching a file', undefined, error);
  }
}

async function stored(response: Response, body: ReadableStream, { archive, signal }: DownloadDeps) {
  const length = response.headers.get('content-length');
  // Compressed on the way, the length is that of something else.
  const promised = length === null || response.headers.has('content-encoding') ? undefined : Number(length);
  const checked = checkWav(promised);
  // Its failure ends `checked`, which the archive is reading from.
  const passing = pipeline(Readable.fromWeb(body), checked, { signal }).catch((error: unknown) => {
    if (!checked.destroyed) checked.destroy(error instanceof Error ? error : new Error(String(error)));
  });
  try {
    return await archive.put(checked);
  } catch (error) {
    throw isCallbookError(error) ? error : apiFault('fetching a recording', undefined, error);
  } finally {
    checked.destroy();
    await passing;
  }
}

/** Follows redirects at the same origin, and to whatever else is trusted; the token goes nowhere else. */
async function requested(
  start: URL,
  { account, signal }: DownloadDeps,
  trusted: (url: URL) => boolean = () => false,
): Promise<Response> {
  const authorization = `Basic ${Buffer.from(`${account.accountSid}:${account.authToken}`).toString('base64')}`;
  let url = start;
  for (let left = REDIRECTS; ; left--) {
    const response = await answered(url, url.origin === start.origin ? { authorization } : {}, signal);
    const location = response.headers.get('location');
    if (response.status < 300 || response.status >= 400 || location === null) return response;
    await response.body?.cancel();
    const next = URL.canParse(location, url.href) ? new URL(location, url) : undefined;
    if (left === 0 || !next || (next.origin !== start.origin && !trusted(next)))
      throw new CallbookError('voice-api', 'Twilio sends us elsewhere for a file, and we do not go there.');
    url = next;
  }
}

async function answered(url: URL, headers: Record<string, string>, signal: AbortSignal): Promise<Response> {
  try {
    return await fetch(url, {
      headers,
      redirect: 'manual',
      signal: AbortSignal.any([signal, AbortSignal.timeout(LONGEST)]),
    });
  } catch (cause) {
    throw apiFault('fetching a recording', undefined, cause);
  }
}
