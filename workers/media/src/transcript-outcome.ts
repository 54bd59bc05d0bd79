import { type CallbookError, type Contact, contactKey, type MediaFound } from '@callbook/contracts';
import type { Heard } from './audio/hear.ts';
import type { Transcript } from './speech/engine.ts';

/**
 * What became of a recording. `done`: transcribed, or nobody speaks in it; `needs-person`: a person has to listen, and
 * nothing more will be tried; `failed`: a person may listen, and it will be tried again.
 */
export type Outcome = {
  readonly state: 'done' | 'needs-person' | 'failed';
  readonly heard?: Heard;
  readonly transcript?: Transcript & { readonly engine: string };
  readonly problem?: CallbookError;
};

/** Speech is below this; engines that go round in circles are not. */
const CHARACTERS_A_SECOND = 40;
/** A phrase that stands so often in a row was not said. */
const REPEATS = 4;

/** Whether a transcript can stand by itself, or a person has to listen: its own doubt, and what nobody can have said. */
export function transcribed(heard: Heard, transcript: Transcript, engine: string, threshold: number): Outcome {
  const { text, confidence } = transcript;
  const spoken = heard.speech.reduce((sum, { from, to }) => sum + to - from, 0);
  const impossible = text === '' || text.length > spoken * CHARACTERS_A_SECOND + 40 || repeats(text);
  const unsure = impossible || (confidence !== undefined && confidence < threshold);
  const said = impossible ? { ...transcript, confidence: 0 } : transcript;
  return { state: unsure ? 'needs-person' : 'done', heard, transcript: { ...said, engine } };
}

function repeats(text: string): boolean {
  return new RegExp(`(.{4,80}?)(?:\\W*\\1){${REPEATS},}`, 'isu').test(text.slice(0, 4000));
}

/**
 * The revision that tells the log of it. Everything that may be told twice has the same source id, and so the same key:
 * a transcript that is made again changes nothing.
 */
export function transcriptRevision(found: MediaFound, outcome: Outcome, id: string, now: Date): Contact {
  const { contact, attachments } = found;
  const { channel, account } = contact;
  const { state, heard, transcript, problem } = outcome;
  const sourceId = `${contact.sourceId}/${state === 'failed' ? 'unheard' : 'transcript'}`;
  const [sound] = attachments;
  const at = now.toISOString();
  const spoken = heard?.speech.reduce((sum, { from, to }) => sum + to - from, 0);
  const text = transcript?.text ?? '';
  // A recording in which nobody speaks is no message.
  const silent = state === 'done' && heard?.speech.length === 0;
  return {
    version: 1,
    ...{ id, channel, account, sourceId, key: contactKey(channel, account, sourceId) },
    revises: { key: contact.revises ?? contact.key, cause: 'transcript' },
    ...{ occurredAt: at, receivedAt: at, from: {}, to: [], text, fullText: text, attachments: [] },
    ...(transcript?.language && { language: transcript.language }),
    thread: { references: [] },
    original: { sha256: sound?.sha256 ?? '', mediaType: sound?.mediaType ?? '', size: sound?.size ?? 0 },
    media: {
      ...{ kind: 'recording', state, of: contact.key },
      ...(transcript?.confidence !== undefined && { confidence: transcript.confidence }),
    },
    ...(problem && { problem: { code: problem.code, message: problem.message } }),
    details: {
      channel: 'voice',
      ...(heard && { seconds: rounded(heard.seconds), speechSeconds: rounded(spoken ?? 0) }),
      ...(silent && { missed: 'silent' as const }),
      ...(transcript && { transcript: { engine: transcript.engine, segments: transcript.segments.slice(0, 5000) } }),
    },
  };
}

function rounded(seconds: number): number {
  return Math.round(seconds * 100) / 100;
}
