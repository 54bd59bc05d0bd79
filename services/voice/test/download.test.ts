import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { createServer, type IncomingMessage, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Archive, openArchive } from '@callbook/archive';
import { quietLogger } from '@callbook/checks';
import { babble } from '@callbook/peers';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { download } from '../src/download.ts';

const AUDIO = babble('Hello, this is a message.');
const SID = `RE${'1'.repeat(32)}`;
const ACCOUNT = { accountSid: `AC${'2'.repeat(32)}`, authToken: 'secret' };

let folder: string;
let archive: Archive;
let server: Server;
let answer: RequestListener;
let asked: IncomingMessage[];
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'download-'));
  archive = await openArchive({ folder }, '/nowhere', quietLogger());
  asked = [];
  server = createServer((request, response) => {
    asked.push(request);
    answer(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});
afterEach(() => {
  server.closeAllConnections();
  server.close();
  rmSync(folder, { recursive: true, force: true });
});

const apiUrl = () => `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
const fetched = (signal = new AbortController().signal) =>
  download(SID, { archive, account: ACCOUNT, apiUrl: apiUrl(), signal });
const wav =
  (bytes: Buffer, headers: object = {}): RequestListener =>
  (_, response) => {
    response.writeHead(200, { 'Content-Type': 'audio/x-wav', 'Content-Length': bytes.length, ...headers });
    response.end(bytes);
  };

test('a recording is asked for by its name at the configured address, with the token, and archived', async () => {
  answer = wav(AUDIO);
  const stored = await fetched();
  expect(stored).toMatchObject({ size: AUDIO.length, mediaType: 'audio/wav' });
  expect(await archive.size(stored.sha256)).toBe(AUDIO.length);
  expect(asked[0]?.url).toBe(`/2010-04-01/Accounts/${ACCOUNT.accountSid}/Recordings/${SID}.wav`);
  expect(asked[0]?.headers.authorization).toBe(`Basic ${btoa(`${ACCOUNT.accountSid}:secret`)}`);
});

describe('what is no recording, or not the whole of it, is refused and leaves nothing behind', () => {
  const cut = AUDIO.subarray(0, AUDIO.length - 1000);
  test.each<[string, RequestListener, string]>([
    ['not there yet', (_, response) => void response.writeHead(404).end(), 'voice-recording-missing'],
    [
      'a page',
      (_, response) => void response.writeHead(200, { 'Content-Type': 'text/html' }).end('<p>'),
      'voice-recording-invalid',
    ],
    ['audio that is none', wav(Buffer.from('ID3 not a wave file at all')), 'voice-recording-invalid'],
    ['nothing', wav(Buffer.alloc(0)), 'voice-recording-invalid'],
    ['shorter than it says itself', wav(cut), 'voice-recording-invalid'],
    [
      'cut off on the way',
      (_, response) => {
        response.writeHead(200, { 'Content-Type': 'audio/x-wav', 'Content-Length': AUDIO.length });
        response.write(cut, () => response.destroy());
      },
      'voice-api',
    ],
    ['a refusal', (_, response) => void response.writeHead(401).end(), 'voice-login'],
    ['a fault of theirs', (_, response) => void response.writeHead(500).end(), 'voice-api'],
    [
      'somewhere else',
      (_, response) => void response.writeHead(302, { Location: 'http://169.254.169.254/latest' }).end(),
      'voice-api',
    ],
    [
      'round in circles',
      (request, response) => void response.writeHead(302, { Location: `${request.url}` }).end(),
      'voice-api',
    ],
  ])('%s', async (_, listener, code) => {
    answer = listener;
    await expect(fetched()).rejects.toMatchObject({ code });
    const kept = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
    expect(kept).toEqual([]);
  });
});

test('a recording may be at another path of the same server', async () => {
  answer = (request, response) => {
    if (request.url?.startsWith('/media/')) return wav(AUDIO)(request, response);
    response.writeHead(307, { Location: `/media/${SID}` }).end();
  };
  expect(await fetched()).toMatchObject({ size: AUDIO.length });
});

test('a writer that did not know the length beforehand is believed', async () => {
  const streamed = Buffer.from(AUDIO);
  streamed.writeUInt32LE(0xffff_ffff, 4);
  answer = wav(streamed);
  expect(await fetched()).toMatchObject({ size: streamed.length });
});

test('a stop ends it at once', async () => {
  answer = (_, response) => {
    response.writeHead(200, { 'Content-Type': 'audio/x-wav', 'Content-Length': AUDIO.length });
    response.write(AUDIO.subarray(0, 100));
  };
  const stop = new AbortController();
  const fetching = fetched(stop.signal);
  setTimeout(() => stop.abort(), 100);
  await expect(fetching).rejects.toMatchObject({ code: 'voice-api' });
  expect(readdirSync(join(folder, 'tmp'))).toEqual([]);
});
