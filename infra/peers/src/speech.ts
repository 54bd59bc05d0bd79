import { spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { CallbookError } from '@callbook/contracts';

/**
 * A server of OpenAI's `POST /v1/audio/transcriptions` over Debian's pocketsphinx: a rough draft engine that gets every
 * third word of a telephone call wrong. For tests and the demo, and for nothing else.
 */
export type SpeechPeer = {
  /** Everything before `/audio/transcriptions`. */
  readonly url: string;
  /** Recordings it was asked about. */
  asked(): number;
  stop(): Promise<void>;
};

const PROGRAM = 'pocketsphinx_continuous';
/** The logarithm that is said of each transcript: pocketsphinx does not know how wrong it is, and we do. */
const UNSURE = Math.log(0.4);
/** Bytes of one request: an hour at 16 kHz is 115 MB. */
const LIMIT = 150_000_000;

/** @throws CallbookError `service-missing` with the command that installs it. */
export async function startSpeech(): Promise<SpeechPeer> {
  await heardBy('-version').catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOENT') throw error;
    throw new CallbookError(
      'service-missing',
      `There is no ${PROGRAM}. Install it (Debian, Ubuntu: apt-get install pocketsphinx pocketsphinx-en-us).`,
    );
  });
  let asked = 0;
  const server = createServer(async (request, response) => {
    const answer = (status: number, body: object) => {
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    };
    try {
      if (request.method !== 'POST' || request.url !== '/v1/audio/transcriptions')
        return answer(404, { error: { message: 'There is nothing at this path.' } });
      const form = await formOf(request);
      const file = form.get('file');
      if (!(file instanceof Blob)) return answer(400, { error: { message: 'There is no file.' } });
      asked += 1;
      const { text, seconds } = await transcribe(Buffer.from(await file.arrayBuffer()));
      if (form.get('response_format') !== 'verbose_json') return answer(200, { text });
      answer(200, {
        ...{ task: 'transcribe', language: 'english', duration: seconds, text },
        segments: text ? [{ id: 0, start: 0, end: seconds, text, avg_logprob: UNSURE }] : [],
      });
    } catch (error) {
      answer(500, { error: { message: String(error) } });
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/v1`,
    asked: () => asked,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function formOf(request: IncomingMessage): Promise<FormData> {
  if (Number(request.headers['content-length'] ?? 0) > LIMIT) throw new Error('The file is too large.');
  const body = await buffer(request);
  return new Response(body, { headers: { 'content-type': request.headers['content-type'] ?? '' } }).formData();
}

async function transcribe(wav: Buffer): Promise<{ text: string; seconds: number }> {
  const folder = await mkdtemp(join(tmpdir(), 'speech-peer-'));
  try {
    const path = join(folder, 'recording.wav');
    await writeFile(path, wav);
    const text = await heardBy('-infile', path);
    // 16 bits, 16 kHz, behind a header of 44 bytes: what Callbook sends.
    return { text: text.replace(/\s+/g, ' ').trim(), seconds: (wav.length - 44) / 32_000 };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function heardBy(...args: string[]): Promise<string> {
  const program = spawn(PROGRAM, [...args, '-logfn', '/dev/null'], { stdio: ['ignore', 'pipe', 'ignore'] });
  let text = '';
  program.stdout.on('data', (chunk: Buffer) => {
    text += chunk.toString('utf8');
  });
  return new Promise((resolve, reject) => {
    program.on('error', reject);
    program.on('close', () => resolve(text));
  });
}
