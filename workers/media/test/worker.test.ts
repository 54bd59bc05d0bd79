import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { quietLogger } from '@callbook/checks';
import { type Config, ConfigSchema, Contact, contactKey, type MediaFound } from '@callbook/contracts';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { v7 } from 'uuid';
import { waveOf } from '../src/audio/wav.ts';
import { createWorker, type MediaWorker } from '../src/worker.ts';
import { NO_SPEECH } from './sounds.ts';
import { spokenSound } from './spoken.ts';

const SOUND = 'a'.repeat(64);
const PATIENCE = 120_000;

let accepted: Contact[];
let stop: AbortController;
let closing: (() => Promise<unknown>)[];
let folder: string;

beforeEach(async () => {
  accepted = [];
  closing = [];
  stop = new AbortController();
  folder = await mkdtemp(join(tmpdir(), 'media-worker-'));
});
afterEach(async () => {
  stop.abort();
  for (const close of closing) await close();
  await rm(folder, { recursive: true, force: true });
});

/** A worker over one recording, with an intake that records at once. */
function worker(sound: Buffer, speech: object = {}): MediaWorker {
  const recorded = new Set<string>();
  const config: Config = ConfigSchema.parse({ media: { speech } });
  return createWorker({
    archive: {
      get: async () => Readable.from([sound]),
      put: async () => {
        throw new Error('A recording brings nothing into the archive.');
      },
    },
    intake: {
      async accept(contact) {
        const { key } = Contact.parse(contact);
        if (!recorded.has(key)) accepted.push(contact);
        recorded.add(key);
        return { key, state: 'recorded' };
      },
      recorded: { has: (key) => recorded.has(key), onRecorded: () => () => undefined },
    },
    config: config.media,
    logger: quietLogger(),
    signal: stop.signal,
    now: () => new Date('2026-11-24T12:00:00Z'),
    newId: v7,
  });
}

const account = 'twilio';
const found: MediaFound = {
  kind: 'recording',
  contact: {
    key: contactKey('voice', account, 'CA1/recording/RE1'),
    revises: contactKey('voice', account, 'CA1'),
    channel: 'voice',
    account,
    sourceId: 'CA1/recording/RE1',
  },
  attachments: [{ sha256: SOUND, name: 'recording.wav', mediaType: 'audio/wav', size: 1 }],
};

