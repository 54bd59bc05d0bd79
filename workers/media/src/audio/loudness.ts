import { RATE } from './decode.ts';

/** 32 ms: syllables and the pauses between them are longer. */
const FRAME = 512;
/** Below hearing; keeps the logarithm of silence finite. */
const SILENCE = 1e-10;

/**
 * How far loud and quiet moments of a recording lie apart, in dB between the tenth loudest and the tenth quietest of
 * its frames. Speech has pauses, and so 18 dB and more on telephone lines; noise that covers everything has less.
 */
export function loudnessRange(samples: Float32Array): number {
  const levels: number[] = [];
  for (let from = 0; from + FRAME <= samples.length; from += FRAME) {
    let power = 0;
    for (let at = from; at < from + FRAME; at += 1) power += (samples[at] ?? 0) ** 2;
    levels.push(10 * Math.log10(power / FRAME + SILENCE));
  }
  levels.sort((a, b) => a - b);
  const at = (share: number) => levels[Math.floor(share * (levels.length - 1))] ?? 0;
  return at(0.9) - at(0.1);
}

/** Seconds of a recording. */
export function secondsOf(samples: Float32Array): number {
  return samples.length / RATE;
}
