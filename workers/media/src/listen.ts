import { createWriteStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { Archive } from '@callbook/archive';
import { CallbookError, isCallbookError, type MediaConfig, type MediaFound, MINUTE, SECOND } from '@callbook/contracts';
import type { Logger } from '@callbook/runtime';
import type { Heard, HearRequest } from './audio/hear.ts';
import { askChild } from './child.ts';
import type { SpeechEngine } from './speech/engine.ts';
import { type Outcome, transcribed } from './transcript-outcome.ts';

export type ListenDeps = {
  readonly archive: Pick<Archive, 'get'>;
  /** In the order in which they are asked. None: every recording with speech in it waits for a person. */
  readonly engines: readonly SpeechEngine[];
  readonly speech: MediaConfig['speech'];
  readonly logger: Logger;
  readonly signal: AbortSignal;
};

/**
 * Listens to a recording: first whether anybody speaks, then, by the first engine that can, what is said. Silence is
 * never given to an engine. What an engine does — hang, crash, answer rubbish — ends in an outcome, never in an error.
 * @throws CallbookError of the archive.
 */
export async function listen(deps: ListenDeps, { attachments }: MediaFound, language?: string): Promise<Outcome> {
  const [sound] = attachments;
  if (!sound) return { state: 'needs-person' };
  const folder = await mkdtemp(join(tmpdir(), 'callbook-media-'));
  try {
    const path = join(folder, 'recording');
    await pipeline(await deps.archive.get(sound.sha256), createWriteStream(path));
    return await listenTo(deps, path, join(folder, 'recording.wav'), language ?? deps.speech.language);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/**
 * Finds out, in a process of its own, whether anybody speaks in a recording.
 * @throws CallbookError `media-undecodable`, `media-tool-missing`, `media-late`.
 */
export function hearRecording(request: HearRequest, signal: AbortSignal): Promise<Heard> {
  // Decoding and the search for speech take about a twentieth of what a recording lasts; a hostile file takes longer.
  const limits = { time: MINUTE + (request.longestSeconds * SECOND) / 5, signal };
  return askChild<HearRequest, Heard>('audio/hear-main', request, limits);
}

async function listenTo(deps: ListenDeps, path: string, wav: string, language: string | undefined): Promise<Outcome> {
  const { engines, speech, signal } = deps;
  let heard: Heard;
  try {
    heard = await hearRecording({ path, wav, longestSeconds: speech.longestSeconds }, signal);
  } catch (error) {
    if (signal.aborted || !isCallbookError(error)) throw error;
    return { state: 'needs-person', problem: error };
  }
  if (heard.speech.length === 0) return { state: heard.drowned ? 'needs-person' : 'done', heard };
  if (engines.length === 0) return { state: 'needs-person', heard };

  let problem: CallbookError | undefined;
  for (const engine of engines) {
    try {
      const request = { wav, seconds: heard.seconds, speech: heard.speech, language, signal };
      return transcribed(heard, await engine.transcribe(request), engine.name, speech.confidence);
    } catch (error) {
      if (signal.aborted) throw error;
      problem = isCallbookError(error)
        ? error
        : new CallbookError('speech-failed', 'The speech engine failed.', { cause: error });
      deps.logger.warn({ err: error, engine: engine.name }, 'a speech engine failed');
    }
  }
  return { state: 'failed', heard, ...(problem && { problem }) };
}
