import { writeFile } from 'node:fs/promises';
import { decodeAudio } from './decode.ts';
import { loudnessRange, secondsOf } from './loudness.ts';
import { findSpeech, type Stretch } from './speech-activity.ts';
import { waveOf } from './wav.ts';

/** What the program `hear-main` is asked. */
export type HearRequest = {
  /** The recording. */
  readonly path: string;
  /** Where to put it as a WAV file of 16 kHz, when somebody can be heard to speak in it. */
  readonly wav: string;
  /** What lies beyond is not listened to. */
  readonly longestSeconds: number;
};

/** What is in a recording. Where nobody can be heard to speak nothing was written. */
export type Heard = {
  readonly seconds: number;
  readonly speech: readonly Stretch[];
  /** Somebody may be speaking, and noise covers it: engines would invent words, and a person must listen. */
  readonly drowned: boolean;
};

/** In dB. A voice beside a jackhammer had 7; the quietest of 90 telephone prompts 18. */
const DROWNED = 12;

/**
 * Listens whether somebody speaks in a recording, and makes of it what speech engines take.
 * @throws CallbookError `media-undecodable`, `media-tool-missing`.
 */
export async function hear({ path, wav, longestSeconds }: HearRequest): Promise<Heard> {
  const samples = await decodeAudio(path, longestSeconds);
  const seconds = secondsOf(samples);
  const speech = await findSpeech(samples);
  const drowned = speech.length > 0 && loudnessRange(samples) < DROWNED;
  if (drowned || speech.length === 0) return { seconds, speech: [], drowned };
  await writeFile(wav, waveOf(samples));
  return { seconds, speech, drowned };
}