/** A speech server that answers as the test says. */
async function speechServer(answer: (request: IncomingMessage, response: ServerResponse) => void): Promise<string> {
  const server = createServer((request, response) => {
    request.resume();
    request.on('end', () => answer(request, response));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closing.push(async () => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`;
}

function json(body: unknown): (request: IncomingMessage, response: ServerResponse) => void {
  return (_, response) => response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}

describe('a recording with speech in it', () => {
  test(
    'gets its transcript as a revision of its call',
    async () => {
      const segments = [{ start: 0, end: 2, text: ' The printer is on fire.', avg_logprob: -0.1 }];
      const url = await speechServer(json({ text: ' The printer is on fire.', language: 'english', segments }));
      await worker(spokenSound(), { server: { url } })(found, { last: false });
      expect(accepted).toMatchObject([
        {
          revises: { key: found.contact.revises, cause: 'transcript' },
          text: 'The printer is on fire.',
          language: 'en',
          media: { kind: 'recording', state: 'done', of: found.contact.key },
          details: { transcript: { engine: 'server:whisper-1', segments: [{ from: 0, to: 2 }] } },
        },
      ]);
      expect(accepted[0]?.media?.confidence).toBeCloseTo(0.905, 2);
    },
    PATIENCE,
  );

  test(
    'asks for a listener where there is no engine',
    async () => {
      await worker(spokenSound())(found, { last: false });
      expect(accepted).toMatchObject([{ text: '', media: { state: 'needs-person' } }]);
    },
    PATIENCE,
  );

  test(
    'asks for a listener when the engine is unsure, and keeps what it made of it',
    async () => {
      const segments = [{ start: 0, end: 2, text: 'A printer?', avg_logprob: Math.log(0.3) }];
      const url = await speechServer(json({ text: 'A printer?', segments }));
      await worker(spokenSound(), { server: { url } })(found, { last: false });
      expect(accepted).toMatchObject([{ text: 'A printer?', media: { state: 'needs-person' } }]);
    },
    PATIENCE,
  );

  test(
    'is not believed to have said the same words again and again',
    async () => {
      const url = await speechServer(json({ text: 'Thank you for watching. '.repeat(12) }));
      await worker(spokenSound(), { server: { url } })(found, { last: false });
      expect(accepted).toMatchObject([{ media: { state: 'needs-person', confidence: 0 } }]);
    },
    PATIENCE,
  );

  test(
    'is not transcribed twice, whoever asks again',
    async () => {
      let asked = 0;
      const url = await speechServer((request, response) => {
        asked += 1;
        json({ text: 'Hello.' })(request, response);
      });
      const work = worker(spokenSound(), { server: { url } });
      await work(found, { last: false });
      await work(found, { last: false });
      expect(asked).toBe(1);
      expect(accepted).toHaveLength(1);
    },
    PATIENCE,
  );
});

describe('an engine that', () => {
  const faults: [name: string, answer: (request: IncomingMessage, response: ServerResponse) => void][] = [
    ['hangs', () => undefined],
    ['hangs up', (request) => request.destroy()],
    ['is broken', (_, response) => response.writeHead(500).end('no')],
    ['answers with a page', (_, response) => response.writeHead(200).end('<html>')],
    ['answers with something else', json({ words: 7 })],
    ['answers without end', endless],
    ['sends us elsewhere', (_, response) => response.writeHead(302, { location: 'http://169.254.169.254/' }).end()],
  ];

  test.each(faults)(
    '%s leaves the mark to listen, is tried again, and is given up at last',
    async (_, answer) => {
      const url = await speechServer(answer);
      const work = worker(spokenSound(), { server: { url, timeoutSeconds: 1 } });
      await expect(work(found, { last: false })).rejects.toMatchObject({
        code: expect.stringMatching(/speech-|media-late/),
      });
      expect(accepted).toMatchObject([{ media: { state: 'failed' }, problem: { code: expect.any(String) } }]);
      await work(found, { last: true });
      expect(accepted).toHaveLength(2);
      expect(accepted[1]).toMatchObject({ text: '', media: { state: 'needs-person', of: found.contact.key } });
    },
    PATIENCE,
  );

  test(
    'is a damaged model takes no more than its own process with it',
    async () => {
      for (const name of ['encoder.onnx', 'decoder.onnx', 'joiner.onnx'])
        await writeFile(join(folder, name), 'no model');
      await writeFile(join(folder, 'tokens.txt'), 'a 0\n');
      const work = worker(spokenSound(), { model: { folder, timeoutSeconds: 20 } });
      await expect(work(found, { last: false })).rejects.toMatchObject({ code: 'speech-failed' });
      expect(accepted).toMatchObject([{ media: { state: 'failed' } }]);
    },
    PATIENCE,
  );

  test(
    'failed is made up for by the next one',
    async () => {
      const url = await speechServer((_, response) => response.writeHead(503).end());
      const work = worker(spokenSound(), { server: { url }, model: { folder } });
      await expect(work(found, { last: false })).rejects.toMatchObject({ message: expect.stringContaining('model') });
    },
    PATIENCE,
  );
});

describe('a recording that no engine is asked about', () => {
  test.each(NO_SPEECH.filter(([name]) => /silence|hum|pink/.test(name)))(
    '%s',
    async (_, samples) => {
      const url = await speechServer(json({ text: 'Thank you.' }));
      await worker(waveOf(samples), { server: { url } })(found, { last: false });
      expect(accepted).toMatchObject([{ text: '', media: { state: 'done' }, details: { speechSeconds: 0 } }]);
      expect(accepted[0]?.details).not.toHaveProperty('transcript');
    },
    PATIENCE,
  );

  test.each([
    ['a file that is no sound', Buffer.from('<html>not a recording</html>'.repeat(50))],
    ['a file that was cut off in its head', Buffer.from('RIFF\0\0\0\0WAVEfmt ')],
    ['an empty one', Buffer.alloc(0)],
    ['a playlist that names another address', Buffer.from('#EXTM3U\nhttp://127.0.0.1:1/secret\n')],
  ])(
    '%s needs a person, and says why',
    async (_, sound) => {
      await worker(sound)(found, { last: false });
      expect(accepted).toMatchObject([{ media: { state: 'needs-person' }, problem: { code: 'media-undecodable' } }]);
    },
    PATIENCE,
  );
});

function endless(_: IncomingMessage, response: ServerResponse): void {
  response.writeHead(200);
  const more = () => {
    while (response.writable && response.write('x'.repeat(100_000)));
    response.once('drain', more);
  };
  more();
}
